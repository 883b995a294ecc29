"""The parts of an answer: excerpts, claims and citations, and the events while it is made."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

MARKER = re.compile(r"\[(\d+)\]")
"""The marker of a citation in an answer's text."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits of a search; an empty filter lets everything through.

    Dates are ISO and inclusive; an article without a date is left out if a date is given.
    """

    publishers: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.publishers or self.date_from or self.date_to or self.sources)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said in a conversation, by whom. Never evidence."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A chunk as the model and the reader see it, with what is known of its article.

    `text` is the source's own words from `start` to `end`. `number` is its place in the prompt,
    from 1; 0 outside a prompt. `copies` names the other sources that carry the same words.
    `timely` is false if the article was not shown to be published near the events: its weekdays
    must not be counted from the day of publication.
    """

    chunk_id: str
    article_id: str
    source: str
    start: int
    end: int
    text: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    reported: str | None = None
    timely: bool = True
    score: float = 0.0
    number: int = 0
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of an article: `quote` is always its text from `start` to `end`."""

    marker: int
    source: str
    article_id: str
    title: str | None
    publisher: str | None
    published: str | None
    quote: str
    start: int
    end: int


NEARLY_VERBATIM = 0.95
"""The score of a supported sentence in nearly the article's words; paraphrases are below."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One checked sentence of an answer, without its markers.

    `verdict` is `unconfirmed` where nothing contradicts the sentence but its source was not found
    to say it; `nearest` then holds the closest words of the article that it cites. `supported` is
    true only for the verdict `supported`.
    """

    text: str
    markers: tuple[int, ...]
    supported: bool
    score: float
    why: str = ""
    verdict: Literal["supported", "unconfirmed"] = "supported"
    nearest: str = ""

    @property
    def is_reworded(self) -> bool:
        """Whether it is supported, but says it in other words than the article."""
        return self.supported and self.score < NEARLY_VERBATIM

    def __post_init__(self) -> None:
        if not self.supported or self.verdict == "unconfirmed":
            object.__setattr__(self, "supported", False)
            object.__setattr__(self, "verdict", "unconfirmed")


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence that a model wrote and that is not shown, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Related:
    """A passage near the question when an answer was declined, and what it lacks."""

    source: str
    article_id: str
    title: str | None
    quote: str
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer cost in US dollars, and the ISO day of the prices.

    The day is empty if the models run in this program and cost nothing.
    """

    usd: float
    prices: str


@dataclass(frozen=True)
class Answer:
    """An answer, or an abstention, with everything needed to check it.

    `answer` is the claims' texts with their markers, or the words of the abstention. Markers are
    numbered in the order of their first appearance and each has exactly one citation. `usage`
    counts the tokens of all calls that the answer needed; `cost` is None if a price is not known.
    """

    question: str
    standalone_question: str
    answer: str
    abstained: bool
    reason: str | None
    confidence: float
    claims: tuple[Claim, ...] = ()
    removed: tuple[Removed, ...] = ()
    notices: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    related: tuple[Related, ...] = ()
    model: str = "stub"
    usage: Mapping[str, int] = field(default_factory=dict)
    cost: Cost | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The object that `assistant ask --json` prints."""
        return asdict(self)


def answer_from_json(kept: Mapping[str, Any]) -> Answer:
    """The answer whose `as_json` this is: `answer_from_json(answer.as_json()) == answer`."""
    parts = {
        "claims": tuple(
            Claim(**{**claim, "markers": tuple(claim["markers"])}) for claim in kept["claims"]
        ),
        "removed": tuple(Removed(**removed) for removed in kept["removed"]),
        "notices": tuple(kept["notices"]),
        "citations": tuple(Citation(**citation) for citation in kept["citations"]),
        "related": tuple(Related(**related) for related in kept["related"]),
        "cost": Cost(**kept["cost"]) if kept.get("cost") else None,
    }
    return Answer(**{**kept, **parts})


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the library, its indexes and the model.

    `coverage` is the share of the chunks that can be found by meaning, 0 to 1. `offline` says that
    no question leaves the machine. `notices` are sentences that a person should read. `problem`
    says why the model cannot be used and what to do; it is empty if the model can be opened.
    """

    articles: int
    chunks: int
    coverage: float
    model: str
    offline: bool
    notices: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ModelOption:
    """A chat model that a question can be put to.

    `offline` says that the question does not leave the machine; `problem` says why the model cannot
    be used and what to do, or is empty.
    """

    name: str
    offline: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step has begun: `rewrite`, `retrieve`, `generate` or `verify`.

    `note` says what is particular about it, such as a pause before the model is asked again.
    """

    step: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExcerptsFound:
    """The excerpts that the model is given, before its first word."""

    standalone_question: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """A sentence that passed its check, and the citations that it adds."""

    claim: Claim
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ClaimRemoved:
    """A sentence that failed its check."""

    removed: Removed


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer."""

    answer: Answer


Event = StepStarted | ExcerptsFound | ClaimChecked | ClaimRemoved | Finished
