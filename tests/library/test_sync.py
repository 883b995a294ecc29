"""The library follows the files, the difference only, and no bad file stops it."""

import json
import os
import shutil
import zipfile

import pytest

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.errors import LoadError
from assistant.library import files as files_module
from assistant.library.store import open_library
from assistant.library.sync import sync


def describe(loaded):
    if "undescribable" in loaded.text:
        raise ValueError("no headline")
    return Article(loaded.source, loaded.text, loaded.encoding, kept=(Span(0, len(loaded.text)),))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path / "home")
    yield found
    found.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "news"
    (made / "sub").mkdir(parents=True)
    (made / "one.txt").write_text("The harbour was closed on Monday. It opens again soon.")
    (made / "sub" / "two.txt").write_text("Farmers protested against the price of milk.")
    return made


def run(library, *paths, **options):
    with library.writing():
        return sync(library, paths, describe, count_word_pieces, **options)


def held(library):
    return [summary.source for summary in library.sources()]


def test_a_folder_comes_in_and_again_changes_nothing(library, folder):
    report = run(library, folder)
    assert set(report.added) == {"one.txt", "sub/two.txt"}
    before = library.revision()
    again = run(library, folder)
    assert (again.added, again.changed, again.removed, again.unchanged) == ((), (), (), 2)
    assert library.revision() == before


def test_only_what_differs_is_read(library, folder, monkeypatch):
    run(library, folder)
    (folder / "one.txt").write_text("The harbour is open.")
    opened = []
    digest = files_module.digest_of

    def noted(path):
        opened.append(path.name)
        return digest(path)

    monkeypatch.setattr("assistant.library.sync.digest_of", noted)
    report = run(library, folder)
    assert (report.changed, report.unchanged) == (("one.txt",), 1)
    assert opened == ["one.txt"]
    assert library.article_of("one.txt").text == "The harbour is open."


def test_removed_files_go_only_under_the_given_roots(library, folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "three.txt").write_text("A comet will be seen above the mountains.")
    run(library, folder, other)
    (folder / "one.txt").unlink()
    (other / "three.txt").unlink()
    report = run(library, folder)
    assert report.removed == ("one.txt",)
    assert held(library) == ["sub/two.txt", "three.txt"]


def test_a_moved_file_is_said_to_be_moved(library, folder):
    run(library, folder)
    (folder / "one.txt").rename(folder / "sub" / "uno.txt")
    report = run(library, folder)
    assert report.moved == (("one.txt", "sub/uno.txt"),)
    assert held(library) == ["sub/two.txt", "sub/uno.txt"]


def test_a_file_read_before_keeps_its_name(library, folder):
    run(library, folder)
    (folder / "sub" / "two.txt").write_text("Milk is cheaper now.")
    report = run(library, folder / "sub" / "two.txt")
    assert report.changed == ("sub/two.txt",)
    assert held(library) == ["one.txt", "sub/two.txt"]


def test_a_name_held_from_another_root_is_refused_but_for_a_prefix(library, folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.txt").write_text("Quite another article.")
    run(library, folder)
    report = run(library, other)
    [failure] = report.failed
    assert failure.source == "one.txt"
    assert "--name" in failure.why
    assert "harbour" in library.article_of("one.txt").text
    assert run(library, other, name="second").added == ("second/one.txt",)
    assert run(library, other, name="second/").unchanged == 1


def test_two_roots_in_one_run_do_not_overwrite_each_other(library, folder, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "one.txt").write_text("Quite another article.")
    report = run(library, folder, other)
    assert len(report.failed) == 2
    assert "harbour" in library.article_of("one.txt").text


def test_a_folder_that_moved_as_a_whole_keeps_its_names(library, folder):
    run(library, folder)
    moved = folder.rename(folder.with_name("archive"))
    report = run(library, moved)
    assert report.failed == ()
    assert report.unchanged == 2


def test_one_bad_file_stops_nothing_and_is_named_each_time(library, folder):
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "worse.txt").write_text("undescribable")
    for _ in range(2):
        report = run(library, folder)
        assert {failure.source for failure in report.failed} == {"bad.txt", "worse.txt"}
        assert held(library) == ["one.txt", "sub/two.txt"]


