"""Both journeys, in the order in which they happen.

an article in    folder -> load -> clean -> describe -> chunk -> library -> index
a question in    question -> rewrite -> retrieve -> prompt -> generate -> cite -> verify -> answer

The methods of `Assistant` that call these functions name the errors that they raise.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer.build import conclude
from assistant.answer.stream import write_answer
from assistant.answer.trace import Trace, record_span, trace_of
from assistant.article import Article
from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.embedders.base import Embedder
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.index.publisher import Publisher
from assistant.index.server import Server
from assistant.library.boilerplate import set_apart_boilerplate
from assistant.library.chunk import chunk_article
from assistant.library.edits import Edits, checked, edited
from assistant.library.lock import PATIENCE
from assistant.library.progress import OnProgress, silent
from assistant.library.purge import Purged, purge_article
from assistant.library.reprints import note_reprints
from assistant.library.store import Entry, Library
from assistant.library.sync import SyncReport, sync
from assistant.reply import Event, ExcerptsFound, Finished, StepStarted
from assistant.stopwatch import Stopwatch

if TYPE_CHECKING:
    from assistant.answer.chain import AnswerChain, Inquiry


def ingest(
    library: Library,
    paths: Sequence[Path | str],
    embedder: Embedder | None,
    *,
    name: str | None = None,
    fields: Fields = NO_FIELDS,
    server: Server = None,
    on_progress: OnProgress = silent,
) -> SyncReport:
    """An article in: sync the library with files and folders, then its indexes.

    Words are searchable while vectors are still being made; without an embedder none are. Where a
    file cannot be read, the report says why, and the others are in. Vectors are kept in the home,
    or on a Chroma server.
    """
    # Questions do without it, and its patterns take as long to load as an answer takes to make.
    from assistant.corpus.describe import describe

    count = _token_counter(embedder)
    with library.writing(PATIENCE):
        publisher = Publisher(library, on_progress, server)
        report = sync(  # load, clean, describe, chunk, library
            library,
            paths,
            describe,
            count,
            name=name,
            fields=fields,
            on_progress=on_progress,
            on_batch=publisher.words_now_and_then,
        )
        set_apart_boilerplate(library, count)
        publisher.words()

        def settle() -> None:
            note_reprints(library)
            publisher.settle_words()

        if embedder is None:
            settle()
        else:
            publisher.vectors(embedder, meanwhile=settle)
        publisher.tidy()
    return report


def remove_articles(
    library: Library, sources: Sequence[str], embedder: Embedder | None, server: Server = None
) -> list[tuple[Article, int | None]]:
    """Articles out: remove sources from the library and its indexes.

    Returns what `restore_articles` needs to undo it. Their files are left alone, and
    are not read again while they stay unchanged.
    """
    with library.writing(PATIENCE):
        known = {summary.source for summary in library.sources()}
        held = [source for source in dict.fromkeys(sources) if source in known]
        taken = [(library.article_of(source), library.holder_of(source)) for source in held]
        library.remove(held)
        _publish(library, embedder, server)
    return taken


def restore_articles(
    library: Library,
    taken: Sequence[tuple[Article, int | None]],
    embedder: Embedder | None,
    server: Server = None,
) -> None:
    """Restore what `remove_articles` removed; nothing is embedded twice."""
    count = _token_counter(embedder)
    with library.writing(PATIENCE):
        library.put(
            Entry(article, chunk_article(article, count), file_id) for article, file_id in taken
        )
        _publish(library, embedder, server)


def correct(
    library: Library, source: str, values: Edits, embedder: Embedder | None, server: Server = None
) -> Article:
    """Set the corrections of an article's title, publisher, byline or date; {} undoes them all."""
    wanted = checked(values)
    with library.writing(PATIENCE):
        before = library.article_of(source)
        after = edited(before, wanted)
        if after != before:
            kept = {name: value for name, value in wanted.items() if name in after.extracted}
            library.put_edited(library.rechunked(after, _token_counter(embedder)), kept)
        _publish(library, embedder, server)  # also completes an edit that was interrupted
    return after


def purge_source(
    library: Library, source: str, embedder_id: str | None, server: Server = None
) -> Purged:
    """Remove every trace of a source's article from the library, then from its indexes.

    If it is interrupted, calling it again completes it.
    """
    with library.writing(PATIENCE):
        publisher = Publisher(library, server=server)
        return purge_article(library, source, lambda: publisher.afresh(embedder_id))


def _token_counter(embedder: Embedder | None) -> Callable[[str], int]:
    return count_word_pieces if embedder is None else embedder.count_tokens


def _publish(library: Library, embedder: Embedder | None, server: Server) -> None:
    publisher = Publisher(library, server=server)
    publisher.words()
    if embedder is not None:
        publisher.vectors(embedder)
    publisher.tidy()


def embed_again(
    library: Library, embedder: Embedder, server: Server = None, on_progress: OnProgress = silent
) -> None:
    """Make the library's vectors with this embedder, in place of those of any other.

    If it is interrupted, the vectors made so far are kept, and are not made again.
    """
    with library.writing(PATIENCE):
        publisher = Publisher(library, on_progress, server)
        publisher.vectors(embedder)
        library.vectors.forget_others(embedder.embedder_id)
        publisher.tidy()


def answer(
    inquiry: "Inquiry",
    chain: "AnswerChain",
    *,
    notices: Callable[[str], Sequence[str]] = lambda question: (),
    absent: Callable[[str], Sequence[str]] = lambda question: (),
    article_text: Callable[[str], str] = lambda article_id: "",
    any_passes: Callable[[], bool] = lambda: True,
    stopped: Callable[[], bool] = bool,
    on_trace: Callable[[Trace], None] | None = None,
) -> Iterator[Event]:
    """A question in: answer it event by event; the last one is `Finished`.

    `notices` is called at the end with the standalone question, for what a reader has to know about
    the search; `absent` for the names of a declined question that no article has; `article_text`
    for the whole text of an article; `any_passes` for whether any article passes the filters;
    `stopped` between sentences to see whether to go on; `on_trace` with the trace of the answer.
    """
    # Programs that only index never load it, nor LangChain.
    from assistant.answer.model_calls import Deadline

    watch, started = Stopwatch(), time.time_ns()
    deadline = Deadline.after(chain.model.seconds)
    yield StepStarted("rewrite")
    with watch.step("rewrite"):
        inquiry = chain.rewrite.invoke(inquiry)
    yield StepStarted("retrieve")
    with watch.step("retrieve"):
        inquiry = (chain.retrieve | chain.prompt).invoke(inquiry)
    yield ExcerptsFound(inquiry.standalone_question, inquiry.excerpts)
    yield StepStarted("generate")
    writer = yield from write_answer(chain, inquiry, watch, deadline, stopped)
    if on_trace is not None:
        on_trace(trace_of(writer, watch.timings_ms()))
    notes = notices(inquiry.standalone_question)
    finished = conclude(writer, notes, watch.timings_ms(), absent, article_text, any_passes)
    record_span(finished, started)
    yield Finished(finished)
