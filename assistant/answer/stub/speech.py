"""Who is quoted in a sentence."""

import re
from functools import lru_cache

from assistant.answer.stub.terms import forms_of, stems_of
from assistant.text.names import Name, find_names, is_title, same_name
from assistant.text.quotes import Quotation, find_quotations
from assistant.text.words import words

_BEFORE = 900  # characters in which a pronoun's name may stand
_SAYS = re.compile(
    r"[^.!?]{0,60}?\b(?:said|says|say|told|added|wrote|tweeted|posted|warned|insisted|claimed|noted"
    r"|argued|explained|stated|stressed|declared|announced|called|complained|accused|urged|denied"
    r"|reiterated|replied|responded|suggested|described|vowed|promised|asked|believes?|thinks?"
    r"|criticized|criticised|praised|blamed|dismissed|rejected|defended|acknowledged|admitted)\b"
)
_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we"])


@lru_cache(maxsize=2048)
def speaks(speaker: str, text: str, sentence: str) -> float:
    """How surely `sentence`, which stands in `text`, gives words of the speaker.

    1 where it quotes the speaker, by name or by a pronoun after the name; 0.7 where it reports
    what the speaker said; 0.3 where it names the speaker; else 0. A speaker called by no name
    ("the draft resolution") is not looked for: 1.
    """
    if not is_named(speaker):
        return 1.0
    at = text.find(sentence)
    before = text[max(0, at - _BEFORE) : at + len(sentence)]
    if at >= 0 and any(
        _is_by(quotation, speaker, before)
        for quotation in _quotations(text)
        if quotation.start < at + len(sentence) and at < quotation.end
    ):
        return 1.0
    found = [name for name in _names(sentence) if _is_called(speaker, name)]
    if any(_SAYS.match(sentence, name.end) for name in found):
        return 0.7
    return 0.3 if found else 0.0


def is_named(speaker: str) -> bool:
    """Whether a name calls the speaker, at the end ("Envoy Li") or as owner ("China's envoy").

    A thing in a named place ("the banner in York") is not called by the name; an office is.
    """
    called = re.fullmatch(r"(?:the|an?|his|her|their)\s+([a-z]\w*)\s.*", speaker.strip())
    if called and not is_title(called.group(1)):
        return False
    return re.search(r"\b[A-Z][\w.-]*(?:['’]s?(?:\s\w+){0,3})?$", speaker.strip()) is not None


def _is_called(speaker: str, name: Name) -> bool:
    """Whether a name, with the title in front of it, is what the question calls the speaker."""
    if any(same_name(asked, name) for asked in _names(speaker)) and not _owner(speaker):
        return True
    called = f"{name.title or ''} {name.text}"
    known = stems_of(words(called))
    return all(not forms_of(word).isdisjoint(known) for word in words(speaker) if not word.is_stop)


def _owner(speaker: str) -> bool:
    """Whether the speaker is called by whose he or she is: "Russia's ambassador"."""
    return re.search(r"['’]s?\s", speaker) is not None


def _is_by(quotation: Quotation, speaker: str, before: str) -> bool:
    said_by = quotation.speaker
    if said_by is None:
        return False
    if said_by.lower() in _PRONOUNS:
        return any(_is_called(speaker, name) for name in _names(before))
    if _owner(speaker):
        return any(
            _is_called(speaker, name) and same_name(said_by, name) for name in _names(before)
        )
    return any(same_name(asked, said_by) for asked in _names(speaker))


@lru_cache(maxsize=512)
def _names(text: str) -> tuple[Name, ...]:
    return tuple(find_names(text))


@lru_cache(maxsize=64)
def _quotations(text: str) -> tuple[Quotation, ...]:
    return tuple(find_quotations(text))
