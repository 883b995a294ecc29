"""A question and its answer as data for `turn.js`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant import Answer, Citation, Claim, Cost, Excerpt, Message, Related, SourceSummary
from ui.address import Place
from ui.date_format import news_date, shown_date, shown_dates, shown_news_date
from ui.escaping import shown
from ui.server_state import STUB
from ui.texts import Texts
from ui.translation import in_language, translated, translated_reasons
from ui.writer import AnswerProgress, split_end

_QUOTE_LENGTH = 700  # what a card beside the pointer can show
_QUESTION_LENGTH = 20_000
_DECIMALS = 4  # of an amount in dollars: most answers cost less than a cent
# The line under an answer gives these dates already.
_DATED = re.compile(r"As of (?:an article|articles) dated [^,.]+\.")


@dataclass(frozen=True)
class TurnView:
    """A question, its answer as far as it is written, and what the page knows of both.

    `suggestions` is None while they are looked for; their place is then kept free. `usage` and
    `usd` are the tokens and the cost of the conversation; the cost is None if the cost of one of
    its answers is not known.
    """

    question: Message
    message: Message
    progress: AnswerProgress | None = None
    open: Place | None = None
    copy: str = ""
    independent: int | None = None
    suggestions: Sequence[str] | None = ()
    known: Mapping[str, SourceSummary] = field(default_factory=dict)
    last: bool = False
    file: dict[str, str] | None = None
    usage: Mapping[str, int] = field(default_factory=dict)
    usd: float | None = None


def turn_data(turn: TurnView, t: Texts) -> dict[str, Any]:
    """The data of `turn.js`."""
    writing = turn.progress is not None and not turn.progress.ended
    answer = turn.progress.answer if turn.progress else turn.message.answer
    kept = turn.message.state
    # "writing" without a writer: the program was ended in the middle of it
    state = "writing" if writing else "interrupted" if kept == "writing" else kept
    return {
        "question": shown(turn.question.content, _QUESTION_LENGTH),
        "state": state,
        "last": turn.last,
        "open": turn.open.marker if turn.open and not turn.open.near else None,
        "near": turn.open.marker if turn.open and turn.open.near else None,
        "vote": turn.message.vote,
        "error": shown(translated(turn.message.content, t)) if state == "failed" else "",
        "step": _step(turn.progress, t) if writing and turn.progress else "",
        "found": _found(turn.progress.excerpts, turn.known, t)
        if writing and turn.progress
        else None,
        "copy": shown(turn.copy),
        "exports": _exports(t) if answer and answer.answer and not writing else [],
        "next": [shown(suggestion) for suggestion in turn.suggestions or ()],
        "waiting": turn.suggestions is None,
        "file": turn.file,
        **_answer_data(answer, state, turn, t),
        **_erased(turn.message, t),
        "words": _words(answer, t),
    }


def _step(progress: AnswerProgress, t: Texts) -> str:
    """The current step, or why it waits."""
    if progress.note:
        return shown(translated(progress.note, t))
    return t(f"turn.steps.{progress.step}")


def _erased(message: Message, t: Texts) -> dict[str, list[str]]:
    """The note in place of an answer that was erased with an article; else nothing."""
    if message.answer or message.state in ("writing", "failed") or not message.content:
        return {}
    return {"notices": [shown(translated(message.content, t))]}


def with_edits(answer: Answer, known: Mapping[str, SourceSummary]) -> Answer:
    """The answer with its articles' current titles, publishers and dates, edits included."""
    return replace(answer, citations=tuple(_with_edits(one, known) for one in answer.citations))


def _with_edits(citation: Citation, known: Mapping[str, SourceSummary]) -> Citation:
    now = known.get(citation.article_id)
    if now is None:
        return citation
    return replace(citation, title=now.title, publisher=now.publisher, published=now.published)


def _answer_data(answer: Answer | None, state: str, turn: TurnView, t: Texts) -> dict[str, Any]:
    if answer is None:
        words = {"refusal": "", "because": "", "supported": "", "unconfirmed": ""}
        lists = ("claims", "citations", "sources", "related", "removed", "notices", "technical")
        return {**words, **{name: [] for name in lists}, "facts": _ending(state, t)}
    known = turn.known
    answer = with_edits(answer, known)
    finished = state == "done"
    declined = answer.abstained
    claims = () if declined else answer.claims
    why = in_language(answer.reason or "", t)
    notices = [in_language(one, t) for one in answer.notices if not _DATED.fullmatch(one)]
    return {
        "refusal": shown(translated(answer.answer, t)) if declined else "",
        "because": t("turn.because", why=shown(why).rstrip(".")) if why else "",
        "claims": [_claim(one, answer, t) for one in claims],
        "citations": [_citation(citation, known, t) for citation in answer.citations],
        "sources": _sources(answer.citations, known, t),
        "related": [_related(related, t) for related in answer.related],
        "removed": [
            {"text": shown(one.text), "why": shown(translated_reasons(one.why, t))}
            for one in answer.removed
        ],
        "notices": _understood(answer, state, t) + [shown(one) for one in notices if one],
        **_verdict(claims, t),
        "facts": _ending(state, t) + (_facts(answer, known, t) if finished else []),
        "technical": _technical(answer, turn, t) if finished else [],
    }


