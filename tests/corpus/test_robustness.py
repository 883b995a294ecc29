"""Inputs that must not stop the others, and whose content must not be lost without a word."""

import json
import os
import socket
from collections import Counter

import pytest

from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles, find_files, read_articles
from assistant.corpus.loaded import LoadedText, LoadFailure, Skipped
from assistant.corpus.readers.registry import FORMATS
from assistant.library.files import _from_json

GOOD = "Goodtown closes its port\n\nThe council of Goodtown voted 14 to 9 to close the coal port.\n"
WORDS = "The café’s owner, Zoë Brontë, wept, and “naïve” was the word that she used of it.\n" * 3


def _loaded(*paths, **options):
    return list(find_articles(paths, **options))


@pytest.mark.parametrize("data", [b"\xff", b"\x81", b"\xc3", b"\xe2\x80"])
def test_invalid_bytes_in_utf8_are_replaced_and_the_rest_is_kept(tmp_path, data):
    raw = WORDS.encode() + data + b" and more.\n" + WORDS.encode()
    (tmp_path / "a.txt").write_bytes(raw)
    (article,) = _loaded(tmp_path)
    assert article.text == raw.decode("utf-8", "replace")
    assert article.encoding == "utf-8"
    assert "not valid UTF-8" in article.warnings[0]


def test_an_invalid_byte_in_ascii_text_is_replaced_and_the_rest_is_kept(tmp_path):
    (tmp_path / "a.txt").write_bytes(GOOD.encode() + b"It cost 12 million\x81 kronor.")
    (article,) = _loaded(tmp_path)
    assert article.text == GOOD + "It cost 12 million\ufffd kronor."


@pytest.mark.parametrize("data", [b"\xff\xfe\x00bad", b"?!\n---\n", "🌊 ok".encode()])
def test_a_file_with_next_to_no_letters_is_refused(tmp_path, data):
    (tmp_path / "odd.md").write_bytes(data)
    (failure,) = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)
    assert "no text worth reading" in failure.why


def test_windows_latin_text_is_not_taken_for_damaged_utf8(tmp_path):
    words = GOOD + WORDS
    (tmp_path / "a.txt").write_bytes(words.encode("cp1252"))
    (article,) = _loaded(tmp_path)
    assert (article.text, article.warnings) == (words, ())


POLISH = "Burmistrz powiedział, że łódź została sprzedana w maju, i dodał: źle się dzieje.\n"
CZECH = "Starosta řekl, že čerpadla se porouchala a loď byla prodána; těšíme se na příští týden.\n"
GERMAN = "Der Bürgermeister sagte, dass das Bergwerk nach dem Streit schließt.\n"
FRENCH = "La maire a déclaré que les pompes étaient tombées en panne, où l’été fut très sec.\n"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        *((words, name) for words in (POLISH, CZECH) for name in ("iso8859_2", "mac_latin2")),
        (FRENCH, "mac_roman"),
        (GERMAN, "mac_roman"),
        ("“We can’t wait,” the mayor said of the café at the port.\n", "mac_roman"),
        ("Başkan, pompaların iki kez arızalandığını ve teknenin satıldığını söyledi.\n", "cp1254"),
        ("Meras pareiškė, kad siurbliai sugedo, o laivas buvo parduotas gegužę.\n", "cp1257"),
    ],
)
def test_the_letters_of_a_text_tell_its_encoding(tmp_path, words, encoding):
    (tmp_path / "a.txt").write_bytes(words.encode(encoding))
    (article,) = _loaded(tmp_path)
    assert (article.text, article.encoding, article.warnings) == (words, encoding, ())


def test_an_encoding_that_is_not_certain_is_named_in_a_warning(tmp_path):
    (tmp_path / "a.txt").write_bytes("prístavu po spore o jeho bezpečnosť".encode("iso8859_2"))
    (article,) = _loaded(tmp_path)
    assert article.warnings == (
        "the encoding is not certain; read as CP1250, so check its letters",
    )


@pytest.mark.parametrize(
    ("words", "encoding"),
    [(POLISH, "cp1250"), (POLISH, "iso8859_2"), (FRENCH, "cp1252"), (GERMAN, "mac_roman")],
)
@pytest.mark.parametrize("share", [1, 8])
def test_lines_in_another_encoding_among_utf8_are_read(tmp_path, words, encoding, share):
    data = words.encode() * share + words.encode(encoding) + words.encode()
    (tmp_path / "a.txt").write_bytes(data)
    (article,) = _loaded(tmp_path)
    assert article.text == words * (share + 2)
    assert article.warnings[0].endswith(f"are not valid UTF-8; read as {encoding.upper()}")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "words",
    [
        GOOD,
        WORDS,
        "Министр сказал, что переговоры продолжатся.\n",
        "部長は会談が続くと述べた。 OK\n",
    ],
)
def test_utf16_is_read_without_a_byte_order_mark(tmp_path, encoding, words):
    (tmp_path / "a.txt").write_bytes(words.encode(encoding))
    (article,) = _loaded(tmp_path)
    assert (article.text, article.encoding) == (words, encoding)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("head", ["Mine closes in Hale", "# Mine closes in Hale", ""])
