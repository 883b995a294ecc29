"""Which outlets and authors a question names, told by the excerpts' own metadata."""

import re
from collections.abc import Sequence

from assistant.reply import Excerpt
from assistant.text.words import words

# Words of a publisher's name that say nothing about which one it is.
_GENERIC = frozenset(
    "the news online com org network magazine media daily post times press editorial opinion "
    "digital radio public international today week weekly".split()
)


Outlet = tuple[str, ...]
"""What tells a publisher or author apart: its own words, in small letters. "Fox News" and "Fox
Online News" are both `("fox",)`."""


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
    told = tuple(w.text.lower() for w in words(plain) if w.text.lower() not in _GENERIC)
    return told or tuple(plain.lower().split())


def _plain(name: str) -> str:
    return re.sub(r"\s*\(.*?\)|^[Tt]he\s+|\.(?:com|org|net)$", "", name).strip()


def _place(name: str, question: str) -> int | None:
    """Where the question names a source: by all of its name, or by the words that tell it apart.

    Short names are looked for as they are written: "Time" is a magazine, "time" is not.
    """
    plain = _plain(name)
    whole = re.search(rf"\b{re.escape(plain)}\b", question, re.IGNORECASE)
    if whole and (" " in plain or plain.isupper() or whole.group()[:1].isupper()):
        return whole.start()
    told = [word.text for word in words(plain) if word.text.lower() not in _GENERIC]
    if not told or len(told) == len(plain.split()):
        return None
    short = re.search(r"\b" + r"\s+".join(map(re.escape, told)) + r"(?:['’]s)?\b", question)
    return short.start() if short and len(" ".join(told)) > 2 else None
