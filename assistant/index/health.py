"""Library and indexes checked against each other, thoroughly, and the indexes made again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.errors import AssistantError, IndexDamaged
from assistant.index.generations import Generation, Generations
from assistant.index.publish import Publisher
from assistant.index.vectors import VectorsIndex, check_database
from assistant.index.words import WordsIndex
from assistant.library.progress import OnProgress, silent
from assistant.library.store import Library

Part = Literal["library", "words", "vectors"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, in one sentence; `mendable` by `assistant doctor --rebuild`.

    `harmless` is what mends itself at the next start or the next `assistant index`.
    """

    part: Part
    what: str
    mendable: bool = True
    harmless: bool = False


def examine(library: Library, embedder_id: str | None) -> list[Finding]:
    """Everything that is wrong with a library and its indexes; it changes nothing.

    Every text is read, every index file compared with its checksum, and the chunks that the
    indexes hold are compared with those of the library, one by one.
    """
    return [
        *_library_findings(library),
        *_index_findings(library, "words", _held_by_words, library.chunk_ids()),
        *(
            _index_findings(
                library, "vectors", _held_by_vectors, library.chunk_ids(embedded_by=embedder_id)
            )
            if embedder_id
            else ()
        ),
    ]


def rebuild(library: Library, embedder_id: str | None, on_progress: OnProgress = silent) -> None:
    """Make both indexes again from the library; nothing is embedded.

    Raises:
        LibraryBusy: another process is writing.
        LibraryError: the library or the disk does not let it.
    """
    with library.writing():
        publisher = Publisher(library, on_progress)
        publisher.discard(words=True, vectors=True)
        publisher.words()
        if embedder_id is not None:
            publisher.stored_vectors(embedder_id)
        publisher.tidy()


def _library_findings(library: Library) -> Iterator[Finding]:
    fault = library.fault()
    if fault is not None:
        yield Finding(
            "library",
            f"{library.path} is damaged ({fault}); put a backup in its place, or move it away "
            "and index again",
            mendable=False,
        )
        return
    for source, why in library.unsound_articles():
        yield Finding("library", f"{source}: {why}; index its file again", mendable=False)


def _index_findings(
    library: Library,
    part: Part,
    held_by: Callable[[Generations, Generation], set[str]],
    expected: set[str],
) -> Iterator[Finding]:
    generations = Generations(library.home)
    found = generations.published()
    published = found if found and found.library_id == library.library_id else None
    generation = getattr(published, part) if published else None
    if generation is None:
        if expected:
            yield Finding(part, f"there is no {part} index", harmless=True)
        return
    try:
        generations.verify(generation)
        held = held_by(generations, generation)
    except AssistantError as error:
        yield Finding(part, str(error))
        return
    behind = generation.revision != library.revision()
    if expected - held:
        what = f"the {part} index lacks {len(expected - held)} of {len(expected)} chunks"
        yield Finding(part, what, harmless=behind)
    if held - expected:
        what = f"the {part} index holds {len(held - expected)} chunks that the library has not"
        yield Finding(part, what, harmless=behind)


def _held_by_words(generations: Generations, generation: Generation) -> set[str]:
    return set(WordsIndex(generations.path(generation)).chunk_ids())


def _held_by_vectors(generations: Generations, generation: Generation) -> set[str]:
    folder = generations.path(generation)
    check_database(folder)
    index = VectorsIndex(folder)
    try:
        held = set(index.chunk_ids())
        if held and not index.search(index.vector_of(next(iter(held))), 1):
            raise IndexDamaged(f"the vectors index {folder} finds nothing")
        return held
    finally:
        index.close()
