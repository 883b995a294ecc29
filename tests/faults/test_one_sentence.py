"""Each fault ends a command with status 1 and one line that says what to do, never a traceback."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.article import Article, Span
from assistant.cli.commands import app
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.library.chunk import chunk_article
from assistant.library.store import Entry, open_library

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="it takes POSIX permissions and limits"),
]
TEXT = "The ferry was late again on Monday, its captain said."
ROOT = Path(__file__).parents[2]
NOBODY = 65534


@pytest.fixture
def home(tmp_path):
    library = open_library(tmp_path / "home")
    article = Article("a.txt", TEXT, kept=(Span(0, len(TEXT)),))
    library.put([Entry(article, chunk_article(article, count_word_pieces))])
    library.close()
    return tmp_path / "home"


def sentence(*command, home):
    """The one line that a command ends with."""
    result = CliRunner().invoke(app, [*command, "--home", str(home)])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    [line] = result.stderr.strip().splitlines()
    return line


def test_a_library_of_a_newer_version(home):
    with closing(sqlite3.connect(home / "library.sqlite")) as raw:
        raw.execute("update facts set value = '999' where name = 'schema_version'")
        raw.commit()
    assert "newer version of this program; upgrade with pip" in sentence("sources", home=home)


def test_a_file_that_is_not_a_database(home):
    (home / "library.sqlite").write_bytes(b"\xaa" * 8192)
    assert "is damaged; put a backup in its place" in sentence("sources", home=home)


def test_a_page_that_was_overwritten(home):
    path = home / "library.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [size] = raw.execute("PRAGMA page_size").fetchone()
        [page] = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'").fetchone()
    whole = path.read_bytes()
    path.write_bytes(whole[: (page - 1) * size] + b"\xaa" * size + whole[page * size :])
    assert "is damaged; put a backup in its place" in sentence("show", "a.txt", home=home)


def test_a_home_that_another_process_writes(home, monkeypatch):
    monkeypatch.setattr("assistant.pipeline.PATIENCE", 0.1)
    library = open_library(home)
    with library.writing():
        said = sentence("index", str(ROOT / "seeds"), home=home)
    library.close()
    assert f"process {os.getpid()} is writing" in said
    assert "try again when it has ended" in said


def run(command, home, **options):
    """A command in a process of its own, which limits can be set on."""
    call = [sys.executable, "-c", command, str(home)]
    done = subprocess.run(
        call, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300, **options
    )
    return done.returncode, done.stderr.strip().splitlines()


WRITE = """
import sys
from pathlib import Path
from assistant.errors import LibraryError
from assistant.library.lock import writer_lock
from assistant.library.store import open_library
try:
    library = open_library(Path(sys.argv[1]))
    with library.writing():
        library.put_fact("name", "value" * 100_000)
except LibraryError as error:
    sys.exit(str(error))
"""


def test_a_full_disk(home):
    def limit():
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))

    status, lines = run(WRITE, home, preexec_fn=limit)
    assert (status, len(lines)) == (1, 1)
    assert "the disk is full" in lines[0]
    assert "make room" in lines[0]
    library = open_library(home)
    assert library.article_of("a.txt").text == TEXT
    library.close()


def test_a_home_that_is_read_only(home):
    for folder in list(home.parents)[:4]:  # pytest's own folders are closed to other users
        folder.chmod(0o755)
    for path in (*home.rglob("*"), home):
        path.chmod(0o555 if path.is_dir() else 0o444)
    become_nobody = f"import os\nif os.geteuid() == 0:\n    os.setuid({NOBODY})\n"
    status, lines = run(WRITE.replace("try:", f"{become_nobody}try:"), home)
    home.chmod(0o755)
    assert (status, len(lines)) == (1, 1)
    assert "cannot be written; give yourself the right to write there" in lines[0]
