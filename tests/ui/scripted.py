"""An assistant that follows a script, for tests of the page: it finds, writes and waits as told."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine

from assistant.answer.trace import Trace
from assistant.article import Article, Omission, Span
from assistant.errors import AssistantError, LibraryError
from assistant.index.filters import admits
from assistant.library.conversation_store import Conversations
from assistant.library.preferences import Preferences
from assistant.reply import (
    Answer,
    Citation,
    Claim,
    ClaimChecked,
    ClaimRemoved,
    Excerpt,
    ExcerptsFound,
    Finished,
    ModelOption,
    Related,
    Removed,
    StepStarted,
)
from assistant.settings import Settings

FIRST = Article(
    source="harbour.txt",
    text="Sign up for our letter\nThe harbour opened on Monday.\nThe mayor cut the ribbon.\n",
    title="Harbour opens",
    publisher="Coast Times",
    published="2024-03-04",
    kept=(Span(23, 52), Span(53, 78)),
    omitted=(Omission(0, 22, "sign-up line"),),
)
SECOND = Article(
    source="ribbon.txt", text="Residents cheered when the ribbon fell.\n", kept=(Span(0, 39),)
)


SUGGESTIONS = ["Who cut the ribbon?", "When did the harbour open?"]
_GATED = re.compile(r"gate-[0-9a-f]{8}")
_LOOK_EVERY = 0.01  # seconds between two looks at a gate


@dataclass(frozen=True)
class ScriptedStatus:
    articles: int
    chunks: int = 3
    coverage: float = 1.0
    model: str = "stub"
    offline: bool = True
    notices: tuple[str, ...] = ()
    problem: str = ""


@dataclass(eq=False)
class ScriptedAssistant:
    """Answers every question with the same three sentences over two articles.

    One that speaks of a world cup it declines, and says what came nearest.

    Where the question names a gate, such as `gate-0a1b2c3d`, it waits before sentence N until the
    file `gates/gate-0a1b2c3d-N` is there or it is stopped, and leaves `gate-0a1b2c3d-left` behind.
    """

    home: Path
    articles: tuple[Article, ...] = (FIRST, SECOND)
    fails: str = ""
    asked: list[str] = field(default_factory=list)
    models_asked: list[str | None] = field(default_factory=list)
    choices: tuple[tuple[str, str], ...] = (("stub", ""),)

    def __post_init__(self):
        self.home.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(f"sqlite:///{self.home / 'scripted.db'}")
        self.conversations = Conversations(self._engine)
        self.settings = Settings(home=self.home)
        self.preferences = Preferences(self._engine)

    def close(self):
        self._engine.dispose()

    def revision(self):
        return len(self.articles)

    def sources(self, filters=None):
        return [
            one
            for one in self.articles
            if not filters or admits(filters, one.source, one.publisher, one.published)
        ]

    def status(self):
        return ScriptedStatus(len(self.articles))

    def models(self):
        return [ModelOption(name, name == "stub", problem) for name, problem in self.choices]

    def independent(self, article_ids):
        return len(set(article_ids))

    def suggestions(self, filters=None, *, about=(), threshold=None, before_each=bool):
        return iter(SUGGESTIONS)

    def article_version(self, article_id):
        for article in self.articles:
            if article.article_id == article_id:
                return article
        raise LibraryError(f"the library holds no article {article_id}; it may have been purged")

    def stream(
        self,
        question,
        *,
        history=(),
        filters=None,
        threshold=None,
        model=None,
        stopped=bool,
        on_trace=bool,
    ):
        self.asked.append(question)
        self.models_asked.append(model)
        gate = self._gate(question)
        try:
            yield from self._events(question, gate, stopped)
            on_trace(_trace(question))
        finally:
            if gate:
                gate("left").touch()

    def _events(self, question, gate, stopped):
        yield StepStarted("retrieve")
        if self.fails:
            raise AssistantError(self.fails)
        yield ExcerptsFound(question, tuple(self._excerpts()))
        if "world cup" in question:
            yield Finished(self._refusal(question))
            return
        yield StepStarted("generate")
        claims, citations = [], []
        for marker, (article, quote) in enumerate(self._script(), 1):
            while gate and not stopped() and not gate(marker).exists():
                time.sleep(_LOOK_EVERY)
            if stopped():
                return
            start = article.text.index(quote)
            citations.append(
                Citation(
                    marker,
                    article.source,
                    article.article_id,
                    article.title,
                    article.publisher,
                    article.published,
                    quote,
                    start,
                    start + len(quote),
                )
            )
            claims.append(Claim(quote, (marker,), True, 0.9))
            yield ClaimChecked(claims[-1], (citations[-1],))
        removed = Removed("The king came too.", "king stands in no excerpt")
        yield ClaimRemoved(removed)
        text = " ".join(f"{claim.text[:-1]} [{claim.markers[0]}]." for claim in claims)
        yield Finished(
            Answer(
                question,
                question,
                text,
                abstained=False,
                reason=None,
                confidence=0.9,
                claims=tuple(claims),
                removed=(removed,),
                citations=tuple(citations),
                timings_ms={"total": 27.0},
            )
        )

    def _refusal(self, question):
        nearest = tuple(
            Related(
                article.source,
                article.article_id,
                article.title,
                quote,
                article.text.index(quote),
                article.text.index(quote) + len(quote),
                "It does not mention “cup”.",
            )
            for article, quote in self._script()
        )
        return Answer(
            question,
            question,
            "The articles do not say.",
            abstained=True,
            reason="the closest passages do not clearly answer the question",
            confidence=0.1,
            related=nearest,
        )

    def _gate(self, question):
        """The file of each step of the gate that the question names, if it names one."""
        named = _GATED.search(question)
        return named and (lambda step: self.home / "gates" / f"{named[0]}-{step}")

    def _script(self):
        for article in self.articles:
            for span in article.kept:
                yield article, span.of(article.text)

    def _excerpts(self):
        for article in self.articles:
            yield Excerpt(
                f"{article.article_id}-0000",
                article.article_id,
                article.source,
                0,
                len(article.text),
                article.text,
                title=article.title,
                publisher=article.publisher,
                published=article.published,
            )


def _trace(question):
    """The trace of an answer, with a prompt that would be a heading as Markdown."""
    nothing = {"claims": (), "removed": (), "declined": (), "usage": {}, "cost": None}
    prompt = (("human", f"# {question}"),)
    return Trace("stub", question, {"total": 27.0}, prompt, (), "It opened.", **nothing)
