"""What a conversation has been about: what a follow-up may refer to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.retrieve.kinds import (
    KINDS_OF_BODY,
    described_in,
    is_body,
    is_person,
    is_placed,
    office_in,
)
from assistant.retrieve.phrases import noun_phrases
from assistant.text.dates import find_dates
from assistant.text.names import Name, find_names, is_country, same_name
from assistant.text.question import Question, analyse
from assistant.text.sentences import split_sentences
from assistant.text.words import STOP_WORDS, content_stems, words

_MARKERS = re.compile(r"\s*\[\d+\]")
_DECLINED = re.compile(
    r"\b(?:sorry|(?:do|does|did) ?n[o'’]t (?:say|have|hold|mention|know|find|include|provide)"
    r"|cannot (?:answer|find)|no (?:answer|information))\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|,?\s*(?:and|or|&|as well as|along with))\s*(?:the\s+)?", re.I)
# How far in front of a name its role is looked for.
_INTRODUCED = 80
# So many names and things say what a question is about.
_TOPICS = 3
_HAPPENED = re.compile(r"\W*(?:and\s+)?what(?:['’]s)?\s+.*\b(?:happen|occur|going on|new)", re.I)
_INDEFINITE = re.compile(r"^an?\s+", re.IGNORECASE)
_FEW = 8  # words
_ASKS = re.compile(
    r"\b(?:who\w*|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|will)\b",
    re.IGNORECASE,
)
REGARDING = ", regarding "
_TOLD_APART = re.compile(r",\s+|\s+and\s+")
_KIND_OF_PERSON = frozenset("man woman person politician official diplomat".split())
_KIND_OF_COUNTRY = frozenset("country nation state".split())
_WHAT_IS = re.compile(r"\W*what(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+(?:the\s+)?", re.I)
_OWNED = re.compile(r"\b(?:its|their|his|her)\s+(?:[\w-]+\s+(?:and|or)\s+)?$", re.IGNORECASE)
_SOUGHT = re.compile(r"\b(?:which|what|whose|how\s+many|how\s+much)\s+$", re.IGNORECASE)
_EMPTY = STOP_WORDS | frozenset(
    "many much long far old often big large else ever exactly happen happened kind tell".split()
)


@dataclass(frozen=True)
class Thread:
    """The question before, so that it stands by itself, what was answered, and what came before.

    `answer` is empty where none was given; what the question does not hold may stand in `before`.
    `leans` says that it did not stand by itself as it was asked.
    """

    question: str
    answer: str = ""
    before: "Thread | None" = None
    leans: bool = False

    @property
    def itself(self) -> str:
        """The question without the topic that was added to it."""
        return self.question.partition(REGARDING)[0]

    @cached_property
    def asked(self) -> Question:
        """The question taken apart."""
        return analyse(self.question)

    @cached_property
    def asked_names(self) -> list[Name]:
        """The names that the question holds."""
        return [name for name in find_names(self.question) if not name.opens]

    @cached_property
    def answered_names(self) -> list[str]:
        """The names that the answer adds, each once, in its order."""
        added: list[str] = []
        for name in find_names(self.answer):
            known = [*(known.text for known in self.asked_names), *added]
            lone = name.opens and not is_country(name.text) and name.text != self.answer.strip(" .")
            if not lone and not any(same_name(name, other) for other in known):
                added.append(name.text)
        return added

    @cached_property
    def listed(self) -> list[str]:
        """What "the second one" counts: names side by side, else those that answer."""
        side = self.side_by_side or self._answered_of_the_sought_kind() or self.things_side_by_side
        return side or (self.before.listed if self.leans and self.before is not None else [])

    @cached_property
    def side_by_side(self) -> list[str]:
        """The names that stand side by side, first in the answer, else in the question."""
        for text in (self.answer, self.question):
            for run in _side_by_side(text):
                if len(run) > 1:
                    return run
        return []

    @cached_property
    def asked_side_by_side(self) -> list[str]:
        """The names that stand side by side in the question alone."""
        return next((run for run in _side_by_side(self.itself) if len(run) > 1), [])

    @cached_property
    def things_side_by_side(self) -> list[str]:
        """Two things that the question names together: "a levy and a tax"."""
        things = [phrase for phrase in self.things if not self.is_owned(phrase)]
        for one, other in pairwise(things):
            if re.search(rf"{re.escape(one)}\s+(?:and|or)\s+{re.escape(other)}", self.itself):
                return [one, other]
        return []

    def _answered_of_the_sought_kind(self) -> list[str]:
        """The answer's names, countries alone where the question asks for these."""
        names = self.answered_names
        if self.asked.sought == "place":
            names = [n for n in names if is_country(n)] or names
        names = names[: self.asked.wanted]
        return names if len(names) > 1 else []

    @cached_property
    def people(self) -> list[str]:
        """Who may be meant by "he" or "she", likeliest first."""
        asked, answered = self.people_asked, self._people_of_the_answer()
        asked = asked or ([self.office] if self.office else [])
        if self.asked.sought == "person":
            described = described_in(self.question)
            return [*answered, *asked, *([described] if described else [])]
        return [*asked, *(self.before.people if self.before else []), *answered]

    @cached_property
    def defined(self) -> str | None:
        """The name of which the question asks what it is."""
        what = _WHAT_IS.match(self.question)
        return next((n.text for n in self.asked_names if what and what.end() == n.start), None)

    @cached_property
    def office(self) -> str | None:
        """Somebody whom the question names by an office: "the mayor of Lindau"."""
        return office_in(self.question)

    @cached_property
    def people_asked(self) -> list[str]:
        """The persons whom the question names."""
        return [name.text for name in self.asked_names if self._asks_of_a_person(name)]

    def _asks_of_a_person(self, name: Name) -> bool:
        """Whether a name of the question may be a person's: not where it asks what that is."""
        return is_person(self.question, name) and name.text != self.defined

    def _people_of_the_answer(self) -> list[str]:
        """Those first whom the answer introduces with most of the question's words."""
        asked = set(content_stems(self.question))
        found = [name for name in find_names(self.answer) if is_person(self.answer, name)]
        before = {
            name: self.answer[max(0, name.start - _INTRODUCED) : name.start] for name in found
        }
        found.sort(key=lambda name: -len(asked & set(content_stems(before[name]))))
        return [name.text for name in found]

    @cached_property
    def places(self) -> list[str]:
        """Where "there" may be, likeliest first."""
        texts = (self.answer, self.question)
        if self.asked.sought != "place":
            texts = (self.question, self.answer)
        return [
            name.text
            for text in texts
            for name in find_names(text)
            if is_placed(text, name.start) or is_country(name.text)
        ]

    @cached_property
    def things(self) -> list[str]:
        """What "it" may be: the noun phrases of the question, in its order."""
        known = self.before.things if self.leans and self.before is not None else []
        found = (self._as_known(phrase, known) for phrase in noun_phrases(self.question))
        return [phrase for phrase in found if phrase not in self.people]

    def _as_known(self, phrase: str, known: Sequence[str]) -> str:
        """A phrase as it was put into the question, and what somebody holds an office of."""
        if self.office and phrase.startswith(f"{self.office} of "):
            phrase = phrase.removeprefix(f"{self.office} of ")
        for other in known:
            cut = other.startswith(f"{phrase} ") and other in self.question
            if cut or phrase.startswith(f"{other} "):
                return other
        return phrase

    @cached_property
    def happened(self) -> list[str]:
        """What the answer speaks of first, where the question asks what happened."""
        if _HAPPENED.search(self.question) is None or not self.answer:
            return []
        first = split_sentences(self.answer)[0]
        found = noun_phrases(self.answer[first.start : first.end])
        return [_INDEFINITE.sub("the ", phrase) for phrase in found][:_TOPICS]

    def is_where(self, phrase: str) -> bool:
        """Whether a name only says where the question plays: "the flood in Lindau"."""
        return phrase[:1].isupper() and is_placed(self.question, self.question.find(phrase))

    def is_owned(self, phrase: str) -> bool:
        """Whether a phrase is somebody's, who is meant rather: "its aims"."""
        return _OWNED.search(self.question[: self.question.find(phrase)]) is not None

    def is_sought(self, phrase: str) -> bool:
        """Whether a phrase is what the question asks for: "which two towns"."""
        return _SOUGHT.search(self.question[: self.question.find(phrase)]) is not None

    def called(self, noun: str) -> str | None:
        """The last that may be called by a noun for its kind ("company", "man", "country")."""
        names = [name.text for name in self.asked_names] + self.answered_names
        if noun in KINDS_OF_BODY:
            found = [name for name in names if is_body(name)]
        elif noun in _KIND_OF_PERSON:
            found = self.people[:1]
        else:
            found = [name for name in names if noun in _KIND_OF_COUNTRY and is_country(name)]
        return next(iter(found), None)

    @cached_property
    def topics(self) -> list[str]:
        """What the question is about, in a few of its words, and what it leans on."""
        added = self.question.partition(REGARDING)[2].rstrip("?")
        own = _undated(_TOLD_APART.split(added) if added else self._spoken_of)
        own = own or self.happened or [self.question.rstrip(" ?.!")] * self._is_bare
        leant = self.before.topics if self.leans and self.before is not None else []
        every = [*own, *_undated(leant)]
        every.sort(key=lambda topic: topic in self.speakers)  # what was said goes before by whom
        once: dict[str, str] = {}
        for topic in every:
            once.setdefault(topic.casefold(), topic)
        return list(once.values())[:_TOPICS]

    @property
    def _spoken_of(self) -> list[str]:
        """Whom and what the question speaks of, and who answers it, where that is one."""
        found = self.answered_names if self._sought_one else []
        asked = [name.text for name in self.asked_names if name.text in self.people]
        asked = asked or ([self.office] if self.office else [])
        told = [t for t in self.things if not (self.is_sought(t) or self.is_owned(t))]
        return [*found, *asked, *(told or self.things)]

    @property
    def _sought_one(self) -> bool:
        """Whether the question asks who or which body it was, and one was told."""
        return self.asked.sought in ("person", "organisation") and len(self.answered_names) == 1

    @cached_property
    def _is_bare(self) -> bool:
        """Whether the question is but a few words without a verb: "chemo and fertility?"."""
        return len(self.question.split()) <= _FEW and not _ASKS.search(self.question)

    @property
    def topic(self) -> str:
        """The topics in a row."""
        return joined(self.topics)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Whose words were asked for, in this question or one before it."""
        before = self.before.speakers if self.before is not None else frozenset()
        return before | frozenset([self.asked.speaker] if self.asked.speaker else [])

    def asks_regarding(self, question: str) -> str:
        """A question with what it does not hold of the topic; as it is where that is nothing.

        Of "the song" is told what was said before this question if this spoke of it only so too.
        """
        known = [phrase for phrase in noun_phrases(question) if phrase.startswith("the ")]
        held = [t for t in self.topics if t in question or any(phrase in t for phrase in known)]
        more = [topic for topic in self.topics if topic not in held]
        if more or not held or self.before is None:
            return regarding(question, more)
        return self.before.asks_regarding(question)


def regarding(question: str, topics: Sequence[str]) -> str:
    """A question with topics added to those it has; as it is where there are none."""
    asked, _, before = question.rstrip(" ?.!").partition(REGARDING)
    told = [*(_TOLD_APART.split(before) if before else []), *topics]
    return f"{asked}{REGARDING}{joined(told)}?" if topics else question


def _undated(topics: Sequence[str]) -> list[str]:
    return [topic for topic in topics if not find_dates(f"in {topic}")]


def joined(names: Sequence[str]) -> str:
    """`A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def without_markers(answer: str) -> str:
    """An answer's words; none where it declined."""
    text = _MARKERS.sub("", answer).strip()
    return "" if _DECLINED.search(text) else text


def _side_by_side(text: str) -> Iterator[list[str]]:
    """Runs of names with nothing but commas and "and" between them."""
    names = find_names(text)
    run: list[str] = []
    for at, name in enumerate(names):
        if run and not _BETWEEN.fullmatch(text[names[at - 1].end : name.start]):
            yield run
            run = []
        run.append(name.text)
    yield run


def carries_content(text: str) -> int:
    """How many different words of a text carry content."""
    return len({word.stem for word in words(text) if word.text.lower() not in _EMPTY})
