"""An assistant that knows one article and one answer, so that the commands can be seen alone."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.article import Article, Omission, Provenance, Span
from assistant.cli.commands import app
from assistant.errors import QuestionError
from assistant.reply import (
    Answer,
    Citation,
    Claim,
    Excerpt,
    Filters,
    Finished,
    Removed,
    StepStarted,
)

TEXT = "Sign up\r\nThe council \x1b[31mmet\x9b31m on Monday. It did not vote."
ARTICLE = Article(
    source="council.txt",
    text=TEXT,
    title="Council \x1b]0;meets\x07",
    kept=(Span(9, len(TEXT)),),
    omitted=(Omission(0, 7, "advertisement"),),
    evidence={"title": Provenance("Council", "text", 9, 16)},
)
EXCERPT = Excerpt(
    "c-0000", ARTICLE.article_id, ARTICLE.source, 9, len(TEXT), TEXT[9:], title=ARTICLE.title
)


def an_answer(question: str) -> Answer:
    quote = TEXT[-16:]
    return Answer(
        question=question,
        standalone_question=question,
        answer="It did not vote [1].",
        abstained=False,
        reason=None,
        confidence=0.9,
        claims=(Claim("It did not vote.", (1,), True, 0.9),),
        removed=(Removed("It voted.", "the excerpt says that it did not"),),
        notices=("As of an article without a date.",),
        citations=(
            Citation(
                1, ARTICLE.source, ARTICLE.article_id, ARTICLE.title, None, None, quote,
                len(TEXT) - 16, len(TEXT),
            ),
        ),
        timings_ms={"total": 12.0},
    )  # fmt: skip


class FakeAssistant:
    """Answers anything but an empty question, and remembers what it was asked."""

    def __init__(self, settings: Any) -> None:
        self.settings = settings
        self.asked: list[dict[str, Any]] = []
        self.findings: list[Any] = []
        self.notices: tuple[str, ...] = ()

    def ask(self, question: str, **given: Any) -> Answer:
        if not question.strip():
            raise QuestionError("the question is empty; ask something")
        if question == "a bug":
            raise ZeroDivisionError("a bug")
        self.asked.append({"question": question, **given})
        return an_answer(question)

    def stream(self, question: str, **given: Any) -> Iterator[Any]:
        answer = self.ask(question, **given)
        yield StepStarted("retrieve")
        yield Finished(answer)

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Excerpt]:
        self.asked.append({"question": question, "filters": filters})
        long = replace(EXCERPT, text=EXCERPT.text + "x" * 3000, end=EXCERPT.end + 3000)
        return [EXCERPT, long][:k]

    def article_version(self, article_id: str) -> Article:
        return ARTICLE

    def status(self) -> Any:
        return SimpleNamespace(articles=1, model="stub", notices=self.notices)

    def article(self, source: str) -> Article:
        if source != ARTICLE.source:
            raise QuestionError(f"{source} is not in the library")
        return ARTICLE

    def sources(self) -> list[Article]:
        return [ARTICLE]

    def doctor(self, rebuild: bool = False, progress: Any = None) -> list[Any]:
        return [] if rebuild else self.findings


Run = Callable[..., Result]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAssistant:
    """The assistant that every command opens in this test."""
    from assistant.settings import load_settings

    monkeypatch.chdir(tmp_path)
    assistant = FakeAssistant(load_settings(home=tmp_path))

    def open_assistant(settings: Any) -> Any:
        assistant.settings = settings
        return nullcontext(assistant)

    monkeypatch.setattr("assistant.open_assistant", open_assistant, raising=False)
    return assistant


@pytest.fixture
def run(fake: FakeAssistant) -> Run:
    """Runs a command line over the fake."""

    def runner(*words: str, **given: Any) -> Result:
        return CliRunner().invoke(app, list(words), prog_name="assistant", **given)

    return runner
