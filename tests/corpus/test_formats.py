import functools
import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText, LoadFailure

LEAD = "The mayor of Larkham resigned on Monday after a long dispute over the town’s harbour."
SECOND = "She told the council that she would leave her office by the end of the month."
THIRD = "The council will elect a successor in June, according to its deputy chairman."
BODY = "\n\n".join((LEAD, SECOND, THIRD))
ARTICLE = f"<article><h1>Mayor resigns</h1><p>{LEAD}</p><p>{SECOND}</p></article>"
PAGE = f"<html><body>{ARTICLE}</body></html>"


def _loaded(path, **options):
    return list(find_articles([path], **options))


# Tables and JSON


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("b.csv", ";"), ("a.tsv", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_rows_of_a_table_are_articles(tmp_path, name, delimiter, encoding):
    rows = [["ID", "Headline", "Body", "Date"], ["7", "Mayor resigns", f'"{BODY}"', "5 May 2021"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / name).write_bytes(text.encode(encoding))
    (article,) = _loaded(tmp_path)
    assert (article.source, article.text) == (f"{name}#7", BODY)
    assert (article.record.title, article.record.published) == ("Mayor resigns", "2021-05-05")


def test_quoted_names_of_columns_are_read_behind_a_byte_order_mark(tmp_path):
    table = f'"title","text","published_at"\n"Mayor resigns","{SECOND}","2021-05-05"\n'
    (tmp_path / "a.csv").write_text(table, encoding="utf-8-sig")
    (article,) = _loaded(tmp_path)
    assert (article.record.title, article.record.published) == ("Mayor resigns", "2021-05-05")


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("05/06/2021", "25/06/2021"), "2021-06-05"),
        (("05/06/2021 10:30", "06/25/2021 11:00"), "2021-05-06"),
        (("05/06/2021", "07/06/2021"), "2021"),
        (("05/06/2021", "25/06/2021", "06/25/2021"), "2021"),
        (("05.06.2021",), "2021-06-05"),
    ],
)
def test_a_column_of_dates_shows_whether_the_day_is_first(tmp_path, days, first):
    rows = "".join(f"{day},{SECOND}\n" for day in days)
    (tmp_path / "a.csv").write_text(f"Date of publication,text\n{rows}")
    assert _loaded(tmp_path)[0].record.published == first


def test_a_row_without_text_is_a_failure_and_the_others_go_on(tmp_path):
    (tmp_path / "a.csv").write_text(f"title,text\nA,\nB,{SECOND}\n")
    failure, article = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)
    assert (failure.source, article.source) == ("a.csv#L2", "a.csv#L3")


@pytest.mark.parametrize(
    "content",
    [
        [{"id": 7, "title": "Mayor resigns", "content": BODY}],
        {"status": "ok", "articles": [{"id": 7, "title": "Mayor resigns", "content": BODY}]},
    ],
)
def test_the_records_of_a_json_document_are_articles(tmp_path, content):
    (tmp_path / "a.json").write_text(json.dumps(content))
    (article,) = _loaded(tmp_path)
    assert (article.source, article.text) == ("a.json#7", BODY)


def test_a_json_document_that_is_one_article_goes_by_the_files_name(tmp_path):
    content = {
        "headline": "Mayor resigns",
        "source": {"name": "The Echo"},
        "body": BODY,
        "tags": [{}],
    }
    (tmp_path / "a.json").write_text(json.dumps(content))
    (article,) = _loaded(tmp_path)
    assert (article.source, article.record.publisher) == ("a.json", "The Echo")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"3", b"[" * 100_000])
def test_a_json_file_without_records_is_a_failure(tmp_path, data):
    (tmp_path / "a.json").write_bytes(data)
    (failure,) = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)


# Mail and web archives


