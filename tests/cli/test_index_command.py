"""Articles come in from the terminal."""

import json
import os
import re

import pytest
from typer.testing import CliRunner

from assistant import open_assistant
from assistant.cli.commands import app
from assistant.library.store import open_library
from assistant.settings import load_settings


def test_records_come_in_through_stdin(tmp_path):
    records = [
        {"id": "a", "text": "The ferry was late again on Monday, its captain said."},
        {"id": "b", "title": "A record without a text"},
    ]
    lines = "\n".join(map(json.dumps, records))
    home = ("--home", str(tmp_path))
    report = CliRunner().invoke(app, ["index", "-", "--json", *home], input=lines)
    assert report.exit_code == 0
    found = json.loads(report.stdout)
    assert (found["added"], found["failed"][0]["source"]) == (1, "stdin.jsonl#L2")
    shown = CliRunner().invoke(app, ["show", "stdin.jsonl#a", "--json", *home])
    assert json.loads(shown.stdout)["text"] == records[0]["text"]


def test_a_followed_folder_comes_in_again_when_it_changes(tmp_path, monkeypatch):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry was late again on Monday, its captain said.")

    def changes(paths, home):
        assert paths == [folder]
        (folder / "b.txt").write_text("Fishermen protested in front of the town hall on Tuesday.")
        yield
        (folder / "a.txt").unlink()
        yield

    monkeypatch.setattr("assistant.library.watch.changes", changes)
    home = str(tmp_path / "home")
    said = CliRunner().invoke(app, ["index", str(folder), "--watch", "--home", home])
    assert said.exit_code == 0
    counts = [re.findall(r"\d+", line) for line in said.stdout.splitlines() if "added" in line]
    assert [(c[0], c[2], c[4]) for c in counts] == [
        ("1", "0", "0"),
        ("1", "0", "1"),
        ("0", "1", "1"),
    ]


@pytest.mark.parametrize("count", [1, 2])
def test_an_article_removed_by_hand_is_said_to_be_and_comes_back_when_saved_again(tmp_path, count):
    news, home = tmp_path / "news", ("--home", str(tmp_path / "home"))
    news.mkdir()
    names = ["a.txt", "b.txt"][:count]
    for name in names:
        (news / name).write_text(f"The ferry was late again on Monday, its captain said to {name}.")
    run = CliRunner().invoke
    run(app, ["index", str(news), *home])
    with open_assistant(load_settings(home=tmp_path / "home")) as assistant:
        assistant.remove(names)
    said = run(app, ["index", str(news), *home])
    assert said.exit_code == 0
    assert "removed from the library" in said.stderr
    assert "save" in said.stderr
    os.utime(news / "a.txt", (1, 1))
    assert run(app, ["index", str(news), *home]).stdout.startswith("1 added")


def test_a_second_run_waits_and_then_says_who_writes(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.pipeline.PATIENCE", 0.1)
    (tmp_path / "a.txt").write_text("The ferry was late again on Monday, its captain said.")
    library = open_library(tmp_path / "home")
    with library.writing():
        said = CliRunner().invoke(
            app, ["index", str(tmp_path / "a.txt"), "--home", str(tmp_path / "home")]
        )
    assert library.count_articles() == 0
    library.close()
    assert f"process {os.getpid()} is writing" in f"{said.output}{said.exception}"
    assert said.exit_code == 1


def test_the_summary_counts_a_moved_article_once(tmp_path):
    folder, home = tmp_path / "news", ("--home", str(tmp_path / "home"))
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry was late again on Monday, its captain said.")
    CliRunner().invoke(app, ["index", str(folder), *home])
    (folder / "a.txt").rename(folder / "b.txt")
    summary = CliRunner().invoke(app, ["index", str(folder), *home]).stdout
    assert summary.startswith("0 added, 0 changed, 0 removed, 1 moved, 0 unchanged")


def test_the_summary_counts_what_was_skipped_by_kind(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a.pptx", "b.pptx", "c.msg", "d.txt"):
        (folder / name).write_text("The ferry was late again on Monday, its captain said.")
    home = ("--home", str(tmp_path / "home"))
    summary = CliRunner().invoke(app, ["index", str(folder), *home])
    assert summary.stdout.rstrip().endswith("0 failed; skipped: 2 .pptx, 1 .msg")
    report = CliRunner().invoke(app, ["index", str(folder), "--json", *home])
    assert json.loads(report.stdout)["skipped"] == {".pptx": 2, ".msg": 1}
