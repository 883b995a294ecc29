"""The assistant as programs, the terminal and the page use it."""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assistant.answer.chat_models import (
    STUB,
    is_built_in,
    is_offline,
    model_state,
    open_answer_model,
)
from assistant.answer.notices import library_notice, undated_notice
from assistant.answer.suggest import Candidate, answered_questions
from assistant.answer.trace import Trace
from assistant.article import Article
from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.loaded import articles_of
from assistant.embedders.base import Embedder
from assistant.embedders.opening import OpenedEmbedder, is_built_in_embedder, open_embedder, suiting
from assistant.errors import LibraryError, ModelError, SettingsError
from assistant.index.dask_embedder import open_dask
from assistant.index.documents import DocumentsIndex
from assistant.index.filters import admits
from assistant.index.health import Finding, examine
from assistant.index.health import rebuild as remake
from assistant.index.live_index import LiveIndex, open_index
from assistant.index.search_index import SearchIndex
from assistant.index.server import Server, named_server
from assistant.library.conversation_store import Conversations
from assistant.library.preferences import Preferences
from assistant.library.progress import OnProgress, silent
from assistant.library.purge import Purged
from assistant.library.store import Library, SourceSummary, open_library
from assistant.library.sync import SyncReport
from assistant.library.transfer import export_library
from assistant.pipeline import (
    answer,
    correct,
    embed_again,
    ingest,
    purge_source,
    remove_articles,
    restore_articles,
)
from assistant.providers.catalog import MODELS_FILE, arguments_for, offered_models
from assistant.providers.model_faults import brief
from assistant.question_input import askable
from assistant.reply import Answer, Event, Excerpt, Filters, Finished, ModelOption, Status, Turn
from assistant.settings import Settings, load_settings
from assistant.text.overlap import count_independent
from assistant.text.token_count import count_tokens, load_encoding

if TYPE_CHECKING:
    from assistant.answer.chain import Answerability, AnswerChain

History = Sequence[Turn | str]
Documents = Sequence[Mapping[str, Any]]
_LOADING = threading.Lock()
# Suggested questions come from so many articles at the most: each is asked before it is shown.
_SUGGEST_FROM = 12
_WORDS_ALONE = (
    "Searching by words alone, not by meaning: {}; ask again, or check ASSISTANT_EMBEDDINGS"
)
# The part of a turn's time that the model may use where a fallback needs time of its own.
_FIRST_SHARE = 2 / 3


@dataclass(frozen=True)
class Removal:
    """The articles removed from a library, each with the file that it came from."""

    taken: tuple[tuple[Article, int | None], ...]

    @property
    def sources(self) -> list[str]:
        """The names of the removed sources."""
        return [article.source for article, _ in self.taken]