def _mail(html=None, plain=None):
    mail = EmailMessage()
    mail["Subject"] = "Mayor resigns"
    mail["From"] = "The Larkham Echo <desk@echo.example>"
    mail["Date"] = "Wed, 05 May 2021 10:00:00 +0000"
    if plain:
        mail.set_content(plain)
    if html:
        mail.add_alternative(html, subtype="html") if plain else mail.set_content(
            html, subtype="html"
        )
    return mail


@pytest.mark.parametrize("parts", [{"plain": BODY}, {"html": PAGE}, {"plain": BODY, "html": PAGE}])
def test_a_mail_is_an_article(tmp_path, parts):
    (tmp_path / "a.eml").write_bytes(_mail(**parts).as_bytes())
    (article,) = _loaded(tmp_path)
    assert LEAD in article.text
    told = (article.record.title, article.record.publisher, article.record.published)
    assert told == ("Mayor resigns", "The Larkham Echo", "2021-05-05")


def test_a_web_archive_is_read_as_its_page(tmp_path):
    archive = EmailMessage()
    archive["Snapshot-Content-Location"] = "https://echo.example/mayor"
    archive.set_content(PAGE, subtype="html")
    archive.make_mixed()
    archive.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    (tmp_path / "a.mhtml").write_bytes(archive.as_bytes())
    (article,) = _loaded(tmp_path)
    assert LEAD in article.text
    assert article.record.url == "https://echo.example/mayor"


# PDF


def _pdf(lines, script=None, password=None):
    """A PDF of one page with these lines, in the plainest way."""
    from pypdf import PdfReader, PdfWriter

    shown = "".join(f"1 0 0 1 72 {760 - 14 * at} Tm ({line}) Tj\n" for at, line in enumerate(lines))
    action = b"/OpenAction << /S /JavaScript /JS (%s) >>" % script if script else b""
    content = f"BT /F1 11 Tf\n{shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % action,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, at = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % n for n in at)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(out))))
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


LINES = [
    "Mayor of Larkham resigns",
    "",
    "The mayor of Larkham resigned on Monday after a long dis-",
    "pute over the harbour of the town, which had been closed",
    "for more than a year.",
    "She told the council that she would leave her office by",
    "the end of the month.",
]


def test_the_lines_of_a_pdf_are_joined_to_paragraphs(tmp_path):
    (tmp_path / "a.pdf").write_bytes(_pdf(LINES))
    (article,) = _loaded(tmp_path)
    assert "after a long dispute over the harbour of the town, which" in article.text
    assert describe(article).title == "Mayor of Larkham resigns"


def test_the_header_lines_of_an_export_in_a_pdf_stay_lines_by_themselves(tmp_path):
    head = [
        "Harbour wall of Larkham falls",
        "The Larkham Echo",
        "May 4, 2021 Tuesday",
        "Byline: Jane Doe",
    ]
    lines = [*head, "Section: NEWS", "Length: 53 words", "Body", *LINES[2:], "End of Document"]
    (tmp_path / "a.pdf").write_bytes(_pdf(lines * 2))
    found = [describe(article) for article in _loaded(tmp_path)]
    assert [article.source for article in found] == ["a.pdf#1", "a.pdf#2"]
    assert {(a.byline, a.publisher, a.published) for a in found} == {
        ("Jane Doe", "The Larkham Echo", "2021-05-04")
    }


def test_a_script_in_a_pdf_is_never_looked_at(tmp_path):
    (tmp_path / "a.pdf").write_bytes(_pdf(LINES, script=b"app.alert"))
    (article,) = _loaded(tmp_path)
    assert "alert" not in article.text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: _pdf([]), "no text"),
        (lambda: _pdf(LINES, password="x"), "encrypted"),
        (lambda: _pdf(LINES)[:200], "damaged"),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
    ],
)
def test_a_pdf_that_holds_no_text_is_named_as_such(tmp_path, data, why):
    (tmp_path / "a.pdf").write_bytes(data())
    (failure,) = _loaded(tmp_path)
    assert why in failure.why


# Word


