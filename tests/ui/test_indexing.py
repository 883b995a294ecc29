"""Uploaded files stay in their folder, whatever they are called; none waits in vain."""

import threading
import time
from typing import Any

import pytest

from ui.indexing import begin_indexing, dismiss, is_indexing, keep_uploads, runs_of


class Slow:
    """An assistant that indexes once it may; two runs at once would be a mistake."""

    def __init__(self):
        self.go = threading.Event()
        self.busy = threading.Lock()

    def index(self, paths, progress):
        assert self.busy.acquire(blocking=False)
        assert self.go.wait(10)
        self.busy.release()
        return paths


def wait_ended(library):
    deadline = time.monotonic() + 10
    while is_indexing(library):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../a.txt", "a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("/etc/a.txt", "a.txt"),
        ("..", "article"),
        (".hidden", "hidden"),
        ("a\0b.txt", "ab.txt"),
    ],
)
def test_no_name_leads_out_of_the_folder(tmp_path, name, kept):
    [path] = keep_uploads(tmp_path, [(name, b"words")])
    assert path == tmp_path / "uploads" / kept
    assert path.read_bytes() == b"words"


def test_two_files_of_one_name_are_both_kept(tmp_path):
    came = [("a.txt", b"one"), ("b/a.txt", b"two"), ("c/a.txt", b"one"), ("a", b"3"), ("x/a", b"4")]
    kept = keep_uploads(tmp_path, came)
    assert {path.name: path.read_bytes() for path in kept} == {
        "a.txt": b"one",
        "a (2).txt": b"two",
        "a": b"3",
        "a (2)": b"4",
    }


FERRY = b"Ferry late again\n\nThe ferry of Kallmar was late again on Monday, its captain said.\n"
MUSEUM = (
    b"Museum opens\n\nThe museum of Ostby opened its doors to five hundred visitors on Friday.\n"
)


def upload(home, content, name="index.txt"):
    [path] = keep_uploads(home, [(name, content)])
    return path.name


def test_a_later_upload_of_another_article_replaces_nothing(tmp_path):
    assert upload(tmp_path, FERRY) == "index.txt"
    assert upload(tmp_path, MUSEUM) == "index (2).txt"
    assert (tmp_path / "uploads" / "index.txt").read_bytes() == FERRY


def test_a_later_upload_of_a_new_version_replaces_the_old_one(tmp_path):
    upload(tmp_path, FERRY)
    upload(tmp_path, MUSEUM)
    assert upload(tmp_path, FERRY + b"\nIt sank on Tuesday.\n") == "index.txt"
    assert upload(tmp_path, MUSEUM + b"\nIt is closed on Mondays.\n") == "index (2).txt"
    assert (
        upload(tmp_path, b"Museum opens\n\nIts first day was a great success.\n") == "index (2).txt"
    )


def test_an_upload_without_an_article_keeps_its_name(tmp_path):
    upload(tmp_path, b"", "a.pdf")
    assert upload(tmp_path, b"no PDF", "a.pdf") == "a.pdf"


def reports(library) -> list[Any]:
    return [run.report for run in runs_of(library)]


def test_what_is_asked_while_a_run_is_under_way_is_done_after_it():
    library: Any = Slow()
    one: list[Any] = ["one"]
    two: list[Any] = ["two"]
    begin_indexing(library, one, "failed")
    begin_indexing(library, two, "failed")
    assert is_indexing(library)
    library.go.set()
    wait_ended(library)
    assert reports(library) == [one, two]
    dismiss(library, runs_of(library)[0])
    assert reports(library) == [two]
    dismiss(library)
    assert runs_of(library) == []
