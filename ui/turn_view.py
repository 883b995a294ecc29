"""A question and its answer, as the component that shows them reads it: values in, data out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant import Answer, Citation, Claim, Excerpt, Message, Related
from ui.address import Place
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
        nothing: dict[str, Any] = {"refusal": "", "because": "", "checked": "", "facts": []}
        lists = ("claims", "citations", "related", "removed", "notices")
        return nothing | {name: [] for name in lists} | {"facts": _ending(state, t)}
    return {
        "refusal": shown(answer.answer) if answer.abstained else "",
        "because": t("turn.because", why=shown(answer.reason).rstrip(".")) if answer.reason else "",
        "claims": [] if answer.abstained else [_claim(one, answer, t) for one in answer.claims],
        "citations": [_citation(citation, t) for citation in answer.citations],
        "related": [_related(related) for related in answer.related],
        "removed": [{"text": shown(one.text), "why": shown(one.why)} for one in answer.removed],
        "notices": _understood(answer, state, t) + [shown(notice) for notice in answer.notices],
        "checked": _checked(answer.claims, t),
        "facts": _ending(state, t) + (_facts(answer, independent, t) if state == "done" else []),
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
        "checked": _finding(claim, answer.citations, t),
    }


def _finding(claim: Claim, citations: Sequence[Citation], t: Texts) -> str:
    """What the check of a sentence found, in words."""
    if not claim.supported:
        return t("turn.check_failed", why=shown(claim.why))
    quotes = [one.quote for one in citations if one.marker in claim.markers]
    if any(claim.text in quote for quote in quotes):
        return t("turn.check_verbatim")
    return t("turn.check_passed", score=f"{claim.score:.2f}")


def _citation(citation: Citation, t: Texts) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "name": shown(citation.title or citation.source, 200),
        "meta": [
            shown(citation.publisher or t("turn.no_publisher"), 80),
            shown(citation.published or t("turn.no_date")),
            shown(citation.source, 120),
        ],
        "quote": shown(citation.quote, _QUOTE_LENGTH),
    }


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
                "meta": [
                    shown(one.publisher or t("turn.no_publisher"), 80),
                    shown(one.published or t("turn.no_date")),
                ],
            }
            for one in reversed(articles.values())
        ],
    }


def _checked(claims: Sequence[Claim], t: Texts) -> str:
    supported = sum(claim.supported for claim in claims)
    if not claims:
        return ""
    if supported == len(claims):
        return t("turn.all_checked")
    return t("turn.some_checked", n=supported, all=len(claims))


def _ending(state: str, t: Texts) -> list[str]:
    return [t(f"turn.{state}")] if state in ("stopped", "interrupted") else []


def _facts(answer: Answer, independent: int | None, t: Texts) -> list[str]:
    articles = len({citation.article_id for citation in answer.citations})
    facts = []
    if articles:
        both = t("turn.articles", n=articles)
        if independent is not None and articles > 1:
            both += ", " + t("turn.independent", n=independent)
        facts += [both, _dates(answer.citations, t)]
    if "total" in answer.timings_ms:
        facts.append(_duration(answer.timings_ms["total"]))
    return [*facts, shown(answer.model, 60)]


def _dates(citations: Iterable[Citation], t: Texts) -> str:
    dates = sorted({citation.published for citation in citations if citation.published})
    if not dates:
        return t("turn.no_date")
    if len(dates) == 1:
        return t("turn.as_of", date=dates[0])
    return t("turn.dates", first=dates[0], last=dates[-1])


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
