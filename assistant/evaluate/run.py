"""Runs an evaluation: asks the assistant every question of the files, as a user would."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.evaluate.figures import figures_of
from assistant.evaluate.question_sets import Case, ClaimCase, holds_claims, read_cases, read_claims
from assistant.evaluate.results import Outcome, Report, Shown
from assistant.evaluate.scoring import (
    all_gold,
    answer_faults,
    best_token_f1,
    citation_faults,
    rank_facts,
    token_f1,
)
from assistant.reply import Answer, Citation, Excerpt, ExcerptsFound, Finished
from assistant.verify import Verdict, check_against_document

if TYPE_CHECKING:
    from assistant.assistant import Assistant

# A failure shows its first excerpts only, to keep the report readable.
_EXCERPTS_SHOWN = 6
_LONGEST_DOCUMENT = 3000


Judge = Callable[[str, str], Verdict]
Progress = Callable[[int, int], None]


def evaluate(
    assistant: "Assistant",
    paths: Sequence[Path],
    *,
    judge: Judge = check_against_document,
    about: Mapping[str, str] | None = None,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Ask every case of the files, in order, and measure the answers.

    `judge` takes a document and a claim, for files of claims. `progress` is called with the number
    of finished cases and of all cases. A case that raises an error is a failure that names it.

    Raises:
        LoadError: a file cannot be read as questions or claims.
    """
    claims = [case for path in paths if holds_claims(path) for case in read_claims(path)]
    cases = [case for path in paths if not holds_claims(path) for case in read_cases(path)]
    outcomes: list[Outcome] = []
    for case in cases:
        outcomes.append(ask_case(assistant, case))
        progress(len(outcomes), len(cases) + len(claims))
    for claim in claims:
        outcomes.append(check_case(judge, claim))
        progress(len(outcomes), len(cases) + len(claims))
    return Report(tuple(outcomes), figures_of(outcomes), dict(about or {}))


def ask_case(assistant: "Assistant", case: Case, threshold: float | None = None) -> Outcome:
    """Ask one question and measure the answer."""
    try:
        answer, excerpts = _answer(assistant, case, threshold)
        hits = assistant.search(case.question, 10, case.filters) if case.articles else []
    except AssistantError as error:
        failed = {"passed": 0.0} if case.rules else {}
        return _outcome(case, None, (f"error: {error}",), failed, ())
    citations = citation_faults(answer, _texts(assistant, case))
    faults = (*(answer_faults(case.rules, answer) if case.rules else ()), *citations)
    scores = {"valid": float(not citations), **_scores(case, answer, hits)}
    if case.rules:
        scores["passed"] = float(not faults)
    return _outcome(case, answer, faults, scores, excerpts)


def _answer(
    assistant: "Assistant", case: Case, threshold: float | None
) -> tuple[Answer, tuple[Excerpt, ...]]:
    excerpts: tuple[Excerpt, ...] = ()
    for event in assistant.stream(
        case.question,
        history=case.history,
        filters=case.filters,
        documents=case.documents,
        threshold=threshold,
    ):
        if isinstance(event, ExcerptsFound):
            excerpts = event.excerpts
        if isinstance(event, Finished):
            return event.answer, excerpts
    raise RuntimeError("the stream of an answer ended without a Finished event")


def _texts(assistant: "Assistant", case: Case) -> Callable[[Citation], str | None]:
    """A function that gives a cited source's text, from the question's documents or the library."""

    def text_of(citation: Citation) -> str | None:
        name, _, number = citation.source.partition("#")
        if case.documents is not None:
            known = name == "documents" and number.isdigit() and int(number) < len(case.documents)
            return case.documents[int(number)]["text"] if known else None
        try:
            return assistant.article_version(citation.article_id).text
        except AssistantError:
            return None

    return text_of


def _scores(case: Case, answer: Answer, hits: Sequence[Excerpt]) -> dict[str, float]:
    scores: dict[str, float] = {}
    if "total" in answer.timings_ms:
        scores["milliseconds"] = float(answer.timings_ms["total"])
    if not answer.abstained:
        scores["words"] = float(len(answer.answer.split()))
        scores["sentences"] = float(len(answer.claims))
        scores["removed"] = float(len(answer.removed))
    if case.answerable:
        scores |= _reading_scores(case, answer)
    if case.articles:
        scores |= _retrieval_scores(case, hits)
    return scores


def _reading_scores(case: Case, answer: Answer) -> dict[str, float]:
    """Overlap with the annotated sentences and answers; an abstention scores 0."""
    text = "" if answer.abstained else answer.answer
    scores = {}
    if case.evidence:
        scores["evidence_f1"] = token_f1(text, " ".join(case.evidence))
    if case.references and not case.articles:
        scores["reference_f1"] = best_token_f1(text, case.references)
    return scores


def _retrieval_scores(case: Case, hits: Sequence[Excerpt]) -> dict[str, float]:
    articles = [hit.source.rpartition("#")[2] for hit in hits]
    scores = {"all_gold_10": all_gold(articles, case.articles)}
    if case.facts:
        scores |= rank_facts([hit.text for hit in hits], case.facts)
    return scores


def _outcome(
    case: Case,
    answer: Answer | None,
    faults: Sequence[str],
    scores: Mapping[str, float],
    excerpts: Sequence[Excerpt],
) -> Outcome:
    said = answer is not None and not answer.abstained
    wrong = tuple(faults) or _wrong_decision(case, said)
    shown = [Shown(e.source, e.title, e.text) for e in excerpts[:_EXCERPTS_SHOWN]] if wrong else ()
    return Outcome(
        id=case.id,
        set=case.set,
        kind=case.kind,
        group=case.group,
        task="answer",
        question=case.question,
        answer=answer.answer if answer else "",
        said=said,
        confidence=answer.confidence if answer else 0.0,
        truth=case.answerable,
        reason=answer.reason if answer else None,
        faults=wrong,
        scores=scores,
        shown=tuple(shown),
    )


def _wrong_decision(case: Case, said: bool) -> tuple[str, ...]:
    """Answered or declined wrongly, for a case without rules."""
    if case.rules is not None or case.answerable in (None, said):
        return ()
    return ("abstained",) if case.answerable else ("answered, though the sources do not hold it",)


def check_case(judge: Judge, case: ClaimCase) -> Outcome:
    """Check one claim against its document."""
    verdict = judge(case.document, case.claim)
    right = verdict.supported == case.supported
    fault = "stripped, though true" if case.supported else "passed, though false"
    return Outcome(
        id=case.id,
        set="claims",
        kind=", ".join(case.edits) or ("true" if case.supported else "false"),
        group=_document_id(case.document),
        task="check",
        question=case.claim,
        answer="supported" if verdict.supported else "not supported",
        said=verdict.supported,
        confidence=verdict.score,
        truth=case.supported,
        reason=verdict.why,
        faults=() if right else (fault,),
        shown=() if right else (Shown("document", None, case.document[:_LONGEST_DOCUMENT]),),
    )


def _document_id(text: str) -> str:
    """A short name for a document, the same in every run."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
