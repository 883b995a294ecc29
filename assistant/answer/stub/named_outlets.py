"""Finds the outlets and authors that a question names, by the metadata of the excerpts."""

import re
from collections.abc import Sequence

from assistant.reply import Excerpt
from assistant.retrieve.query_hints import short_name, without_section
from assistant.text.words import words

# Words that a publisher's name may lose. Without "Times" or "Today" only a place would remain:
# "New York", "USA".
_GENERIC = frozenset("the news online com org network editorial opinion digital radio".split())


Outlet = tuple[str, ...]
"""The distinctive words of a publisher or author, in lower case. "Fox News" and "Fox Online News"
are both `("fox",)`."""


def named_outlets(question: str, excerpts: Sequence[Excerpt]) -> list[Outlet]:
    """The publishers and authors of these excerpts that the question names, in its order."""
    known = [name for e in excerpts for name in (e.publisher, e.byline) if name and name.strip()]
    found = {_key(name): at for name in known if (at := _place(name, question)) is not None}
    return sorted(found, key=lambda outlet: found[outlet])


def is_of(excerpt: Excerpt, outlet: Outlet) -> bool:
    """Whether an excerpt is by this publisher or author."""
    return any(_key(name) == outlet for name in (excerpt.publisher, excerpt.byline) if name)


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
    whole = re.search(rf"\b{re.escape(plain)}\b", question, re.IGNORECASE)
    if whole and (" " in plain or plain.isupper() or whole.group()[:1].isupper()):
        return whole.start()
    distinctive = [word.text for word in words(plain) if word.text.lower() not in _GENERIC]
    is_whole = len(distinctive) == len(plain.split())
    for short in (short_name(plain), "" if is_whole else " ".join(distinctive)):
        found = re.search(rf"\b{re.escape(short)}(?:['’]s)?\b", question)
        if found and len(short) > 1:
            return found.start()
    return None
