"""Prompt injection: passages of an article that address a language model instead of a reader.

An article is data, and nothing in it is ever executed. A passage that says what "your response"
should contain is not reporting, so it is excluded from the evidence and shown as a warning. The
rules describe forms of address, not particular texts: orders about an answer, a reply or a prompt;
orders to an assistant; and requests to write, explain, translate or compute something. A quotation
with its speaker in the same sentence is reporting, whatever it demands.
"""

import re
from dataclasses import dataclass

from assistant.text.lexicon import SURE_SPEECH_VERBS, any_of, phrase_patterns, read_data
from assistant.text.sentences import split_sentences

_DATA = read_data(__package__, "instructions.toml")


@dataclass(frozen=True, slots=True)
class Instruction:
    """A passage that addresses a model: its span, and a description of what it does."""

    start: int
    end: int
    why: str


_pattern = phrase_patterns(_DATA["phrases"])
_SPEAKER = re.compile(rf"\b(?:{any_of(SURE_SPEECH_VERBS)}|urged|according)\b", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")  # long runs would take the rules very long
_WRAPPING = re.compile(r"^(?:<!--|[\s*_>`#\-\"'“”‘’(\[])+|(?:-->|[\s*_`\"'“”‘’)\]])+$")
_TASK = _pattern("{task}")
_RULES: tuple[tuple[str, re.Pattern[str], list[str], bool], ...] = tuple(
    (
        rule["why"],
        _pattern("|".join(rule["pattern"].splitlines())),
        rule["words"].split(),
        "spares_speech" in rule,
    )
    for rule in _DATA["rules"]
)


def find_instructions(text: str) -> list[Instruction]:
    """The sentences of a text that instruct a model, in order."""
    found = []
    for span in split_sentences(text):
        sentence = span.of(text)
        why = instruction_in(sentence)
        if why is not None:
            found.append(Instruction(span.start, span.end, why))
    return found


def instruction_in(sentence: str) -> str | None:
    """A description of how a sentence instructs a model; None if it does not."""
    sentence = _BLANKS.sub(" ", sentence)
    folded = sentence.casefold()
    for why, rule, needed, spares_speech in _RULES:
        if not any(word in folded for word in needed) or not rule.search(sentence):
            continue
        if not (spares_speech and _SPEAKER.search(sentence)):
            return why
    bare = _WRAPPING.sub("", sentence).strip()
    return "asks for a piece of work" if _TASK.match(bare) else None
