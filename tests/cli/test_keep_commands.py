"""A library is moved and an article purged from the terminal."""

import json

from typer.testing import CliRunner

from assistant.cli.commands import app


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_export_import_and_purge(tmp_path):
    article = tmp_path / "news" / "ferry.txt"
    article.parent.mkdir()
    article.write_text("The ferry was late again on Monday, its captain said.")
    assert run("index", article.parent, "--home", tmp_path / "one").exit_code == 0
    assert run("export", tmp_path / "all", "--home", tmp_path / "one").exit_code == 0
    assert run("export", tmp_path / "all", "--home", tmp_path / "one").exit_code == 1
    assert run("import", tmp_path / "all", "--home", tmp_path / "two").exit_code == 0
    shown = run("show", "ferry.txt", "--json", "--home", tmp_path / "two")
    assert json.loads(shown.stdout)["text"] == article.read_text()
    purged = run("purge", "ferry.txt", "--home", tmp_path / "two")
    assert purged.exit_code == 0
    assert str(article) in purged.stderr
    assert run("show", "ferry.txt", "--home", tmp_path / "two").exit_code == 1
    assert run("purge", "ferry.txt", "--home", tmp_path / "two").exit_code == 1