def _docx(paragraphs, title="Mayor resigns"):
    from docx import Document

    document = Document()
    document.core_properties.title = title
    for words in paragraphs:
        document.add_paragraph(words)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Votes", "13"
    result = io.BytesIO()
    document.save(result)
    return result.getvalue()


def test_a_word_file_is_its_paragraphs_and_tables(tmp_path):
    (tmp_path / "a.docx").write_bytes(_docx([LEAD, SECOND]))
    (article,) = _loaded(tmp_path)
    assert article.text == f"{LEAD}\n\n{SECOND}\n\nVotes  13"
    assert article.record.title == "Mayor resigns"


def test_the_heading_that_a_word_file_begins_with_is_its_title(tmp_path):
    from docx import Document

    document = Document()
    document.add_heading("Harbour closes", 1)
    document.add_paragraph(LEAD)
    document.save(tmp_path / "a.docx")
    (article,) = map(describe, _loaded(tmp_path))
    assert article.title == "Harbour closes"
    assert [span.of(article.text) for span in article.kept] == [LEAD]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 600, b"no zip"])
def test_a_file_that_is_no_word_file_is_a_failure(tmp_path, data):
    (tmp_path / "a.docx").write_bytes(data)
    (failure,) = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)


def test_an_rtf_file_is_its_text(tmp_path):
    words = LEAD.replace("’", r"\'92")
    rtf = rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}}}\f0 {words}\par\par {SECOND}\par}}"
    (tmp_path / "a.rtf").write_text(rtf)
    (article,) = _loaded(tmp_path)
    assert article.text == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize("data", [b"no rtf", b"{\\rtf1 }", b"{\\rtf1" + b"{" * 50_000])
def test_an_rtf_file_without_text_is_a_failure(tmp_path, data):
    (tmp_path / "a.rtf").write_bytes(data)
    (failure,) = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)


# Crawls


def _crawl(pages, compressed):
    out = b""
    for number, (url, kind, status, body) in enumerate(pages):
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2021-05-05T00:00:00Z\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        out += gzip.compress(record) if compressed else record
    return out


PAGES = [
    ("https://echo.example/a", "text/html; charset=utf-8", "200 OK", PAGE.encode()),
    ("https://echo.example/logo.png", "image/png", "200 OK", b"\x89PNG"),
    ("https://echo.example/b", "text/html", "404 Not Found", PAGE.encode()),
    ("https://echo.example/c", "text/html", "200 OK", b"<p>Links</p>"),
    ("https://echo.example/a", "text/html; charset=utf-8", "200 OK", PAGE.encode()),
]


@pytest.mark.parametrize(("name", "compressed"), [("a.warc", False), ("a.warc.gz", True)])
def test_the_pages_of_a_crawl_are_articles(tmp_path, name, compressed):
    (tmp_path / name).write_bytes(_crawl(PAGES, compressed))
    found = _loaded(tmp_path)
    assert [(item.source, isinstance(item, LoadedText)) for item in found] == [
        (f"{name}#https://echo.example/a", True),
        (f"{name}#https://echo.example/c", False),
        (f"{name}#https://echo.example/a#2", True),
    ]
    assert LEAD in found[0].text


