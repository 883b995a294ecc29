"""One library in PostgreSQL, and the homes of the machines that serve it."""

import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from assistant.errors import AssistantError, LibraryBusy, LibraryError, SettingsError
from assistant.index.live_index import LiveIndex, open_index
from assistant.library.conversation_store import Conversations
from assistant.library.schema import SCHEMA_VERSION
from assistant.library.store import Library, open_library
from assistant.library.transfer import export_library, import_library
from assistant.pipeline import ingest, purge_source
from tests.hashing import HashingEmbedder

EMBEDDER = HashingEmbedder()
ARTICLE = "The harbour board of {place} met on Tuesday.\n\nIt will deepen the {place} channel.\n"
Machine = Callable[[], tuple[Library, LiveIndex]]


@pytest.fixture
def machine(address: str, tmp_path: Path) -> Iterator[Machine]:
    """Opens the library from another machine: with a home of its own."""
    with ExitStack() as opened:

        def open_one() -> tuple[Library, LiveIndex]:
            home = tmp_path / f"machine-{len(list(tmp_path.glob('machine-*')))}"
            library = open_library(home, address)
            opened.callback(library.close)
            return library, opened.enter_context(open_index(library, EMBEDDER.embedder_id))

        yield open_one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "one.txt").write_text(ARTICLE.format(place="Ostend"))
    return made


def found_by_words(index: LiveIndex, words: str) -> set[str]:
    with index.pinned() as published:
        hits = published.words(words, 5)
        return {excerpt.source for excerpt in published.excerpts([hit.chunk_id for hit in hits])}


def found_by_vectors(index: LiveIndex, words: str) -> set[str]:
    with index.pinned() as published:
        hits = published.vectors(EMBEDDER.vector(words), 1)
        return {excerpt.source for excerpt in published.excerpts([hit.chunk_id for hit in hits])}


def test_what_one_machine_indexes_another_finds_at_its_next_question(
    machine: Machine, folder: Path
):
    (writer, _), (_, served) = machine(), machine()
    assert found_by_words(served, "Ostend channel") == set()
    ingest(writer, [folder], EMBEDDER)
    assert found_by_words(served, "Ostend channel") == {"one.txt"}
    assert found_by_vectors(served, "Ostend channel") == {"one.txt"}
    (folder / "two.txt").write_text(ARTICLE.format(place="Trieste"))
    (folder / "one.txt").unlink()
    ingest(writer, [folder], EMBEDDER)
    assert found_by_words(served, "Ostend Trieste channel") == {"two.txt"}
    assert found_by_vectors(served, "Ostend Trieste channel") == {"two.txt"}


def test_a_question_while_another_machine_writes_is_answered_with_what_is_in_by_then(
    machine: Machine, folder: Path
):
    (writer, _), (_, served) = machine(), machine()
    with writer.writing():
        assert found_by_words(served, "Ostend") == set()
    ingest(writer, [folder], EMBEDDER)
    with writer.writing():
        assert found_by_words(served, "Ostend") == {"one.txt"}


def test_two_machines_never_write_at_once_and_the_second_is_told_who_does(machine: Machine):
    (first, _), (second, _) = machine(), machine()
    with (
        first.writing(),
        pytest.raises(LibraryBusy, match=f"assistant {os.getpid()} on "),
        second.writing(),
    ):
        pass
    with second.writing():
        assert first.is_written_elsewhere()
    assert not first.is_written_elsewhere()


def hold_the_right(address: str, home: Path, held: "multiprocessing.connection.Connection") -> None:
    with open_library(home, address).writing():
        held.send("mine")
        signal.pause()


def test_the_right_to_write_falls_back_when_its_holder_is_killed(
    address: str, tmp_path: Path, machine: Machine
):
    library, _ = machine()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    other = context.Process(target=hold_the_right, args=(address, tmp_path / "other", there))
    other.start()
    assert here.recv() == "mine"
    with pytest.raises(LibraryBusy), library.writing():
        pass
    assert other.pid
    os.kill(other.pid, signal.SIGKILL)
    other.join()
    with library.writing(patience=30):
        assert library.is_written_elsewhere()


def test_a_purge_reaches_the_indexes_of_every_machine(machine: Machine, folder: Path):
    (writer, _), (other, served) = machine(), machine()
    ingest(writer, [folder], EMBEDDER)
    assert found_by_words(served, "Ostend") == {"one.txt"}
    purge_source(writer, "one.txt", EMBEDDER.embedder_id)
    assert found_by_words(served, "Ostend") == set()
    kept = [path for path in (other.home / "index").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"ostend" in path.read_bytes().lower()]


