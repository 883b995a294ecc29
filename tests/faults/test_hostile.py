"""Hostile files are refused, or read, within bounds of time and memory that the kernel holds to."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="it takes POSIX limits and sparse files"),
]
GIBIBYTE = 1 << 30
GOOD = b"The ferry to Larkham was late again on Monday, its captain said."
PARAGRAPH = b"<p>" + GOOD + b"</p>"
READ = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadFailure
for item in find_articles([sys.argv[1]]):
    failed = isinstance(item, LoadFailure)
    said = item.why if failed else describe(item).text
    print(json.dumps([item.source, "failed" if failed else "read", said[:200]]))
"""


def read(folder: Path) -> dict[str, tuple[str, str]]:
    """What became of each file, in a process that is killed where it takes more than it may."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    rows = map(json.loads, done.stdout.splitlines())
    return {source: (outcome, said) for source, outcome, said in rows}


def sparse(path: Path, head: bytes, tail: bytes = b"") -> None:
    """A file of 2 GiB in one line, which takes no room on the disk."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(2 * GIBIBYTE)
        file.seek(0, 2)
        file.write(tail)


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_lines_of_two_gigabytes_are_refused_and_what_follows_is_read(tmp_path):
    record = b'"}\n{"text": "' + GOOD + b'"}\n'
    sparse(tmp_path / "a.jsonl", b'{"text": "', record)
    sparse(tmp_path / "b.csv", b'title,text\nFerry,"', b'"\n')
    sparse(tmp_path / "c.txt", GOOD)
    sparse(tmp_path / "d.html", b"<html>")
    sparse(tmp_path / "e.json", b'[{"text": "', b'"}]')
    sparse(tmp_path / "f.warc", b"WARC/1.0\r\nWARC-Type: response\r\nX-Long: ")
    (tmp_path / "g.txt").write_bytes(GOOD)
    found = read(tmp_path)
    assert {source for source, (outcome, _) in found.items() if outcome == "read"} == {
        "a.jsonl#L2",
        "g.txt",
    }
    assert all(
        word in said
        for said, word in [
            (found["a.jsonl#L1"][1], "longer than 16 MiB"),
            (found["b.csv"][1], "longer than 16 MiB"),
            (found["c.txt"][1], "larger than 64 MiB"),
            (found["d.html"][1], "larger than 32 MiB"),
            (found["e.json"][1], "larger than 64 MiB"),
            (found["f.warc"][1], "headers"),
        ]
    )


def test_bombs_and_ways_out_of_an_archive_are_refused_and_the_other_members_are_read(tmp_path):
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    bomb = b"0" * (80 << 20)
    members = {"../../etc/passwd": GOOD, "/etc/passwd.txt": GOOD, "bomb.txt": bomb, "a.txt": GOOD}
    (folder / "a.zip").write_bytes(packed(members))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(bomb))
    found = read(folder)
    assert found["a.zip!a.txt"] == ("read", GOOD.decode())
    assert "leads out" in found["a.zip!../../etc/passwd"][1]
    assert "leads out" in found["a.zip!/etc/passwd.txt"][1]
    assert "hostile" in found["a.zip!bomb.txt"][1]
    assert "hostile" in found["b.jsonl.gz"][1]
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {"a.zip", "b.jsonl.gz"}


def test_nesting_and_crowds_of_attributes_cost_no_more_than_a_page(tmp_path):
    deep = 100_000
    crowd = b" ".join(b'a%d=">"' % number for number in range(deep))
    for name, data in {
        "a.html": b"<div>" * deep + PARAGRAPH + b"</div>" * deep,
        "b.html": b"<b><i><span>" * deep + PARAGRAPH,
        "c.html": b"<table><tr><td>" * deep + PARAGRAPH,
        "d.html": b"<div " + crowd + b">" + PARAGRAPH,
        "e.json": b"[" * deep + b"]" * deep,
        "f.rtf": b"{\\rtf1 " + b"{" * deep + GOOD + b"}" * deep + b"}",
        "g.html": b'<script type="application/ld+json">' + b"[" * deep + b"</script>" + PARAGRAPH,
    }.items():
        (tmp_path / name).write_bytes(data)
    found = read(tmp_path)
    assert set(found) == {"a.html", "b.html", "c.html", "d.html", "e.json", "f.rtf", "g.html"}
    assert "attributes" in found["d.html"][1]
    assert "JSON" in found["e.json"][1]
    assert found["f.rtf"] == ("read", GOOD.decode())
    assert found["g.html"] == ("read", GOOD.decode())


def test_a_file_name_with_newlines_is_refused_and_one_of_markup_is_a_name(tmp_path):
    (tmp_path / "a\n<b>.txt").write_bytes(GOOD)
    (tmp_path / "<img src=x onerror=alert(1)>.txt").write_bytes(GOOD)
    found = read(tmp_path)
    assert found["<img src=x onerror=alert(1)>.txt"] == ("read", GOOD.decode())
    assert found["a\\n<b>.txt"][0] == "failed"
