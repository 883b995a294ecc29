"""The prompt: templates in `prompts/`, and frames around the texts that are put into them.

A template is a file named `step.role.md`, checked when it is loaded. A frame is `<name-KEY ...>` to
`</name-KEY>`. The key is six hexadecimal digits that occur in none of the texts, so an article that
writes `</excerpt>`, or guesses a key, stays data.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from assistant.bundled import bundled_folder
from assistant.errors import SettingsError
from assistant.reply import Excerpt, Turn
from assistant.text.words import words

# The variables that each step fills; a file that names others, or leaves one out, is refused.
_VARIABLES = {
    "answer.evidence": set[str](),
    "answer.markers": set[str](),
    "answer.system": {"citing", "refusal"},
    "answer.user": {"today", "excerpts", "question"},
    "judge.system": set[str](),
    "judge.user": {"excerpts", "claim"},
    "repair.system": {"refusal"},
    "repair.user": {"excerpts", "claims"},
    "rewrite.system": set[str](),
    "rewrite.user": {"turns", "question"},
}
_KEY_LENGTH = 6
# Words of a title or a publisher that mark an article as its author's opinion.
_OPINION = frozenset(
    "opinion opinions editorial editorials commentary columnist column op-ed perspective "
    "contributor".split()
)
_FRAME = re.compile(
    r"^<(?P<name>excerpt|question|asked|turn)-(?P<key>[0-9a-f]{6})"
    r"(?: \w+=\"(?P<value>[^\n\">]*)\")?>\n"
    r"(?P<body>.*?)\n?^</(?P=name)-(?P=key)>$",
    re.MULTILINE | re.DOTALL,
)
_HEADERS = {
    "title": "title",
    "publisher": "publisher",
    "author": "byline",
    "date": "published",
    "reports on": "reported",
}
# Follows the date of an article that was not shown to be published near the events.
_LATE = " (its events may be earlier)"


def load_prompt(name: str) -> str:
    """The template in `prompts/NAME.md`, with the names of its variables in braces.

    Raises:
        SettingsError: the file does not name exactly the variables that its step fills.
    """
    template = (bundled_folder("prompts") / f"{name}.md").read_text(encoding="utf-8").strip()
    named = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    if named != _VARIABLES[name]:
        wanted = ", ".join(sorted(_VARIABLES[name])) or "no variable"
        raise SettingsError(f"prompts/{name}.md names {sorted(named)}; its step fills {wanted}")
    return template


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a prompt; `value` is its number or the role of its turn, if it has one."""

    name: str
    value: str | None
    body: str


def choose_key(texts: Iterable[str]) -> str:
    """A frame key that occurs in none of the texts; the same texts always give the same key."""
    whole = "\0".join(texts)
    attempt = 0
    while True:
        seed = f"{attempt}\0{whole}".encode("utf-8", "surrogatepass")
        key = hashlib.sha256(seed).hexdigest()[:_KEY_LENGTH]
        if key not in whole:
            return key
        attempt += 1


def frame(name: str, text: str, key: str, attributes: str = "") -> str:
    """A text in its frame.

    The names are `excerpt`, `turn`, `question` (to answer or to rewrite), `asked` (a follow-up in
    the user's own words, beside its rewritten form) and `claim` (a sentence to judge).
    """
    return f"<{name}-{key}{attributes}>\n{text}\n</{name}-{key}>"


def frame_excerpts(excerpts: Sequence[Excerpt], key: str) -> str:
    """The numbered excerpts, each with what is known of its article in front of its words."""
    return "\n".join(_frame_excerpt(excerpt, key) for excerpt in excerpts)


def frame_turns(turns: Sequence[Turn], key: str) -> str:
    """The earlier turns of the conversation, oldest first."""
    return "\n".join(frame("turn", turn.content, key, f' role="{turn.role}"') for turn in turns)


def read_frames(prompt: str) -> list[Frame]:
    """The frames of a prompt, in order; of differing keys only those with the first one's."""
    key = next((match["key"] for match in _FRAME.finditer(prompt)), None)
    return [
        Frame(match["name"], match["value"], match["body"])
        for match in _FRAME.finditer(prompt)
        if match["key"] == key
    ]


def read_excerpts(prompt: str) -> list[Excerpt]:
    """The excerpts of a prompt that `frame_excerpts` made, word for word.

    A prompt does not say where in which source they are: those fields are empty.
    """
    return [_read_excerpt(frame) for frame in read_frames(prompt) if frame.name == "excerpt"]


def _frame_excerpt(excerpt: Excerpt, key: str) -> str:
    known = [
        f"{label}: {' '.join(value.split())}"
        for label, field in _HEADERS.items()
        if (value := getattr(excerpt, field))
    ]
    heading = words(f"{excerpt.title or ''} {excerpt.publisher or ''}")
    opinion = any(word.text.lower() in _OPINION for word in heading)
    known.append(f"kind: {'opinion' if opinion else 'report'}")
    if excerpt.published and not excerpt.timely:
        known = [line + _LATE if line.startswith("date: ") else line for line in known]
    body = "\n".join([*known, "", excerpt.text])
    return frame("excerpt", body, key, f' n="{excerpt.number}"')


def _read_excerpt(frame: Frame) -> Excerpt:
    head, _, text = (
        frame.body.partition("\n\n") if frame.body[:1] != "\n" else ("", "", frame.body[1:])
    )
    known = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    fields: dict[str, Any] = {field: known.get(label) for label, field in _HEADERS.items()}
    date = known.get("date", "")
    fields["published"] = date.removesuffix(_LATE) or None
    return Excerpt(
        chunk_id="",
        article_id="",
        source="",
        start=0,
        end=len(text),
        text=text,
        timely=not date.endswith(_LATE),
        number=int(frame.value or 0),
        **fields,
    )