class Assistant:
    """A library of articles, the indexes made from it, and a model that answers from both.

    `answerability` gives the probability, 0 to 1, that excerpts answer a question; the confidence
    of a provider's model counts it in. The trained reader reckons it; None leaves it out.
    """

    def __init__(
        self,
        library: Library,
        indexes: LiveIndex,
        embedder: OpenedEmbedder,
        settings: Settings,
        server: Server = None,
    ) -> None:
        self._server = server
        self.library = library
        self.settings = settings
        self._indexes = indexes
        self._embedder = embedder
        self.answerability: Answerability | None = _answerability

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library and its indexes."""
        self._indexes.close()
        self.library.close()

    def index(
        self,
        paths: Sequence[Path | str],
        *,
        name: str | None = None,
        fields: Fields = NO_FIELDS,
        cluster: str | None = None,
        progress: OnProgress = silent,
    ) -> SyncReport:
        """Sync the library with these files and folders, then its indexes.

        Words are searchable while vectors are still being made. Where a file cannot be read, the
        report says why, and the others are in. `cluster` names a Dask cluster whose workers make
        the vectors: `tcp://HOST:PORT`, a number of workers on this machine, or `local`.

        Raises:
            LibraryBusy: another process is writing to the library.
            LoadError: a path does not exist, or names are taken by another root.
            ClusterError: the cluster cannot be reached, or lost its workers.
            IndexAway: the server that is to hold the vectors does not answer; what was read is in,
                and is found by its words.
            SettingsError: the library's vectors are of another model than the settings name.
        """
        if self._embedder.refused is not None:
            why = str(self._embedder.notice).partition(": ")[2]
            raise SettingsError(f"nothing was added: {why}")
        with self._embedding(cluster) as embedder:
            return ingest(
                self.library,
                paths,
                embedder,
                name=name,
                fields=fields,
                server=self._server,
                on_progress=progress,
            )

    def remove(self, sources: Sequence[str]) -> Removal:
        """Remove sources from the library; their files stay, and `restore` undoes it.

        Raises:
            LibraryBusy: another process is writing to the library.
        """
        return Removal(
            tuple(remove_articles(self.library, sources, self._embedder.embedder, self._server))
        )

    def restore(self, removal: Removal) -> None:
        """Restore what `remove` removed.

        Raises:
            LibraryBusy: another process is writing to the library.
        """
        restore_articles(self.library, removal.taken, self._embedder.embedder, self._server)

    def edit(self, source: str, values: Mapping[str, str | None]) -> Article:
        """Correct fields of an article: `title`, `publisher`, `byline`, `published` (ISO date).

        None or an empty value means "unknown". Other fields keep earlier corrections.

        Raises:
            LibraryBusy: another process is writing to the library.
            LibraryError: the library holds no such source, or a value cannot be used.
        """
        article = self.library.article_of(source)
        earlier = {name: getattr(article, name) for name in article.extracted}
        return self._correct(source, {**earlier, **values})

    def undo_edits(self, source: str) -> Article:
        """Undo all corrections of an article.

        Raises:
            LibraryBusy: another process is writing to the library.
            LibraryError: the library holds no such source.
        """
        return self._correct(source, {})

    def _correct(self, source: str, values: Mapping[str, str | None]) -> Article:
        return correct(self.library, source, values, self._embedder.embedder, self._server)

    def stream(
        self,
        question: str,
        *,
        history: History = (),
        filters: Filters = Filters(),
        documents: Documents | None = None,
        threshold: float | None = None,
        model: str | None = None,
        stopped: Callable[[], bool] = bool,
        on_trace: Callable[[Trace], None] | None = None,
    ) -> Iterator[Event]:
        """Answer a question event by event; the last one is `Finished`.

        `history` holds turns as they were, or earlier questions, which are answered first;
        `documents` are the only sources where given. `model` names another model than the
        configured one; no judge is asked about its answer. `stopped` is asked between sentences;
        `on_trace` is given the trace of the answer before the last event.

        Raises:
            QuestionError: the question is empty or too long.
            ModelError: the model failed before its first checked sentence.
        """
        load_asking()
        from assistant.answer.chain import Inquiry
        from assistant.retrieve.spelling import absent_names

        asked = askable(question)
        turns = self._turns(history, filters, documents)
        with self._searched(documents) as index:
            inquiry = Inquiry(asked, turns, filters)
            notes: list[str] = []

            def written(name: str | None, seconds: float) -> Iterator[Event]:
                return answer(
                    inquiry,
                    self._chain(index, notes, threshold, name, seconds),
                    notices=lambda q: [*notes, *self._notices(index, filters, q)],
                    absent=partial(absent_names, index=index),
                    article_text=lambda article_id: index.passage(article_id, 0, sys.maxsize),
                    any_passes=lambda: not filters or bool(self._passing(index, filters)),
                    stopped=stopped,
                    on_trace=on_trace,
                )

            yield from self._or_fallback(model, written, notes)

    def _or_fallback(
        self,
        model: str | None,
        written: Callable[[str | None, float], Iterator[Event]],
        notes: list[str],
    ) -> Iterator[Event]:
        """The events of a model's answer, or of the fallback's if it fails, within one time limit.

        `written` gives the events of a model within so many seconds.
        """
        fallback, seconds = self.settings.fallback, self.settings.model_seconds
        if fallback in ("", model):
            yield from written(model, seconds)
            return
        ends = time.monotonic() + seconds
        try:
            yield from written(model, seconds * (1 if is_built_in(fallback) else _FIRST_SHARE))
        except ModelError as error:
            writer = "the built-in model" if is_built_in(fallback) else fallback
            notes.append(f"{error}. This answer is from {writer} instead.")
            yield from written(fallback, max(0.0, ends - time.monotonic()))

    def ask(
        self,
        question: str,
        *,
        history: History = (),
        filters: Filters = Filters(),
        documents: Documents | None = None,
        threshold: float | None = None,
    ) -> Answer:
        """One whole answer; see `stream`."""
        events = self.stream(
            question, history=history, filters=filters, documents=documents, threshold=threshold
        )
        return next(event.answer for event in events if isinstance(event, Finished))

    def search(self, question: str, k: int = 10, filters: Filters = Filters()) -> list[Excerpt]:
        """The k excerpts that fit a question best, best first."""
        load_asking()
        from assistant.retrieve.retriever import NewsRetriever

        with self._searched(None) as index:
            retriever = NewsRetriever(index=index, embedder=self._embedder.embedder)
            return retriever.retrieve(askable(question), k, filters)

    @cached_property
    def conversations(self) -> Conversations:
        """The conversations of the page; kept in the library's database.

        Those that were deleted 30 days ago go for good when they are first asked for.
        """
        kept = Conversations(self.library.engine)
        with suppress(LibraryError):  # it is done the next time
            kept.purge()
        return kept

    @cached_property
    def preferences(self) -> Preferences:
        """The preferences of each person; kept in the library's database."""
        return Preferences(self.library.engine)

    def revision(self) -> int:
        """The number of the library's last change; it grows with each."""
        return self.library.revision()

    def sources(self, filters: Filters = Filters()) -> list[SourceSummary]:
        """The articles that pass the filters, by the names of their sources."""
        return [
            one
            for one in self.library.sources()
            if not filters or admits(filters, one.source, one.publisher, one.published)
        ]

    def article(self, source: str) -> Article:
        """The current version of a source's article.

        Raises:
            LibraryError: the library holds no such source.
        """
        return self.library.article_of(source)

    def article_version(self, article_id: str) -> Article:
        """The version of an article that a citation quotes.

        Raises:
            LibraryError: it is not there; it may have been purged.
        """
        return self.library.article(article_id)

    def independent(self, article_ids: Sequence[str]) -> int:
        """How many independent texts these articles are: copies and reprints are counted once.

        Raises:
            LibraryError: one of them is not there; it may have been purged.
        """
        ids = dict.fromkeys(article_ids)
        return count_independent([self.library.article(one).text for one in ids])

    def suggestions(
        self,
        filters: Filters = Filters(),
        *,
        about: Sequence[str] = (),
        threshold: float | None = None,
        before_each: Callable[[], object] = bool,
    ) -> Iterator[str]:
        """Questions that the articles which pass the filters answer, found one at a time.

        `about` names the sources that they are to be about; else they are about any. Those whose
        answer has a confidence below `threshold` are left out.

        Asking for the next one tries out candidates until one is answered, a few tenths of a second
        each; `before_each` is called before each try, and may wait there. The stub tries them
        whatever model is set: no provider is asked, and they are there where the model cannot be
        used.
        """

        def is_answered(candidate: Candidate) -> bool:
            before_each()
            return self._answers(candidate, filters, threshold)

        names = [summary.source for summary in self.sources(filters)]
        if about:
            names = [name for name in about if name in set(names)]
        articles = [self.library.article_of(source) for source in names[:_SUGGEST_FROM]]
        return answered_questions(articles, is_answered)

    def doctor(self, rebuild: bool = False, progress: OnProgress = silent) -> list[Finding]:
        """Check library and indexes against each other; `rebuild` makes the indexes again first.

        Vectors are taken from the library. Only if the settings name another model than the one
        that made them, `rebuild` embeds the library again.
        """
        if rebuild and self._embedder.refused is not None:
            self._embed_again(self._embedder.refused, progress)
        embedder_id = _embedder_id(self._embedder)
        if rebuild:
            remake(self.library, embedder_id, progress, self._server)
        refused = self._embedder.refused
        return examine(
            self.library,
            embedder_id,
            self._server,
            refused=refused.embedder_id if refused else None,
        )

    def _embed_again(self, chosen: Embedder, progress: OnProgress) -> None:
        embed_again(self.library, chosen, self._server, progress)
        self._indexes.close()
        self._embedder = OpenedEmbedder(chosen)
        self._indexes = open_index(self.library, chosen.embedder_id, self._server)

    def purge(self, source: str) -> Purged:
        """Remove every trace of a source's article: versions, vectors, indexes, quotes, backups.

        Raises:
            LibraryBusy: another process is writing to the library.
            LibraryError: the library never held such a source.
        """
        return purge_source(self.library, source, _embedder_id(self._embedder), self._server)

    def export(self, target: Path) -> None:
        """Write the whole library, conversations included, to one file.

        Raises:
            LibraryError: the file is there already, or cannot be written.
        """
        export_library(self.library, target)

    def status(self) -> Status:
        """The state of the library, its indexes and the model."""
        with self._indexes.pinned() as index:
            return Status(
                articles=self.library.count_articles(),
                chunks=self.library.count_chunks(),
                coverage=index.coverage,
                model=self.settings.model,
                offline=self._is_offline(),
                notices=(*self._state_notices(index), *self._indexes.notices),
                problem=self.model_problem,
            )

    @property
    def model_problem(self) -> str:
        """Why the model cannot be used and what to do, or nothing; it is not opened for that."""
        name = self.settings.model
        try:
            has_key = "api_key" in arguments_for(name, self.settings.model_args)
        except SettingsError as error:
            return str(error)
        return model_state(name, has_key=has_key).problem

    def models(self) -> list[ModelOption]:
        """The models that a question can be put to, the configured one first; none is called.

        Raises:
            SettingsError: `models.toml` holds no list of names.
        """
        settings = self.settings
        others = {settings.fallback: "ASSISTANT_FALLBACK", settings.judge: "ASSISTANT_JUDGE"}
        others |= {n: MODELS_FILE for n in offered_models(settings.home) if n not in others}
        options = [ModelOption(settings.model, self._is_offline(), self.model_problem)]
        options += [
            ModelOption(name, self._keeps_to_itself(name), model_state(name, setting).problem)
            for name, setting in {**others, STUB: ""}.items()
            if name not in ("", settings.model)
        ]
        return options

    def _is_offline(self) -> bool:
        settings = self.settings
        return self._keeps_to_itself(settings.model, settings.fallback, settings.judge)

    def _keeps_to_itself(self, *models: str) -> bool:
        """Whether a question to these models leaves the machine neither for them nor to search."""
        local = is_built_in_embedder(self.settings.embeddings)
        return local and all(is_offline(name) for name in models if name)

    def _embedding(self, cluster: str | None) -> "AbstractContextManager[Embedder | None]":
        """The embedder of this program, or the workers of a cluster."""
        own = self._embedder.embedder
        return nullcontext(own) if cluster is None or own is None else open_dask(own, cluster)

    def _turns(
        self, history: History, filters: Filters, documents: Documents | None
    ) -> tuple[Turn, ...]:
        """The turns so far; questions that were only asked are answered first, in their order."""
        turns: list[Turn] = []
        for said in history:
            if isinstance(said, Turn):
                turns.append(said)
            else:
                answer = self.ask(said, history=turns, filters=filters, documents=documents)
                turns += [Turn("user", said), Turn("assistant", answer.answer)]
        return tuple(turns)

    def _searched(self, documents: Documents | None) -> AbstractContextManager[SearchIndex]:
        """The index of the documents given, else of the library as published now."""
        if documents is None:
            return self._indexes.pinned()
        return nullcontext(DocumentsIndex(articles_of(documents), self._embedder.embedder))

    def _chain(
        self,
        index: SearchIndex,
        notes: list[str],
        threshold: float | None,
        model: str | None = None,
        seconds: float | None = None,
    ) -> "AnswerChain":
        """The chain for one question.

        If the question cannot be embedded, a sentence that says so is added to `notes`.
        """
        from assistant.answer.chain import build_chain
        from assistant.answer.judge import open_judge
        from assistant.retrieve.retriever import NewsRetriever
        from assistant.retrieve.spelling import correct_spelling

        settings = self.settings
        if seconds is not None:
            settings = settings.model_copy(update={"model_seconds": seconds})
        refuse_below = settings.threshold if threshold is None else threshold
        return build_chain(
            open_answer_model(model or settings.model, settings, refuse_below),
            NewsRetriever(
                index=index,
                embedder=self._embedder.embedder,
                on_fault=lambda fault: notes.append(_WORDS_ALONE.format(brief(fault))),
            ),
            count_tokens=count_tokens,
            today=date.today().isoformat(),
            index=index,
            mend=lambda question: correct_spelling(question, index),
            judge=open_judge(settings) if model is None else None,
            hide_unconfirmed=settings.unconfirmed == "hide",
            threshold=refuse_below,
            answerability=self.answerability,
        )

    def _answers(self, candidate: Candidate, filters: Filters, threshold: float | None) -> bool:
        """Whether the stub answers a candidate question, as the candidate asks for it."""
        load_asking()
        from assistant.answer.chain import Inquiry

        inquiry = Inquiry(candidate.question, (), filters)
        with self._searched(None) as index:
            events = list(answer(inquiry, self._chain(index, [], threshold, STUB)))
        tried = next(event.answer for event in events if isinstance(event, Finished))
        return candidate.is_answered(tried)

    def _notices(self, index: SearchIndex, filters: Filters, question: str) -> list[str]:
        """Notices about the search behind an answer."""
        from assistant.text.question import analyse

        notices, asked = self._state_notices(index), analyse(question)
        if asked.asks_about_library:
            held = self._passing(index, filters)
            notices += library_notice([a.publisher for a in held], [a.published for a in held])
        filtered = bool(filters.date_from or filters.date_to)
        if filtered or asked.period is not None:
            others = replace(filters, date_from=None, date_to=None)
            passing = [one.published for one in self._passing(index, others)]
            notices += undated_notice(passing, filtered=filtered)
        return notices

    def _passing(
        self, index: SearchIndex, filters: Filters
    ) -> Sequence[Article] | Sequence[SourceSummary]:
        """The searched articles that pass the filters; those of the question, if it has its own."""
        if isinstance(index, DocumentsIndex):
            return index.passing(filters)
        return self.sources(filters)

    def _state_notices(self, index: SearchIndex) -> list[str]:
        if self._embedder.embedder is None:
            return [self._embedder.notice] if self._embedder.notice else []
        if index.coverage < 1:
            return [
                f"{index.coverage:.0%} of the library can be searched by meaning so far. "
                "If indexing was interrupted, run assistant index again: it continues."
            ]
        return []


