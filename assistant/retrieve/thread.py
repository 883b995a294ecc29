"""What a conversation has been about: what a follow-up may refer to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.retrieve.phrases import noun_phrases
from assistant.text.dates import find_dates
from assistant.text.names import Name, find_names, is_country, same_name
from assistant.text.question import Question, analyse
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
REGARDING = ", regarding "
_BODY = re.compile(
    r"\b(?:group|party|ministry|department|council|corporation|company|university|bank|agency|union"
    r"|nations|court|committee|association|institute|club|inc|corp|ltd|times|post|news|journal)\b",
    re.IGNORECASE,
)
_KIND_OF_BODY = frozenset(
    "company firm corporation group organisation organization agency bank party ministry".split()
)
_INITIALS = re.compile(r"[A-Z0-9][A-Z0-9.&]+")
_TOLD_APART = re.compile(r",\s+|\s+and\s+")
_ACTING = _KIND_OF_BODY | frozenset(
    "airline council government county city team club crew court committee board office university"
    " school hospital parliament senate congress cabinet family band army navy union police".split()
)
_KIND_OF_PERSON = frozenset("man woman person politician official diplomat".split())
_KIND_OF_COUNTRY = frozenset("country nation state".split())
_WHAT_IS = re.compile(r"\W*what(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+(?:the\s+)?", re.I)
_OWNED = re.compile(r"\b(?:its|their|his|her)\s+(?:[\w-]+\s+(?:and|or)\s+)?$", re.IGNORECASE)
_SOUGHT = re.compile(r"\b(?:which|what|whose|how\s+many|how\s+much)\s+$", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:in|at|to|from|near|outside|inside|across)\s+(?:the\s+)?$", re.IGNORECASE
)
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
            lone = name.opens and not is_country(name.text)
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

    def is_body(self, phrase: str) -> bool:
        """Whether a phrase may be one of people who act together: a council, a company, the UN."""
        last = phrase.split()[-1]
        named = _BODY.search(phrase) is not None or _INITIALS.fullmatch(last) is not None
        return named or last.lower() in _ACTING or last.lower().removesuffix("s") in _ACTING

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
        if self.asked.sought == "person":
            described = _described(self.question)
            return [*answered, *asked, *([described] if described else [])]
        return [*asked, *(self.before.people if self.before else []), *answered]

    @cached_property
    def defined(self) -> str | None:
        """The name of which the question asks what it is."""
        what = _WHAT_IS.match(self.question)
        return next((n.text for n in self.asked_names if what and what.end() == n.start), None)

    @cached_property
    def people_asked(self) -> list[str]:
        """The persons whom the question names."""
        return [name.text for name in self.asked_names if self._asks_of_a_person(name)]

    def _asks_of_a_person(self, name: Name) -> bool:
        """Whether a name of the question may be a person's: not where it asks what that is."""
        return _is_person(self.question, name) and name.text != self.defined

    def _people_of_the_answer(self) -> list[str]:
        """Those first whom the answer introduces with most of the question's words."""
        asked = set(content_stems(self.question))
        found = [name for name in find_names(self.answer) if _is_person(self.answer, name)]
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
            if _PLACED.search(text[: name.start]) or is_country(name.text)
        ]

    @cached_property
    def things(self) -> list[str]:
        """What "it" may be: the noun phrases of the question, in its order."""
        return [phrase for phrase in noun_phrases(self.question) if phrase not in self.people]

    def is_where(self, phrase: str) -> bool:
        """Whether a name only says where the question plays: "the flood in Lindau"."""
        at = self.question.find(phrase)
        return phrase[:1].isupper() and bool(_PLACED.search(self.question[:at]))

    def is_owned(self, phrase: str) -> bool:
        """Whether a phrase is somebody's, who is meant rather: "its aims"."""
        return _OWNED.search(self.question[: self.question.find(phrase)]) is not None

    def _is_sought(self, phrase: str) -> bool:
        """Whether a phrase is what the question asks for: "which two towns"."""
        return _SOUGHT.search(self.question[: self.question.find(phrase)]) is not None

    def called(self, noun: str) -> str | None:
        """The last that may be called by a noun for its kind ("company", "man", "country")."""
        names = [name.text for name in self.asked_names] + self.answered_names
        if noun in _KIND_OF_BODY:
            found = [name for name in names if self.is_body(name)]
        elif noun in _KIND_OF_PERSON:
            found = self.people[:1]
        else:
            found = [name for name in names if noun in _KIND_OF_COUNTRY and is_country(name)]
        return next(iter(found), None)

    @cached_property
    def topics(self) -> list[str]:
        """What the question is about, in a few of its words, and what it leans on."""
        regarding = self.question.partition(REGARDING)[2]
        asked = [n.text for n in self.asked_names if n.text in self.people]
        given = [thing for thing in self.things if not self._is_sought(thing)] or self.things
        told = _TOLD_APART.split(regarding.rstrip("?")) if regarding else [*asked, *given]
        leant = self.before.topics if self.leans and self.before is not None else []
        undated = [topic for topic in (*told, *leant) if not find_dates(f"in {topic}")]
        undated.sort(key=lambda topic: topic in self.speakers)  # what was said goes before by whom
        return list(dict.fromkeys(undated))[:_TOPICS]

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
        """A question with what it does not hold of the topic; as it is where that is nothing."""
        more = joined([topic for topic in self.topics if topic not in question])
        return f"{question.rstrip(' ?.!')}{REGARDING}{more}?" if more else question


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


def _is_person(text: str, name: Name) -> bool:
    if name.is_acronym or is_country(name.text) or _BODY.search(name.text):
        return False
    if name.title is None and _PLACED.search(text[: name.start] + " "):
        return False
    if name.title is None and text[: name.start].lower().endswith("the "):
        return False
    return name.title is not None or 2 <= len(name.stems) <= 4


def _described(question: str) -> str | None:
    """`the mayor of Lindau` in "Who is the mayor of Lindau?"."""
    match = re.fullmatch(
        r"\W*who(?:['’]s| is| was| are| were)\s+(.{3,120}?)\W*", question, re.IGNORECASE
    )
    return match.group(1) if match else None


def carries_content(text: str) -> int:
    """How many different words of a text carry content."""
    return len({word.stem for word in words(text) if word.text.lower() not in _EMPTY})