def test_a_file_that_went_bad_keeps_its_last_version(library, folder):
    run(library, folder)
    (folder / "one.txt").write_bytes(bytes(range(256)) * 40)
    report = run(library, folder)
    assert [failure.source for failure in report.failed] == ["one.txt"]
    assert "one.txt" in held(library)


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_cannot_be_opened_loses_nothing(library, folder):
    run(library, folder)
    (folder / "sub").chmod(0)
    try:
        report = run(library, folder)
    finally:
        (folder / "sub").chmod(0o755)
    assert [failure.source for failure in report.failed] == ["sub"]
    assert "sub/two.txt" in held(library)


def test_records_of_a_file_come_and_go_one_by_one(library, folder):
    lines = [{"id": n, "title": f"Title {n}", "text": f"Report number {n}."} for n in range(3)]
    path = folder / "wire.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    run(library, folder)
    path.write_text("\n".join(map(json.dumps, [lines[0], {**lines[2], "text": "Amended."}])))
    report = run(library, folder)
    assert (report.changed, report.removed) == (("wire.jsonl#2",), ("wire.jsonl#1",))
    assert report.unchanged == 3


def test_better_reading_code_reads_everything_again(library, folder, monkeypatch):
    run(library, folder)
    monkeypatch.setattr("assistant.library.sync.reading_code", lambda: "another")
    monkeypatch.setattr("assistant.library.sync.chunk_article", lambda *_: [])
    assert set(run(library, folder).changed) == {"one.txt", "sub/two.txt"}


def test_a_run_that_was_interrupted_is_gone_on_with(library, folder, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.library.sync._ARTICLES_AT_ONCE", 1)
    with pytest.raises(KeyboardInterrupt):
        run(library, folder, on_batch=lambda: interrupt(None))
    assert held(library) == ["one.txt"]
    report = run(library, folder)
    assert report.added == ("sub/two.txt",)
    assert held(library) == ["one.txt", "sub/two.txt"]


def test_a_path_that_leads_nowhere_is_said(library, tmp_path):
    with pytest.raises(LoadError, match="no such file"):
        run(library, tmp_path / "nowhere")


def test_progress_counts_files_to_the_end(library, folder):
    seen = []
    run(library, folder, on_progress=seen.append)
    assert [(p.step, p.total) for p in seen[-1:]] == [("reading", 2)]
    assert seen[-1].done == 2


def test_a_pipe_and_a_name_that_is_not_utf8_stop_nothing(library, folder):
    os.mkfifo(folder / "pipe.txt")
    (folder / os.fsdecode(b"bad\xff.txt")).write_text("The ferry was late.")
    report = run(library, folder)
    assert {failure.source for failure in report.failed} == {"pipe.txt", "bad\\xff.txt"}
    assert held(library) == ["one.txt", "sub/two.txt"]


def test_the_own_files_of_a_library_are_passed_over_silently(folder):
    for home in (folder / "home", folder):
        own = open_library(home)
        (home / "index").mkdir()
        (home / "index" / "published.json").write_text("{}")
        try:
            report = run(own, folder)
        finally:
            own.close()
        assert set(report.added) == {"one.txt", "sub/two.txt"}
        assert not report.failed
        assert not report.skipped
        shutil.rmtree(folder / "home", ignore_errors=True)


def test_skipped_kinds_are_counted_in_every_run(library, folder):
    (folder / "a.pptx").write_text("Slides.")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("c.msg", "A mail.")
        archive.writestr("d.pptx", "Slides.")
    for _ in range(2):
        report = run(library, folder)
        assert report.as_json()["skipped"] == {".pptx": 2, ".msg": 1}