def load_asking() -> None:
    """Load what questions need and indexing does without: LangChain, and the stub.

    By one thread at a time: two that import the same package at once can each find it half made.
    """
    with _LOADING:
        import assistant.answer.chain
        import assistant.answer.judge
        import assistant.answer.stub
        import assistant.retrieve.retriever  # noqa: F401


def open_assistant(settings: Settings | None = None) -> Assistant:
    """Open the library that the settings name, with its indexes; a new one is created.

    Raises:
        LibraryError: the library cannot be opened.
        ModelError: the model is unknown, or lacks its package or key.
    """
    settings = settings or load_settings()
    server = named_server(
        settings.chroma,
        settings.chroma_headers,
        settings.chroma_tenant,
        settings.chroma_database,
        settings.chroma_api_key,
    )
    with ThreadPoolExecutor(2) as side_by_side:
        encoding = side_by_side.submit(load_encoding)
        opened = side_by_side.submit(open_embedder, settings.embeddings, settings.embeddings_args)
        library = open_library(settings.home, settings.library)
        embedder = suiting(opened.result(), library.vectors.model())
        indexes = open_index(library, _embedder_id(embedder), server)
        encoding.result()
    return Assistant(library, indexes, embedder, settings, server)


def _answerability(question: str, excerpts: Sequence[Excerpt]) -> float:
    # Loads the reader, so only answers that need it do that.
    from assistant.answer.stub.read_answer import answerability

    return answerability(question, excerpts)


def _embedder_id(opened: OpenedEmbedder) -> str | None:
    return opened.embedder.embedder_id if opened.embedder else None