def test_a_crawl_that_breaks_off_gives_what_it_holds(tmp_path):
    data = _crawl(PAGES[:1] * 2, compressed=False)
    (tmp_path / "a.warc").write_bytes(data[: len(data) // 2] + b"garbage\r\n\r\n" * 20)
    assert isinstance(_loaded(tmp_path)[0], LoadedText)


# Packed files


def _zip(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", BODY.encode()),
        ("a.html", PAGE.encode()),
        ("a.jsonl", json.dumps({"id": "x", "text": BODY}).encode()),
        ("a.csv", f"id,text\nx,{LEAD}".encode()),
    ],
)
def test_a_packed_file_is_read_as_it_would_be_outside(tmp_path, name, data):
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    (tmp_path / "z.zip").write_bytes(_zip({f"sub/{name}": data, f"{name}.gz": gzip.compress(data)}))
    packed, first, second = _loaded(tmp_path)
    assert LEAD in packed.text == first.text == second.text
    assert packed.source.startswith(f"{name}.gz")
    assert first.source.startswith(f"z.zip!sub/{name}")


def test_what_is_no_article_in_an_archive_is_passed_over(tmp_path):
    names = ("__MACOSX/a.txt", ".b.txt", "c/.d/e.txt", "logo.png", "LICENSE.txt", "dir/")
    (tmp_path / "a.zip").write_bytes(_zip(dict.fromkeys(names, "x") | {"a.txt": BODY}))
    assert [item.source for item in _loaded(tmp_path)] == ["a.zip!a.txt"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "/etc/passwd.txt", "a/../../b.txt", "C:\\b.txt", "..\\b.txt"]
)
def test_a_path_that_leads_out_of_an_archive_is_refused(tmp_path, name):
    (tmp_path / "a.zip").write_bytes(_zip({name: BODY, "a.txt": BODY}))
    failure, article = _loaded(tmp_path)
    assert "leads out" in failure.why
    assert article.source == "a.zip!a.txt"


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path):
    bomb = _zip({"a.txt": b"0" * (80 * 1024 * 1024)})
    assert len(bomb) < 200_000
    (tmp_path / "a.zip").write_bytes(bomb)
    (failure,) = _loaded(tmp_path)
    assert "hostile" in failure.why


def test_a_gzip_bomb_is_refused_while_it_goes_off(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"0" * (80 * 1024 * 1024)))
    *_, failure = _loaded(tmp_path)
    assert "hostile" in failure.why


def test_endless_blank_lines_are_not_waited_for(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"\n" * (20 * 1024 * 1024)))
    (failure,) = _loaded(tmp_path)
    assert "blank lines" in failure.why


def test_a_name_with_a_newline_in_an_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(_zip({"a\nb.txt": BODY}))
    (failure,) = _loaded(tmp_path)
    assert failure.source.isprintable()


def test_an_archive_in_an_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(_zip({"b.zip": _zip({"a.txt": BODY})}))
    (failure,) = _loaded(tmp_path)
    assert "unpack it first" in failure.why


def test_a_tape_archive_is_told_to_be_packed_otherwise(tmp_path):
    with tarfile.open(tmp_path / "a.tgz", "w:gz"):
        pass
    (failure,) = _loaded(tmp_path)
    assert ".zip" in failure.why


SUFFIXES = "csv json html mhtml eml pdf docx rtf warc warc.gz txt.gz zip".split()


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_arbitrary_bytes_never_crash_a_reader_of_any_format(tmp_path_factory, data, suffix):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / f"a.{suffix}").write_bytes(data)
    for item in _loaded(folder):
        assert isinstance(item, LoadedText | LoadFailure)


@functools.cache
def _whole(suffix):
    return {
        "pdf": lambda: _pdf(LINES),
        "docx": lambda: _docx([LEAD]),
        "zip": lambda: _zip({"a.txt": BODY, "b.html": PAGE}),
        "warc.gz": lambda: _crawl(PAGES, compressed=True),
        "rtf": lambda: rb"{\rtf1\ansi " + LEAD.encode("ascii", "ignore") + rb"\par}",
        "eml": lambda: _mail(plain=BODY, html=PAGE).as_bytes(),
    }[suffix]()


@settings(deadline=None, max_examples=60)
@given(st.data(), st.sampled_from(["pdf", "docx", "zip", "warc.gz", "rtf", "eml"]))
def test_a_damaged_file_never_crashes_its_reader(tmp_path_factory, data, suffix):
    whole = _whole(suffix)
    damaged = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    folder = tmp_path_factory.mktemp("damaged")
    (folder / f"a.{suffix}").write_bytes(bytes(damaged[:cut]))
    for item in _loaded(folder):
        assert isinstance(item, LoadedText | LoadFailure)