def test_texts_and_conversations_keep_every_character(machine: Machine, tmp_path: Path):
    library, _ = machine()
    text = "Words \x00 with odd \ufffe characters, “quoted”, and \ud83c half of one."
    record = {"id": "1", "title": "A \x00 title \U0001f30a", "text": text}
    (tmp_path / "odd.jsonl").write_text(json.dumps(record))
    report = ingest(library, [tmp_path / "odd.jsonl"], EMBEDDER)
    assert report.added == ("odd.jsonl#1",)
    # Half of a surrogate pair is no character.
    assert library.article_of("odd.jsonl#1").text == text.replace("\ud83c", "\ufffd")
    assert ingest(library, [tmp_path / "odd.jsonl"], EMBEDDER).unchanged == 1
    conversations = Conversations(library.engine)
    begun = conversations.start("What \x00 is it? \U0001f30a")
    assert conversations.recent(search="\U0001f30a") == [begun]


def test_sources_are_listed_in_the_same_order_as_by_the_embedded_library(
    machine: Machine, tmp_path: Path
):
    (shared, _), folder = machine(), tmp_path / "names"
    folder.mkdir()
    for name in ("a.txt", "B.txt", "_c.txt", "É.txt", "d-1.txt", "d 2.txt"):
        (folder / name).write_text(ARTICLE.format(place=name))
    own = open_library(tmp_path / "own")
    for library in (shared, own):
        ingest(library, [folder], None)
    assert [s.source for s in shared.sources()] == [s.source for s in own.sources()]
    own.close()


def test_a_library_moves_into_postgresql_and_out_of_it_whole(
    machine: Machine, folder: Path, tmp_path: Path, new_database: Callable[[], str]
):
    own = open_library(tmp_path / "own")
    ingest(own, [folder], EMBEDDER)
    begun = Conversations(own.engine).start("Who met?")
    export_library(own, tmp_path / "first.library")
    own.close()
    there = new_database()
    import_library(tmp_path / "first.library", tmp_path / "here", there)
    with closing(open_library(tmp_path / "here", there)) as shared:
        assert Conversations(shared.engine).recent() == [begun]
        (folder / "two.txt").write_text(ARTICLE.format(place="Trieste"))
        ingest(shared, [folder], EMBEDDER)
        export_library(shared, tmp_path / "second.library")
        state = shared.state()
    import_library(tmp_path / "second.library", tmp_path / "back")
    with closing(open_library(tmp_path / "back")) as back:
        assert [summary.source for summary in back.sources()] == ["one.txt", "two.txt"]
        assert back.state() == state
        assert back.vectors.count(EMBEDDER.embedder_id) == back.count_chunks()
    with pytest.raises(LibraryError, match="holds articles already; choose an empty database"):
        import_library(tmp_path / "second.library", tmp_path / "here", there)


def test_a_library_of_a_newer_program_is_refused(machine: Machine, address: str, tmp_path: Path):
    library, _ = machine()
    library.put_fact("schema_version", "999")
    with pytest.raises(LibraryError, match="made by a newer version of this program; upgrade"):
        open_library(tmp_path / "later", address)


def test_an_older_library_is_migrated_in_place(machine: Machine, address: str, tmp_path: Path):
    machine()
    engine = create_engine(address)
    with engine.begin() as connection:
        for table in ("edges", "prints", "reprints", "edits"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE facts SET value = '1' WHERE name = 'schema_version'")
    migrated = open_library(tmp_path / "later", address)
    assert migrated.fact("schema_version") == str(SCHEMA_VERSION)
    assert {"edges", "prints", "reprints", "edits"} <= set(inspect(engine).get_table_names())
    migrated.close()
    engine.dispose()


@pytest.mark.parametrize(
    ("broken", "kind", "said"),
    [
        (lambda url: "mysql://user:secret@host/db", SettingsError, "write postgresql"),
        (lambda url: "no address: secret", SettingsError, "write postgresql"),
        (lambda url: url.replace("/library_", "/lacking_"), LibraryError, "createdb"),
        (lambda url: url.replace("assistant@", "who:secret@"), LibraryError, "no such user"),
        (
            lambda url: "postgresql://u:secret@127.0.0.1:1/db",
            LibraryError,
            "cannot be reached; see that the server runs",
        ),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence_without_its_password(
    broken: Callable[[str], str],
    kind: type[AssistantError],
    said: str,
    address: str,
    tmp_path: Path,
):
    with pytest.raises(kind, match=said) as failure:
        open_library(tmp_path / "home", broken(address))
    assert "secret" not in str(failure.value)
    assert "\n" not in str(failure.value)


def test_without_the_driver_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"pip install .*\[postgres\]"):
        open_library(tmp_path, "postgresql+psycopg://user@127.0.0.1/db")
