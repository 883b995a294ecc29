"""Damaged, odd and hostile files end in one sentence that says what to do; the rest is read."""

import ast
import gzip
import io
import json
import time
import zipfile
from pathlib import Path

import pytest

import assistant.corpus
from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles, read_articles
from assistant.corpus.loaded import LoadedText, LoadFailure, Skipped

GOOD = "The ferry to Larkham was late again on Monday, its captain said."
RAW = GOOD.encode()
PAGE = (
    f"<html><body><article><h1>Ferry late again</h1><p>{GOOD} It left at noon.</p>"
    f"<p>{GOOD}</p></article></body></html>"
).encode()
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENTRY = "http://schemas.openxmlformats.org/package/2006/content-types"


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body):
    from docx import Document

    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({**members, "word/document.xml": document})


def paragraph(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def xlsx(rows):
    return zipped(
        {
            "xl/workbook.xml": "<b xmlns:r='r'><sheets><sheet name='a' r:id='1'/></sheets></b>",
            "xl/_rels/workbook.xml.rels": "<R><r Id='1' Target='worksheets/sheet1.xml'/></R>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def cell(reference, words):
    return f"<row><c r='{reference}' t='inlineStr'><is><t>{words}</t></is></c></row>"


def epub(*chapters):
    spine = "".join(f"<itemref idref='{number}'/>" for number in range(len(chapters)))
    items = "".join(f"<item id='{i}' href='{path}'/>" for i, path in enumerate(chapters))
    return zipped(
        {
            "META-INF/container.xml": "<c><rootfile full-path='a.opf'/></c>",
            "a.opf": f"<p><manifest>{items}</manifest><spine>{spine}</spine></p>",
            "c.html": f"<html><body><h1>Ferry</h1><p>{GOOD}</p></body></html>",
        }
    )


def warc(count):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{}\r\n"
    head += (
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return b"".join(head.format(n).encode() + http + b"\r\n\r\n" for n in range(count))


def pdf_with(objects):
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + objects + (
        b"\ntrailer<</Root 1 0 R>>"
    )  # fmt: skip


def item(description):
    return f"<item><title>Ferry</title><description>{description}</description></item>"


def feed(*items):
    return f"<rss><channel><title>Lark</title>{''.join(items)}</channel></rss>".encode()


ATTACHED = b"--b\nContent-Disposition: attachment; filename=a.txt\n\n" + RAW + b"\n"
BILLION_LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 8}">' for n in range(1, 20)
)
JSON_LINES = [
    json.dumps({"text": GOOD}).encode(),
    b'{"text": 1e400}',
    b'{"text": ["a", {"b": []}]}',
    b"[1]",
    b"null",
    b"\xff\xfe",
    b'{"text":' * 50_000,
    json.dumps({"text": GOOD, "published": float("nan"), "title": {"name": [[["A"]]]}}).encode(),
]

# The file, its bytes, how many articles are read, and how many failures there are.
CASES = [
    ("cut.zip", zipped({"a.txt": RAW, "b.txt": RAW})[:-30], 0, 1),
    (
        "flipped.zip",
        zipped({"a.txt": RAW, "b.txt": PAGE}, zipfile.ZIP_STORED).replace(RAW, b"X" + RAW[1:], 1),
        1,
        1,
    ),
    ("no.zip", RAW, 0, 1),
    ("cut.gz", gzip.compress(RAW * 1000)[:40], 0, 1),
    ("cut.jsonl.gz", gzip.compress(JSON_LINES[0] + b"\n" + bytes(range(256)) * 99)[:-9], None, 1),
    ("no.gz", RAW, 0, 1),
    ("deep.docx", docx("<w:sdt><w:sdtContent>" * 5000 + paragraph(GOOD)), 0, 1),
    ("cut.docx", docx(paragraph(GOOD))[:3000], 0, 1),
    ("page.docx", PAGE, 0, 1),
    ("empty.docx", docx(""), 0, 1),
    ("other.docx", zipped({"[Content_Types].xml": f"<Types xmlns='{ENTRY}'/>"}), 0, 1),
    ("loop.pdf", pdf_with(b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj"), 0, 1),
    ("count.pdf", pdf_with(b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 900>>endobj"), 0, 1),
    ("page.pdf", PAGE, 0, 1),
    ("deep.html", b"<div>" * 20_000 + PAGE, None, None),
    ("tags.html", PAGE.replace(b"<p>", b"<p>" + b"<b>" * 5_000, 1), None, None),
    ("comment.html", PAGE + b"<!--" + b"x" * 1_000_000, 1, 0),
    ("attribute.html", PAGE.replace(b"<p>", b"<p title='" + b"y" * 1_000_000 + b"'>", 1), 1, 0),
    ("charset.html", b"<meta charset='\xff\xfe'>" + PAGE, 1, 0),
    ("utf7.html", b"<meta charset='utf-7'>" + PAGE, 1, 0),
    ("zip.html", zipped({"a": "b"}), 0, 1),
    ("empty_mail.mbox", b"From a@b\n\nFrom a@b\nSubject: Ferry\n\n" + RAW + b"\n", 1, 1),
    ("one_line.mbox", b"From a@b\n", 0, 1),
    ("page.mbox", PAGE, 0, 1),
    ("header.eml", b"Subject: " + b"x" * 1_000_000 + b"\n\n" + RAW, 1, 0),
    ("words.eml", b"Subject: =?x?q?a?=\nFrom: \xff\nDate: yesterday\n\n" + RAW, 1, 0),
    (
        "same_names.eml",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + ATTACHED * 3 + b"--b--",
        3,
        0,
    ),
    ("nul.csv", b"title,text\nA,\0bad\0\nB," + RAW + b"\n", 2, 0),
    ("quote.csv", b'title,text\nA,"' + RAW + b"\nB," + RAW + b"\n", 1, 0),
    ("wide.csv", b",".join([b"c"] * 5000) + b",text\n" + b"1," * 5000 + RAW + b"\n", 1, 0),
    ("late.csv", b"title,text\n" + (b"A," + RAW + b"\n") * 6000 + b"B,caf\xe9 noir\n", 6001, 0),
    ("zip.csv", zipped({"a": RAW}), 0, 1),
    ("bad_lines.jsonl", b"\n".join(JSON_LINES), 3, None),
    ("number.json", b'{"text": "' + RAW + b'", "published": ' + b"9" * 100_000 + b"}", None, None),
    ("mark.json", b"\xef\xbb\xbf", 0, 1),
    ("mark.txt", b"\xef\xbb\xbf", 0, 1),
    ("half.txt", GOOD.encode("utf-16-le") + b"A", 1, 0),
    ("pdf.txt", pdf_with(b"\0" * 99), 0, 1),
    ("deep.rtf", b"{\\rtf1 " + b"{" * 20_000 + RAW, None, None),
    ("binary.rtf", b"{\\rtf1 \\bin99999999 " + RAW + b"}", None, None),
    ("cut.xml", feed(item(GOOD))[:-40], 1, 0),
    ("deep.xml", b"<rss>" + b"<a>" * 20_000 + RAW, 0, 1),
    ("laughs.xml", f"<!DOCTYPE a [{BILLION_LAUGHS}]>".encode() + feed(item(f"{GOOD} &a19;")), 1, 0),
    ("same_ids.xml", feed(*[f"<item><guid>1</guid>{item(GOOD)[6:]}"] * 3), 3, 0),
    ("deep.odt", zipped({"content.xml": "<d><text>" + "<s>" * 20_000 + f"<p>{GOOD}</p>"}), 0, 1),
    (
        "spaces.odt",
        zipped({"content.xml": f"<d><text><p>{GOOD}<s c='9e99'/></p></text></d>"}),
        1,
        0,
    ),
    ("loop.epub", epub(*["c.html"] * 50), None, 0),
    ("outside.epub", epub("../../etc/passwd", "c.html"), 1, 0),
    (
        "reference.xlsx",
        xlsx(cell("A1", "text") + "<row><c t='s'><v>99</v></c></row>" + cell("A3", GOOD)),
        1,
        None,
    ),
    ("far.xlsx", xlsx(cell("ZZZ1", "text") + cell("ZZZ2", GOOD)), 1, 0),
    ("cut.warc", warc(3)[:-200], 2, None),
    ("cut.wacz", zipped({"archive/a.warc": warc(2)[:-99], "archive/b.warc": warc(1)}), None, None),
    ("empty.mht", b"Content-Type: multipart/related; boundary=x\n\n--x\n", 0, 1),
]


@pytest.mark.parametrize(("name", "data", "articles", "failures"), CASES, ids=[c[0] for c in CASES])
def test_an_odd_file_is_read_or_refused_in_one_sentence(tmp_path, name, data, articles, failures):
    (tmp_path / name).write_bytes(data)
    started = time.process_time()
    found = list(read_articles(tmp_path / name, name))
    for loaded in found:
        if isinstance(loaded, LoadedText):
            assert describe(loaded).kept
    assert time.process_time() - started < 20
    read = [each for each in found if isinstance(each, LoadedText)]
    failed = [each for each in found if isinstance(each, LoadFailure)]
    assert read or failed
    assert articles in (None, len(read))
    assert failures in (None, len(failed))
    assert len({each.source for each in read}) == len(read)
    for failure in failed:
        problem, _, remedy = failure.why.partition("; ")
        assert problem
        assert remedy
        assert failure.why.isprintable()
        assert failure.source.startswith(name)
        assert len(failure.why) < 300


def test_the_members_of_an_archive_that_share_a_name_have_names_of_their_own(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", GOOD)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", f"{GOOD} Twice.")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    assert [each.source for each in find_articles([tmp_path])] == ["a.zip!a.txt", "a.zip!a.txt#2"]


def test_folders_that_link_to_each_other_are_read_once(tmp_path):
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "good.txt").write_bytes(RAW)
        (tmp_path / name / "link").symlink_to(tmp_path / other)
        (tmp_path / name / "up").symlink_to(tmp_path)
    texts = [each for each in find_articles([tmp_path]) if isinstance(each, LoadedText)]
    assert len(texts) == 2


def test_a_longer_text_than_any_article_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.corpus.load._MAX_CHARACTERS", 1000)
    (tmp_path / "a.txt").write_bytes(RAW * 99)
    (failure,) = find_articles([tmp_path])
    assert "split it" in failure.why


def test_every_message_of_a_reader_says_what_to_do():
    folder = Path(assistant.corpus.__file__).parent
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LoadError":
                words = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
                message = "".join(each for each in words if isinstance(each, str))
                is_constant = len(message) < 8  # the sentence is a constant of the module
                assert is_constant or "; " in message, f"{file.name}: {message}"


def test_what_is_neither_read_nor_refused_is_counted(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.pptx": b"x", ".b": b"y", "c.txt": RAW}))
    found = list(read_articles(tmp_path / "a.zip", "a.zip"))
    assert [type(each) for each in found] == [Skipped, Skipped, LoadedText]
