"""Articles come in from the terminal."""

import json

from typer.testing import CliRunner

from assistant.cli.app import app


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
