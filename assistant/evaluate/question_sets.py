"""Reads question files of four formats into one kind of case.

The format is recognised by the keys of the records: CLAPnq has `selected_sentences`, MTRAG
`answerability`, MultiHop-RAG `relevant_doc_ids`; anything else is the project's own seed format.
Claim files (`document`, `claim`) are read by `read_claims`. A file that cannot be read, or a
question that lacks a field, raises LoadError.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.errors import LoadError, QuestionError
from assistant.question_input import read_asked
from assistant.reply import Filters, Turn

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """What an answer must say and cite, with the keys of the seed format.

    `must`, `must_not` and `either` are regular expressions, `src`, `src_all` and `only` prefixes of
    source names, `words` is the longest answer.
    """

    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    abstain: bool = False
    src: tuple[str, ...] = ()
    src_all: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    words: int = 80


@dataclass(frozen=True)
class Case:
    """One question and what is known of its right answer; a field is empty if the set lacks it.

    `history` holds earlier questions that the assistant answers first (strings), or turns to use as
    given. `documents`, if given, are the only sources; None means the library. `evidence` holds
    sentences that answer the question, `references` whole answers, `articles` the ids of the gold
    articles, and `facts` strings in their texts. `group` names the conversation: its cases are not
    independent.
    """

    id: str
    question: str
    set: str = "questions"
    kind: str = "all"
    group: str = ""
    history: tuple[str | Turn, ...] = ()
    documents: tuple[Record, ...] | None = None
    filters: Filters = field(default_factory=Filters)
    rules: Rules | None = None
    answerable: bool | None = None
    evidence: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A claim about a document, and whether the document supports it."""

    id: str
    document: str
    claim: str
    supported: bool
    edits: tuple[str, ...] = ()


def read_records(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a JSONL file.

    Raises:
        LoadError: the file cannot be read, or a line is not a JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LoadError(f"{path}: cannot be read as UTF-8 lines; name a JSONL file") from error
    return [_object(path, n, line) for n, line in enumerate(lines, start=1) if line.strip()]


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise LoadError(f"{path}, line {number}: not JSON; each line holds one object") from error
    if not isinstance(record, dict):
        raise LoadError(f"{path}, line {number}: not a JSON object; each line holds one")
    return record


def read_cases(path: Path) -> list[Case]:
    """The questions of a file, in order, whatever its format."""
    records = read_records(path)
    if records and "answerability" in records[0]:
        return list(from_mtrag(records))
    return [_case(record, path) for record in records]


def _case(record: Record, path: Path) -> Case:
    adapter: Callable[[Record], Case] = from_seed
    if "selected_sentences" in record:
        adapter = from_clapnq
    elif "relevant_doc_ids" in record:
        adapter = from_multihop
    try:
        case = adapter(record)
    except KeyError as error:
        raise LoadError(f"{path}: a record lacks {error}") from error
    except QuestionError as error:
        raise LoadError(f"{path}, {record.get('id')}: {error}") from error
    return replace(case, set=path.stem) if adapter is from_seed else case


def from_seed(record: Record) -> Case:
    """A record of the project's own format: a question as `batch` reads it, with its rules."""
    asked = read_asked(record)
    return Case(
        id=str(asked.id),
        question=asked.question,
        kind=record.get("kind", "all"),
        history=asked.history,
        documents=asked.documents,
        filters=asked.filters,
        rules=_rules(record),
        answerable=_answerable(record),
    )


def _answerable(record: Record) -> bool | None:
    """None if both answering and declining are right."""
    return None if "either" in record else not record.get("abstain", False)


def _rules(record: Record) -> Rules:
    lists = ("must", "must_not", "either", "src", "src_all", "only")
    given = {name: tuple(record[name]) for name in lists if name in record}
    return Rules(**given, abstain=bool(record.get("abstain")), words=int(record.get("words", 80)))


def _documents(records: Sequence[Record]) -> tuple[Record, ...]:
    """The texts given with a question and their metadata."""
    known = ("title", "text", "publisher", "published")
    return tuple(
        {key: r[key] for key in known if r.get(key)} | {"text": r["text"]} for r in records
    )


def from_multihop(record: Record) -> Case:
    """A record of MultiHop-RAG, asked of a library that holds its articles."""
    return Case(
        id=record["id"],
        question=record["question"],
        set="multihop",
        kind=record["type"].removesuffix("_query"),
        answerable=not record["unanswerable"],
        references=tuple(record["answers"]),
        facts=tuple(e["fact"] for e in record["evidence"]),
        articles=tuple(record["relevant_doc_ids"]),
    )


def from_clapnq(record: Record) -> Case:
    """A record of CLAPnq; its passage is the only source."""
    chosen = [s for sentences in record["selected_sentences"] for s in sentences]
    return Case(
        id=record["id"],
        question=record["question"],
        set="clapnq",
        kind="unanswerable" if record["unanswerable"] else "answerable",
        documents=_documents(record["passages"]),
        answerable=not record["unanswerable"],
        evidence=tuple(dict.fromkeys(chosen)),
        references=tuple(record["answers"]),
    )


def from_mtrag(records: Sequence[Record]) -> Iterator[Case]:
    """The turns of MTRAG; a turn without passages gets distractors.

    Thanks and greetings are left out, since they ask nothing.
    """
    from assistant.evaluate.mtrag_distractors import Distractors

    distractors = Distractors(records)
    for record in records:
        if record["answerability"] == "CONVERSATIONAL":
            continue
        *history, question = record["history"]
        yield Case(
            id=record["id"],
            question=question["text"],
            set="mtrag",
            kind=record["answerability"].lower(),
            group=record["conversation_id"],
            history=tuple(Turn(turn["role"], turn["text"]) for turn in history),
            documents=_documents(record["passages"] or distractors.passages(record)),
            answerable=not record["unanswerable"],
            references=(record["reference_answer"],),
        )


def read_claims(path: Path) -> list[ClaimCase]:
    """The claims of a file, in the format of SummEdits.

    Raises:
        LoadError: the file cannot be read, or a claim lacks a field.
    """
    try:
        return [_claim_case(record) for record in read_records(path)]
    except KeyError as error:
        raise LoadError(f"{path}: a claim lacks {error}") from error


def _claim_case(record: Record) -> ClaimCase:
    return ClaimCase(
        id=str(record["id"]),
        document=record["document"],
        claim=record["claim"],
        supported=bool(record["supported"]),
        edits=tuple(record.get("edit_types", ())),
    )


def holds_claims(path: Path) -> bool:
    """Whether a file holds claims to check rather than questions to answer."""
    return "claim" in next(iter(read_records(path)), {})