def test_a_byte_order_mark_is_in_no_metadata_and_no_excerpt(tmp_path, encoding, head):
    lead = "The mine in Hale closed on Monday after a long dispute over its safety."
    (tmp_path / "a.txt").write_bytes(f"{head}\n\n{lead}\n".lstrip("\n").encode(encoding))
    (loaded,) = _loaded(tmp_path)
    article = describe(loaded)
    assert article.title == ("Mine closes in Hale" if head else lead)
    assert [span.of(article.text) for span in article.kept] == [lead]
    assert article.text == (tmp_path / "a.txt").read_bytes().decode(article.encoding)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_records_and_tables_are_read_in_wide_encodings(tmp_path, encoding):
    rows = [{"id": n, "title": f"Café {n}", "text": f"Café number {n} closed."} for n in range(3)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    table = "id,title,text\n" + "".join(
        f'{n},"Café {n}","Café number {n}\nclosed."\n' for n in "12"
    )
    (tmp_path / "a.jsonl").write_bytes(lines.encode(encoding))
    (tmp_path / "b.csv").write_bytes(table.encode(encoding))
    found = _loaded(tmp_path)
    assert [item.source for item in found] == [
        *("a.jsonl#0", "a.jsonl#1", "a.jsonl#2", "b.csv#1", "b.csv#2")
    ]
    assert found[0].text == "Café number 0 closed."
    assert found[4].text == "Café number 2\nclosed."


def test_half_a_surrogate_pair_becomes_a_character_that_can_be_stored(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(
        b'{"id": "x\\ud83d", "title": "lone \\ud83d", "text": "The library \\udc00 was closed."}\n'
        b'{"id": 2, "title": "whole \\ud83d\\ude00", "text": "The museum was opened."}\n'
    )
    first, second = _loaded(tmp_path)
    assert first.source == "a.jsonl#x\ufffd"
    assert first.record.title == "lone \ufffd"
    assert first.text == "The library \ufffd was closed."
    assert second.record.title == "whole \U0001f600"


def test_a_file_name_that_is_not_utf8_fails_and_the_others_are_read(tmp_path):
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / os.fsdecode(b"bad\xff\xfe.txt")).write_text(GOOD)
    folder = tmp_path / os.fsdecode(b"sub\xff")
    folder.mkdir()
    (folder / "c.txt").write_text(GOOD)
    bad, good, below = _loaded(tmp_path)
    assert isinstance(good, LoadedText)
    assert "not valid UTF-8" in bad.why
    assert bad.source == "bad\\xff\\xfe.txt"
    assert below.source == "sub\\xff/c.txt"


def test_pipes_and_sockets_fail_and_the_others_are_read(tmp_path):
    (tmp_path / "good.txt").write_text(GOOD)
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(tmp_path / "socket.txt"))
        good, pipe, sock = _loaded(tmp_path)
    assert isinstance(good, LoadedText)
    assert "pipe, socket or device" in pipe.why
    assert "pipe, socket or device" in sock.why


def test_everything_that_a_folder_skips_is_counted_by_kind(tmp_path):
    names = ("a.pptx", "b.PPTX", "c.msg", "d", "README.md", ".hidden", "good.txt", "e.doc")
    for name in names:
        (tmp_path / name).write_text(GOOD)
    skipped = Counter()
    found = [file.source for file in find_files([tmp_path], skipped=skipped)]
    assert found == ["e.doc", "good.txt"]
    assert skipped == {
        ".pptx": 2, ".msg": 1, "no extension": 1, "readme or licence": 1, "hidden": 1
    }  # fmt: skip


def test_what_an_archive_skips_is_counted_by_kind(tmp_path):
    from zipfile import ZipFile

    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("a.txt", "b.msg", "__MACOSX/a.txt", "docs/README.md"):
            archive.writestr(name, GOOD)
    found = list(read_articles(tmp_path / "a.zip", "a.zip"))
    kinds = [item.kind for item in found if isinstance(item, Skipped)]
    assert kinds == [".msg", "hidden", "readme or licence"]
    assert [item.source for item in _loaded(tmp_path)] == ["a.zip!a.txt"]


def test_every_format_of_the_registry_has_its_read_function():
    assert all(callable(each.reader({})) for each in FORMATS)
    suffixes = [suffix for each in FORMATS for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_failures_that_an_older_library_stored_are_still_read():
    assert _from_json('[["a.txt", "empty"]]') == ((LoadFailure("a.txt", "empty"),), {})
