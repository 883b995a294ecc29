"""How near the excerpts are to a question in meaning, as wholes and token by token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.features import Scored
from assistant.answer.stub.terms import asking
from assistant.index.embed import ReadingEmbedder, TokenVectors
from assistant.text.words import STOP_WORDS

if TYPE_CHECKING:
    from assistant.index.embed import Matrix

_CLOSELY = 4  # sentences that are read token by token, besides their excerpts
_MEASURES = (
    "excerpt_cosine", "title_cosine", "beyond_title", "excerpts_near", "excerpts_meet",
    "sentences_meet",
)  # fmt: skip


def measure_meaning(
    question: str, ranked: Sequence[Scored], embedder: ReadingEmbedder | None
) -> dict[str, float]:
    """The measures of a question with its sentences' excerpts, best sentence first; at least one.

    `excerpt_cosine` and `title_cosine` are of the best sentence's excerpt and title, `beyond_title`
    is their difference. `excerpts_near` is the mean cosine of the sentences' excerpts, each as
    likely as its sentence answers; `excerpts_meet`, so too, how well each word of the question is
    met by some token there, and `sentences_meet` how well it is by one sentence. Each is of the
    whole question or of what of it asks, whichever is nearer. All are 0 without an embedder.
    """
    if embedder is None:
        return dict.fromkeys(_MEASURES, 0.0)
    best = ranked[0].sentence.excerpt
    texts = {s.sentence.excerpt.number: _headed(s.sentence.excerpt) for s in ranked}
    close = [scored.sentence.text for scored in ranked[:_CLOSELY]]
    parts = list(dict.fromkeys([question, asking(question)]))
    read = embedder.tokens([*parts, *texts.values(), *close])
    found = _Read(
        ranked,
        dict(zip(texts, read[len(parts) :], strict=False)),
        read[len(parts) + len(texts) :],
        embedder.vector(best.title) if best.title else None,
    )
    measured = [found.measures(part) for part in read[: len(parts)]]
    return {name: max(measures[name] for measures in measured) for name in _MEASURES}


@dataclass(frozen=True, slots=True)
class _Read:
    """The likely sentences, their excerpts by number, the likeliest of them, and the title read."""

    ranked: Sequence[Scored]
    excerpts: Mapping[int, TokenVectors]
    sentences: Sequence[TokenVectors]
    title: "Matrix | None"

    def measures(self, asked: TokenVectors) -> dict[str, float]:
        """The measures of a question, or of a part of it."""
        near = {number: float(asked.text @ text.text) for number, text in self.excerpts.items()}
        met = {number: _met(asked, text) for number, text in self.excerpts.items()}
        excerpt_cosine = max(0.0, near[self.ranked[0].sentence.excerpt.number])
        title_cosine = max(0.0, float(asked.text @ self.title)) if self.title is not None else 0.0
        return {
            "excerpt_cosine": excerpt_cosine,
            "title_cosine": title_cosine,
            "beyond_title": excerpt_cosine - title_cosine,
            "excerpts_near": _mean(self.ranked, near),
            "excerpts_meet": _mean(self.ranked, met),
            "sentences_meet": max(_met(asked, sentence) for sentence in self.sentences),
        }


def _headed(excerpt: FramedExcerpt) -> str:
    return f"{excerpt.title}\n{excerpt.text}" if excerpt.title else excerpt.text


def _met(asked: TokenVectors, text: TokenVectors) -> float:
    """The mean over the question's words of how near the nearest token of the text is to each."""
    if not asked.tokens or not text.tokens:
        return 0.0
    telling = [at for at, token in enumerate(asked.tokens) if _tells(token)]
    vectors = asked.vectors[telling] if telling else asked.vectors
    return float((vectors @ text.vectors.T).max(axis=1).mean())


def _tells(token: str) -> bool:
    return token.removeprefix("##").isalnum() and token not in STOP_WORDS


def _mean(ranked: Sequence[Scored], of: dict[int, float]) -> float:
    """The mean over the sentences of a figure of their excerpts, weighted by relevance."""
    whole = sum(scored.relevance for scored in ranked)
    if not whole:
        return of[ranked[0].sentence.excerpt.number]
    return sum(s.relevance * of[s.sentence.excerpt.number] for s in ranked) / whole