def _understood(answer: Answer, state: str, t: Texts) -> list[str]:
    """The rewritten question, if it differs from the question and was answered."""
    meant = " ".join(answer.standalone_question.split())
    same = not meant or meant.casefold() == " ".join(answer.question.split()).casefold()
    if same or state in ("writing", "failed"):
        return []
    return [t("turn.understood", question=shown(meant, 600))]


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
    """The verdict on a sentence, in words."""
    if not claim.supported:
        why = shown(translated_reasons(claim.why, t)).rstrip(".")
        return t("turn.finding_because", why=why) if why else t("turn.finding_unconfirmed")
    quotes = [one.quote for one in citations if one.marker in claim.markers]
    if any(claim.text in quote for quote in quotes):
        return t("turn.finding_verbatim")
    finding = "turn.finding_reworded" if claim.is_reworded else "turn.finding_supported"
    return t(finding, score=t.number(claim.score, 2))


def _verdict(claims: Sequence[Claim], t: Texts) -> dict[str, str]:
    """The line under the answer: every sentence is supported, or so many are unconfirmed."""
    unconfirmed = sum(not claim.supported for claim in claims)
    return {
        "supported": t("turn.all_supported") if claims and not unconfirmed else "",
        "unconfirmed": t("turn.unconfirmed", n=unconfirmed) if unconfirmed else "",
    }


def _citation(citation: Citation, known: Mapping[str, SourceSummary], t: Texts) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "name": shown(citation.title or citation.source, 200),
        "meta": _meta(citation, known, t),
        "quote": shown(citation.quote, _QUOTE_LENGTH),
    }


def _sources(
    citations: Sequence[Citation], known: Mapping[str, SourceSummary], t: Texts
) -> list[dict[str, Any]]:
    """Each cited article once, with the numbers of its citations."""
    articles: dict[str, list[Citation]] = {}
    for citation in citations:
        articles.setdefault(citation.article_id, []).append(citation)
    return [
        {
            "markers": [one.marker for one in cited],
            "name": shown(cited[0].title or cited[0].source, 200),
            "meta": _meta(cited[0], known, t),
        }
        for cited in articles.values()
    ]


def _meta(one: Citation | Excerpt, known: Mapping[str, SourceSummary], t: Texts) -> list[str]:
    date = shown_news_date(one.published, _reported(one, known), t)
    return [shown(one.publisher or t("turn.no_publisher"), 80), shown(date or t("turn.no_date"))]


def _reported(one: Citation | Excerpt, known: Mapping[str, SourceSummary]) -> str | None:
    """The event date of a citation's article."""
    now = known.get(one.article_id)
    return now.reported if now else None


def _related(related: Related, t: Texts) -> dict[str, Any]:
    return {
        "name": shown(related.title or related.source, 200),
        "quote": shown(related.quote, 300),
        "why": shown(translated(related.why, t)),
    }


def _found(
    excerpts: Sequence[Excerpt], known: Mapping[str, SourceSummary], t: Texts
) -> dict[str, Any] | None:
    articles = {excerpt.article_id: excerpt for excerpt in reversed(excerpts)}
    if not articles:
        return None
    return {
        "head": t("turn.found", n=len(articles)),
        "articles": [
            {"name": shown(one.title or one.source, 200), "meta": _meta(one, known, t)}
            for one in reversed(articles.values())
        ],
    }


def _ending(state: str, t: Texts) -> list[str]:
    return [t(f"turn.{state}")] if state in ("stopped", "interrupted") else []


def _facts(answer: Answer, known: Mapping[str, SourceSummary], t: Texts) -> list[str]:
    articles = len({citation.article_id for citation in answer.citations})
    dates = (news_date(one.published, _reported(one, known)) for one in answer.citations)
    return [t("turn.articles", n=articles), _dates(dates, t)] if articles else []


def _technical(answer: Answer, turn: TurnView, t: Texts) -> list[str]:
    """Lines for the details: independent sources, files, model, duration, tokens and cost."""
    # sentences that have no translation yet
    lines = [
        shown(one) for one in (*answer.notices, answer.reason) if one and not in_language(one, t)
    ]
    if turn.independent is not None:
        lines.append(t("turn.independent", n=turn.independent))
    files: dict[str, list[str]] = {}
    for one in answer.citations:
        files.setdefault(one.source, []).append(f"[{one.marker}]")
    lines += [f"{''.join(numbers)} {shown(source, 200)}" for source, numbers in files.items()]
    if "total" in answer.timings_ms:
        model = t("turn.written_by_stub") if answer.model == STUB else shown(answer.model, 60)
        total = answer.timings_ms["total"]
        took = f"{total:.0f} ms" if total < 1000 else f"{t.number(total / 1000, 1)} s"
        lines.append(t("turn.written_by", model=model, duration=took))
    lines += spent_lines(answer.usage, answer.cost, t)
    if turn.last and dict(turn.usage) != dict(answer.usage):
        lines += _tokens("turn.tokens_in_all", turn.usage, t)
        if turn.usd:
            lines.append(t("turn.cost_in_all", usd=t.number(turn.usd, _DECIMALS)))
    return lines


def spent_lines(usage: Mapping[str, int], cost: Cost | None, t: Texts) -> list[str]:
    """The tokens and the cost of an answer, where they are known and not nothing."""
    lines = _tokens("turn.tokens", usage, t)
    if cost and cost.usd:
        day = shown_date(cost.prices, t)
        lines.append(t("turn.cost", date=day, usd=t.number(cost.usd, _DECIMALS)))
    return lines


def _tokens(key: str, usage: Mapping[str, int], t: Texts) -> list[str]:
    """How many tokens a model read and wrote, if known."""
    if not usage:
        return []
    read, written = (usage.get(f"{name}_tokens", 0) for name in ("input", "output"))
    return [t(key, read=t.number(read), written=t.number(written))]


def _dates(known: Iterable[str | None], t: Texts) -> str:
    dates = {date for date in known if date}
    if not dates:
        return t("turn.no_date")
    shown_all = shown_dates(dates, t, "turn.dates")
    return t("turn.as_of", date=shown_all) if len(dates) == 1 else shown_all


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
