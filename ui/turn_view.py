"""A question and its answer, as the component that shows them reads it: values in, data out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant import Answer, Citation, Claim, Excerpt, Message, Related
from ui.address import Place
from ui.dates import shown_date
from ui.plain import shown
from ui.texts import Texts
from ui.writer import Progress, split_end

_QUOTE_LENGTH = 700  # what a card beside the pointer can show
_QUESTION_LENGTH = 20_000


@dataclass(frozen=True)
class Turn:
    """What is known of a turn when it is drawn."""

    question: Message
    message: Message
    progress: Progress | None = None
    open: Place | None = None
    copy: str = ""
    independent: int | None = None
    suggestions: Sequence[str] = ()
    last: bool = False
    file: dict[str, str] | None = None


def turn_data(turn: Turn, t: Texts) -> dict[str, Any]:
    """Everything that `turn.js` shows."""
    writing = turn.progress is not None and not turn.progress.ended
    answer = turn.progress.answer if turn.progress else turn.message.answer
    state = "writing" if writing else _ended(turn.message)
    return {
        "question": shown(turn.question.content, _QUESTION_LENGTH),
        "state": state,
        "last": turn.last,
        "open": turn.open.marker if turn.open and not turn.open.near else None,
        "near": turn.open.marker if turn.open and turn.open.near else None,
        "vote": turn.message.vote,
        "error": shown(turn.message.content) if state == "failed" else "",
        "step": t(f"turn.steps.{turn.progress.step}") if writing and turn.progress else "",
        "found": _found(turn.progress.excerpts, t) if writing and turn.progress else None,
        "copy": shown(turn.copy),
        "exports": _exports(t) if answer and answer.answer and not writing else [],
        "next": [shown(suggestion) for suggestion in turn.suggestions],
        "file": turn.file,
        **_answer_data(answer, state, turn.independent, t),
        "words": _words(answer, t),
    }


def _ended(message: Message) -> str:
    # "writing" without a writer: the program was ended in the middle of it
    return "interrupted" if message.state == "writing" else message.state


def _answer_data(
    answer: Answer | None, state: str, independent: int | None, t: Texts
) -> dict[str, Any]:
    if answer is None:
        words = {"refusal": "", "because": "", "supported": "", "unconfirmed": ""}
        lists = ("claims", "citations", "sources", "related", "removed", "notices", "technical")
        return {**words, **{name: [] for name in lists}, "facts": _ending(state, t)}
    finished = state == "done"
    claims = () if answer.abstained else answer.claims
    return {
        "refusal": shown(answer.answer) if answer.abstained else "",
        "because": t("turn.because", why=shown(answer.reason).rstrip(".")) if answer.reason else "",
        "claims": [_claim(one, answer, t) for one in claims],
        "citations": [_citation(citation, t) for citation in answer.citations],
        "sources": _sources(answer.citations, t),
        "related": [_related(related) for related in answer.related],
        "removed": [{"text": shown(one.text), "why": shown(one.why)} for one in answer.removed],
        "notices": _understood(answer, state, t) + [shown(notice) for notice in answer.notices],
        **_verdict(claims, t),
        "facts": _ending(state, t) + (_facts(answer, t) if finished else []),
        "technical": _technical(answer, independent, t) if finished else [],
    }


def _understood(answer: Answer, state: str, t: Texts) -> list[str]:
    """As what the question was looked up, where that is not how it was asked."""
    meant = answer.standalone_question
    same = not meant or meant.casefold() == " ".join(answer.question.split()).casefold()
    return [] if same or state == "writing" else [t("turn.understood", question=shown(meant, 600))]


def _claim(claim: Claim, answer: Answer, t: Texts) -> dict[str, Any]:
    text, end = split_end(claim.text) if claim.markers else (claim.text, "")
    return {
        "text": shown(text),
        "end": shown(end),
        "markers": list(claim.markers),
        "supported": claim.supported,
        "nearest": "" if claim.supported else shown(claim.nearest, _QUOTE_LENGTH),
        "finding": _finding(claim, answer.citations, t),
    }


def _finding(claim: Claim, citations: Sequence[Citation], t: Texts) -> str:
    """The result of comparing a sentence with the words that it cites."""
    if not claim.supported:
        why = shown(claim.why).rstrip(".")
        return t("turn.finding_because", why=why) if why else t("turn.finding_unconfirmed")
    quotes = [one.quote for one in citations if one.marker in claim.markers]
    if any(claim.text in quote for quote in quotes):
        return t("turn.finding_verbatim")
    return t("turn.finding_supported", score=f"{claim.score:.2f}")


def _verdict(claims: Sequence[Claim], t: Texts) -> dict[str, str]:
    """The line under the answer: every sentence is supported, or so many are unconfirmed."""
    unconfirmed = sum(not claim.supported for claim in claims)
    return {
        "supported": t("turn.all_supported") if claims and not unconfirmed else "",
        "unconfirmed": t("turn.unconfirmed", n=unconfirmed) if unconfirmed else "",
    }


def _citation(citation: Citation, t: Texts) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "name": shown(citation.title or citation.source, 200),
        "meta": _meta(citation, t),
        "quote": shown(citation.quote, _QUOTE_LENGTH),
    }


def _sources(citations: Sequence[Citation], t: Texts) -> list[dict[str, Any]]:
    """Each cited article once, with the numbers of its citations."""
    articles: dict[str, list[Citation]] = {}
    for citation in citations:
        articles.setdefault(citation.article_id, []).append(citation)
    return [
        {
            "markers": [one.marker for one in cited],
            "name": shown(cited[0].title or cited[0].source, 200),
            "meta": _meta(cited[0], t),
        }
        for cited in articles.values()
    ]


def _meta(known: Citation | Excerpt, t: Texts) -> list[str]:
    return [
        shown(known.publisher or t("turn.no_publisher"), 80),
        shown(shown_date(known.published, t) or t("turn.no_date")),
    ]


def _related(related: Related) -> dict[str, Any]:
    return {
        "name": shown(related.title or related.source, 200),
        "quote": shown(related.quote, 300),
        "why": shown(related.why),
    }


def _found(excerpts: Sequence[Excerpt], t: Texts) -> dict[str, Any] | None:
    articles = {excerpt.article_id: excerpt for excerpt in reversed(excerpts)}
    if not articles:
        return None
    return {
        "head": t("turn.found", n=len(articles)),
        "articles": [
            {
                "name": shown(one.title or one.source, 200),
                "meta": _meta(one, t),
            }
            for one in reversed(articles.values())
        ],
    }


def _ending(state: str, t: Texts) -> list[str]:
    return [t(f"turn.{state}")] if state in ("stopped", "interrupted") else []


def _facts(answer: Answer, t: Texts) -> list[str]:
    articles = len({citation.article_id for citation in answer.citations})
    return [t("turn.articles", n=articles), _dates(answer.citations, t)] if articles else []


def _technical(answer: Answer, independent: int | None, t: Texts) -> list[str]:
    """What only the details show: independent sources, files, model and duration."""
    lines = [t("turn.independent", n=independent)] if independent is not None else []
    files: dict[str, list[str]] = {}
    for one in answer.citations:
        files.setdefault(one.source, []).append(f"[{one.marker}]")
    lines += [f"{''.join(numbers)} {shown(source, 200)}" for source, numbers in files.items()]
    if "total" in answer.timings_ms:
        model = t("turn.written_by_stub") if answer.model == "stub" else shown(answer.model, 60)
        took = _duration(answer.timings_ms["total"])
        lines.append(t("turn.written_by", model=model, duration=took))
    return lines


def _dates(citations: Iterable[Citation], t: Texts) -> str:
    dates = sorted({citation.published for citation in citations if citation.published})
    if not dates:
        return t("turn.no_date")
    if len(dates) == 1:
        return t("turn.as_of", date=shown_date(dates[0], t))
    return t("turn.dates", first=shown_date(dates[0], t), last=shown_date(dates[-1], t))


def _duration(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def _exports(t: Texts) -> list[dict[str, Any]]:
    written, cited = ("markdown", "html", "json"), ("bibtex", "ris", "csl")
    groups = (("answer", written), ("sources", cited), ("conversation", written))
    return [
        {
            "head": t(f"export.{scope}"),
            "scope": scope,
            "formats": [{"id": name, "name": t(f"export.{name}")} for name in formats],
        }
        for scope, formats in groups
    ]


def _words(answer: Answer | None, t: Texts) -> dict[str, str]:
    counted = {
        "removed": t("turn.removed", n=len(answer.removed)) if answer else "",
        "excerpts": t("turn.excerpts", n=len(answer.citations)) if answer else "",
    }
    return {**t.section("turn"), **counted}
