"""`assistant doctor`: compares library and indexes thoroughly, and rebuilds the indexes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.errors import AssistantError, IndexDamaged
from assistant.index.generations import Generation, Generations
from assistant.index.publisher import Publisher
from assistant.index.server import Server
from assistant.index.vector_index import VectorsIndex, check_database
from assistant.index.word_index import WordsIndex
from assistant.library.lock import PATIENCE
from assistant.library.progress import OnProgress, silent
from assistant.library.purge import is_unfinished
from assistant.library.store import Library

Part = Literal["library", "words", "vectors"]
_REBUILD = "run assistant doctor --rebuild"
HeldBy = Callable[[Generations, Generation], set[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of a part in one sentence; `ok` if nothing has to be done."""

    part: Part
    what: str
    ok: bool = False


def examine(
    library: Library,
    embedder_id: str | None,
    server: Server = None,
    *,
    refused: str | None = None,
) -> list[Finding]:
    """The state of a library and its indexes, part by part; nothing is changed.

    Reads every text, compares every index file with its checksum, and compares the chunks of the
    indexes with those of the library, one by one. `refused` is the id of an embedder that the
    settings name, if another one made the library's vectors.
    """
    fault = library.fault()
    if fault is not None:
        what = (
            f"{library.path} is damaged ({fault}); put a backup in its place, or move it away "
            "and index again"
        )
        return [Finding("library", what)]
    chunks = library.chunk_ids()
    findings = [
        *_library_findings(library),
        _index_finding(library, server, "words", _held_by_words, chunks),
    ]
    if embedder_id is not None:
        embedded = library.vectors.chunk_ids(embedder_id)
        is_whole = len(embedded) == len(chunks)
        found = _index_finding(
            library, server, "vectors", _held_by_vectors, embedded, may_lack=not is_whole
        )
        findings += [] if is_whole else [_interrupted(len(embedded), len(chunks))]
        findings += [found] if is_whole or not found.ok else []
    elif refused is not None:
        findings.append(_made_by_another(library, refused))
    return findings


def rebuild(
    library: Library,
    embedder_id: str | None,
    on_progress: OnProgress = silent,
    server: Server = None,
) -> None:
    """Rebuild both indexes from the library; nothing is embedded.

    Raises:
        LibraryBusy: another process is writing.
        LibraryError: the library or the index folder cannot be read or written.
        IndexAway: the server for the vectors does not answer.
    """
    with library.writing(PATIENCE):
        Publisher(library, on_progress, server).afresh(embedder_id)


def _library_findings(library: Library) -> Iterator[Finding]:
    if is_unfinished(library):
        yield Finding("library", "a purge was interrupted; run assistant purge SOURCE again")
    unsound = list(library.unsound_articles())
    for source, why in unsound:
        yield Finding("library", f"{source}: {why}; index its file again")
    if not unsound:
        counts = f"{library.count_articles()} articles in {library.count_chunks()} chunks"
        yield Finding("library", f"the library is sound: {counts}", ok=True)


def _made_by_another(library: Library, refused: str) -> Finding:
    return Finding(
        "vectors",
        f"the vectors were made by {library.vectors.model()}, and ASSISTANT_EMBEDDINGS names "
        f"{refused}; {_REBUILD} to embed the library again, or set ASSISTANT_EMBEDDINGS back",
    )


def _interrupted(embedded: int, chunks: int) -> Finding:
    return Finding(
        "vectors",
        f"{embedded} of {chunks} chunks can be searched by meaning; "
        "if indexing was interrupted, run assistant index again: it continues",
    )


def _index_finding(
    library: Library,
    server: Server,
    part: Part,
    held_by: HeldBy,
    expected: set[str],
    *,
    may_lack: bool = False,
) -> Finding:
    """The state of one index; `may_lack` if it need not hold all the expected chunks yet."""
    generations = Generations(library.home, server)
    found = generations.published()
    published = found if found and found.library_id == library.library_id else None
    generation: Generation | None = getattr(published, part) if published else None
    if generation is None or (part == "vectors" and generation.server != generations.where):
        what = f"there is no {part} index of this library"
        ok = may_lack or not expected
        return Finding(part, what if ok else f"{what}; {_REBUILD}", ok=ok)
    try:
        generations.verify(generation)
        held = held_by(generations, generation)
    except IndexDamaged as error:
        what = str(error)
        return Finding(part, what if "--rebuild" in what else f"{what}; {_REBUILD}")
    except AssistantError as error:
        return Finding(part, str(error))
    if may_lack:
        expected = expected & held
    return _difference(part, expected, held, behind=generation.revision != library.revision())


def _difference(part: Part, expected: set[str], held: set[str], *, behind: bool) -> Finding:
    if behind:
        return Finding(part, f"the {part} index is behind; the next question catches up", ok=True)
    if expected == held:
        return Finding(part, f"the {part} index holds all {len(held)} chunks", ok=True)
    lacking, strange = len(expected - held), len(held - expected)
    return Finding(
        part,
        f"the {part} index lacks {lacking} of {len(expected)} chunks, and has {strange} strange; "
        f"{_REBUILD}",
    )


def _held_by_words(generations: Generations, generation: Generation) -> set[str]:
    return set(WordsIndex(generations.path(generation)).chunk_ids())


def _held_by_vectors(generations: Generations, generation: Generation) -> set[str]:
    folder = generations.path(generation)
    if generations.server is None:
        check_database(folder)
    index = VectorsIndex(folder, server=generations.server)
    try:
        held = set(index.chunk_ids())
        if held and not index.leads_to(next(iter(held))):
            raise IndexDamaged(f"the vectors index {folder} finds nothing")
        return held
    finally:
        index.close()
