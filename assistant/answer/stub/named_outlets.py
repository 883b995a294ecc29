"""Finds the outlets and authors that a question names, by the metadata of the excerpts."""

import re
from collections.abc import Sequence

from assistant.reply import Excerpt
from assistant.retrieve.query_hints import authors_of, is_part_of_name, short_name, without_section
from assistant.text.words import words

# Words that a publisher's name may lose. Without "Times" or "Today" only a place would remain:
# "New York", "USA".
_GENERIC = frozenset("the news online com org network editorial opinion digital radio".split())

Outlet = tuple[str, ...]
"""The distinctive words of a publisher or author, in lower case. "Fox News" and "Fox Online News"
are both `("fox",)`."""


def named_outlets(question: str, excerpts: Sequence[Excerpt]) -> list[Outlet]:
    """The publishers and authors of these excerpts that the question names, in its order."""
    known = [name for excerpt in excerpts for name in _names(excerpt)]
    found = {_key(name): at for name in known if (at := _place(name, question)) is not None}
    return sorted(found, key=lambda outlet: found[outlet])


def is_of(excerpt: Excerpt, outlet: Outlet) -> bool:
    """Whether an excerpt is by this publisher or author."""
    return any(_key(name) == outlet for name in _names(excerpt))


def _names(excerpt: Excerpt) -> list[str]:
    """The publisher, the byline, and each author in it."""
    byline = excerpt.byline or ""
    names = (excerpt.publisher or "", byline, *authors_of(byline))
    return [name for name in dict.fromkeys(names) if name.strip()]


def of_or_naming(
    outlets: Sequence[Outlet], excerpts: Sequence[Excerpt], *, strictly: bool
) -> Sequence[Excerpt]:
    """The excerpts of these outlets; all where there are none.

    Unless `strictly`, also the excerpts that name one: it may be in the news itself.
    """
    own = [e for e in excerpts if any(is_of(e, outlet) for outlet in outlets)]
    if strictly or not own:
        return own or excerpts
    names = {name for e in own for name in _names(e) if _key(name) in outlets}
    return [e for e in excerpts if e in own or any(_place(n, e.text) is not None for n in names)]


def speaks_of(text: str, outlet: Outlet) -> bool:
    """Whether a text names an outlet or author by its distinctive words, the first in capitals."""
    words_of_name = r"\W+".join(map(re.escape, outlet))
    named = re.search(rf"\b{words_of_name}\b", text, re.IGNORECASE)
    return named is not None and named.group()[:1].isupper()


def _key(name: str) -> Outlet:
    plain = _plain(name)
    distinctive = tuple(w.text.lower() for w in words(plain) if w.text.lower() not in _GENERIC)
    return distinctive or tuple(plain.lower().split())


def _plain(name: str) -> str:
    name = without_section(name)
    return re.sub(r"\s*\(.*?\)|^[Tt]he\s+|\.(?:com|org|net)$", "", name).strip()


def _place(name: str, question: str) -> int | None:
    """The position at which the question names a source: by its name, short name or own words.

    Names of one word must match in case: "Time" is a magazine, "time" is not.
    """
    plain = _plain(name)
    for whole in re.finditer(rf"\b{re.escape(plain)}\b", question, re.IGNORECASE):
        is_one = not (" " in plain or plain.isupper())
        if not is_one or (whole.group()[:1].isupper() and not _is_part(whole, question)):
            return whole.start()
    distinctive = [word.text for word in words(plain) if word.text.lower() not in _GENERIC]
    is_whole = len(distinctive) == len(plain.split())
    for short in (short_name(plain), "" if is_whole else " ".join(distinctive)):
        found = re.search(rf"\b{re.escape(short)}(?:['’]s)?\b", question)
        if found and len(short) > 1 and (short.isupper() or not _is_part(found, question)):
            return found.start()
    return None


def _is_part(found: re.Match[str], question: str) -> bool:
    """Whether a name of one word is part of another name in the question."""
    if " " in found.group() or found.group().endswith(("'s", "’s")):
        return False
    before = re.search(r"[^\w’'-]([\w’'-]+)\s+$", question[: found.start()])
    after = re.match(r"\s+(\w+)", question[found.end() :])
    return is_part_of_name(before[1] if before else "", after[1] if after else "")
