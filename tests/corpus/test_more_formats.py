"""Mailboxes, attachments, feeds, news XML, e-books, workbooks, and packed crawls."""

import io
import json
from email.message import EmailMessage
from zipfile import ZipFile

import brotli
import pytest

from assistant.corpus.load import find_articles, read_articles
from assistant.corpus.loaded import LoadedText, LoadFailure, Skipped

VOTED = "The council of Larkham voted 14 to 9 on Thursday to close the coal port, its mayor said."
SECOND = "The ferry line to Skarvik reopened on Monday after eleven months, its operator said."
THIRD = "The fare rises to 14.50 euros for a single crossing, said Aksel Moen at the quay."
BODY = f"<article><h1>Port closes</h1><p>{VOTED}</p><p>{SECOND}</p></article>"
PAGE = f"<html><body>{BODY}</body></html>"


def read(tmp_path, name, data):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(find_articles([tmp_path]))


def zipped(members):
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


# Mail


def mail(plain=None, html=None, subject="Morning briefing"):
    message = EmailMessage()
    message["From"] = "News <n@n.example>"
    message["Subject"] = subject
    message["Date"] = "Fri, 05 Mar 2021 06:00:00 +0000"
    message.set_content(plain or "")
    if html:
        message.add_alternative(html, subtype="html")
    return message


@pytest.mark.parametrize(
    "stub",
    [
        "View this email in your browser: https://n.example/1\n\nTo read it, please enable HTML.",
        "Your mail program does not show HTML.",
        "",
    ],
)
def test_the_page_of_a_mail_is_read_where_its_plain_text_is_a_stub(tmp_path, stub):
    (found,) = read(tmp_path, "a.eml", mail(stub, PAGE).as_bytes())
    assert VOTED in found.text
    assert "enable" not in found.text
    assert (found.record.title, found.record.published) == ("Morning briefing", "2021-03-05")


def test_the_plain_text_of_a_mail_is_read_where_it_says_as_much_as_its_page(tmp_path):
    plain = f"{VOTED}\n\n{SECOND}\n"
    (found,) = read(tmp_path, "a.eml", mail(plain, PAGE).as_bytes())
    assert found.text == plain


SENT = "From: The Larkham Echo <news@echo.example>\nSent: Monday, February 1, 2021 10:30"
GMAIL = "From: The Larkham Echo <news@echo.example>\nDate: Mon, 1 Feb 2021 at 10:30"
GERMAN = "Von: The Larkham Echo <news@echo.example>\nGesendet: Montag, 1. Februar 2021 10:30"


@pytest.mark.parametrize(
    ("subject", "header"),
    [
        ("Fwd: Port", f"---------- Forwarded message ---------\n{GMAIL}\nSubject: Port closes"),
        ("Fwd: Port", f"Begin forwarded message:\n\n{GMAIL}\n\nSubject: Port closes"),
        ("FW: Port", f"-----Original Message-----\n{SENT}\nTo: Ann\nSubject: Port closes"),
        ("FW: Port", f"{SENT}\nSubject: Port closes\nTo: Ann <a@n.example>,\n Bo <b@n.example>"),
        ("WG: Port", f"{GERMAN}\nAn: Ann\nBetreff: Port closes"),
        ("Port closes", "____________\n*From:* The Larkham Echo\n*Sent:* 1 February 2021"),
        (
            "PD: Port",
            "Od: The Larkham Echo <news@echo.example>\nWysłano: 1 lutego 2021\nTemat: Port closes",
        ),
        (
            "Fwd: Port",
            f"From: Ann <ann@n.example>\nDate: 2 Feb 2021\n\n{SENT}\nSubject: Port closes",
        ),
    ],
)
def test_a_forwarded_mail_has_the_metadata_of_its_own_header(tmp_path, subject, header):
    (found,) = read(tmp_path, "a.eml", mail(f"{header}\n\n{VOTED}\n", subject=subject).as_bytes())
    assert (found.text, found.record.title) == (VOTED, "Port closes")
    assert (found.record.publisher, found.record.published) == ("The Larkham Echo", "2021-02-01")
    assert found.record.note_on("published") == "from the forwarded mail's header"
    assert found.warnings == ()


def test_a_mail_forwarded_on_a_page_has_the_metadata_of_its_own_header(tmp_path):
    header = f"Forwarded message ---------<br>{GMAIL}<br>Subject: Port closes".replace("\n", "<br>")
    page = f"<html><body><div>---------- {header}</div><br>{BODY}</body></html>"
    (found,) = read(tmp_path, "a.eml", mail(html=page, subject="Fwd: Port").as_bytes())
    assert VOTED in found.text
    assert "Forwarded" not in found.text
    assert (found.record.title, found.record.published) == ("Port closes", "2021-02-01")


def test_a_mail_that_forwards_two_is_two_articles(tmp_path):
    mark = "---------- Forwarded message ---------"
    other = "From: Dunmore Post <news@post.example>\nDate: 2 Feb 2021\nSubject: Ward opens"
    plain = f"{mark}\n{GMAIL}\nSubject: Port closes\n\n{VOTED}\n\n{mark}\n{other}\n\n{SECOND}"
    first, second = read(tmp_path, "a.eml", mail(plain, subject="Fwd: Two").as_bytes())
    assert (first.text, first.record.publisher) == (VOTED, "The Larkham Echo")
    assert (second.text, second.record.publisher) == (SECOND, "Dunmore Post")
    assert (second.source, second.record.published) == ("a.eml#2", "2021-02-02")


def test_a_mail_that_a_forwarded_article_quotes_stays_in_it(tmp_path):
    quoted = f"From: Ruth Ellery\nDate: 1 May 2020\n\n{SECOND}"
    header = f"---------- Forwarded message ---------\n{GMAIL}\nSubject: Port closes"
    plain = f"{header}\n\n{VOTED}\n\nThe mail of the mayor reads:\n\n{quoted}"
    (found,) = read(tmp_path, "a.eml", mail(plain, subject="Fwd: Port").as_bytes())
    assert (found.record.publisher, found.record.published) == ("The Larkham Echo", "2021-02-01")
    assert VOTED in found.text
    assert SECOND in found.text


def test_the_note_above_a_forwarded_mail_is_named_in_a_warning(tmp_path):
    plain = f"Worth reading.\nSam\n\n{GMAIL}\n\n{VOTED}"
    (found,) = read(tmp_path, "a.eml", mail(plain, subject="Fwd: Port closes").as_bytes())
    assert (found.text, found.record.title) == (VOTED, "Port closes")
    assert found.warnings == ("text above the forwarded mail was not read: “Worth reading. Sam”",)


def quoted(text):
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


LONG = f"{VOTED}\n\n{SECOND} {THIRD}"
WROTE = "On Mon, Feb 1, 2021 at 10:30 AM The Larkham Echo\n<news@echo.example> wrote:"
POLISH = "Od: The Larkham Echo <news@echo.example>\nData: 1 lutego 2021 10:30\nTemat: Port closes"


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Fwd: Port", quoted(f"{GMAIL}\nSubject: Port closes\n\n{LONG}")),
        ("Re: Port", "Read this.\n\n" + quoted(f"{GMAIL}\nSubject: Port closes\n\n{LONG}")),
        ("Odp: Port", "Ciekawe.\n\n" + quoted(f"{POLISH}\n\n{LONG}")),
        ("Fwd: Port", "See.\n\n" + quoted(quoted(f"{POLISH}\n\n{LONG}"))),
        (
            "Re: Port closes",
            f"Read this.\n-- \nAnn Lee\n{'Desk, ' * 30}\n\n{WROTE}\n\n{quoted(LONG)}",
        ),
        ("Re: Port closes", f"{WROTE}\n{quoted(LONG)}\n\nRead this."),
        (
            "AW: Port closes",
            "Am 01.02.2021 um 10:30 schrieb The Larkham Echo <n@n.example>:\n" + quoted(LONG),
        ),
        (
            "Re: Fwd: Port closes",
            "On Feb 2, 2021, at 9:00, Bo <b@n.example> wrote:\n"
            + quoted(f"Read this.\n\n{WROTE}\n{quoted(LONG)}"),
        ),
        (
            "Re: Port",
            f"Thanks.\n\n-----Original Message-----\n{SENT}\nSubject: Port closes\n\n{LONG}",
        ),
    ],
)
def test_an_article_that_a_short_note_quotes_has_the_metadata_of_its_own_mail(
    tmp_path, subject, plain
):
    (found,) = read(tmp_path, "a.eml", mail(plain, subject=subject).as_bytes())
    assert (found.text, found.record.title) == (LONG, "Port closes")
    assert (found.record.publisher, found.record.published) == ("The Larkham Echo", "2021-02-01")


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Re: Port", f"{LONG}\n\n{WROTE}\n{quoted(LONG)}"),
        ("Re: Port", f"It is true.\n\n{quoted(LONG)}"),
        ("Port", f"The mayor wrote:\n\n{quoted(VOTED)}\n\n{LONG}"),
        ("Re: Port", f"{WROTE}\n{quoted('Is it closed?')}\n\nYes."),
        ("Re: Port", f"Thanks.\n\n-----Original Message-----\n{SENT}\n\n{VOTED}"),
        ("Port", f"{VOTED}\n\nThe mail reads in full:\n\n{SENT}\n\n{SECOND} {THIRD}"),
        ("Fwd: Port", f"{VOTED}\n\nFrom: Larkham\n\n{SECOND}"),
        ("Fwd: Port", f"{VOTED}\n\n{SENT}\n"),
    ],
)
def test_a_mail_that_quotes_another_keeps_its_own_metadata(tmp_path, subject, plain):
    (found,) = read(tmp_path, "a.eml", mail(plain, subject=subject).as_bytes())
    assert found.text.strip() == plain.strip()
    assert (found.record.publisher, found.record.published) == ("News", "2021-03-05")


def test_attached_articles_are_read_and_other_attachments_are_named(tmp_path):
    message = mail(f"{VOTED}\n")
    message.add_attachment(SECOND.encode(), maintype="text", subtype="plain", filename="b.txt")
    message.add_attachment(b"PK", maintype="application", subtype="x", filename="slides.pptx")
    message.add_attachment(mail(f"{THIRD}\n", subject="Forwarded"))
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    found = list(read_articles(tmp_path / "a.eml", "a.eml"))
    texts = {each.source: each.text.strip() for each in found if isinstance(each, LoadedText)}
    assert texts == {"a.eml": VOTED, "a.eml!b.txt": SECOND, "a.eml!3.eml": THIRD}
    assert found[0].warnings == ("attachments not read: slides.pptx",)
    assert Skipped("a.eml!slides.pptx", ".pptx") in found


def test_an_attachment_that_is_called_inline_is_read_unless_it_is_a_picture(tmp_path):
    message = mail(f"{VOTED}\n")
    for kind, name in (("plain", "b.txt"), ("png", "logo.png")):
        main = "text" if kind == "plain" else "image"
        message.add_attachment(
            SECOND.encode(), maintype=main, subtype=kind, filename=name, disposition="inline"
        )
    found = read(tmp_path, "a.eml", message.as_bytes())
    assert [(each.source, each.text.strip()) for each in found] == [
        ("a.eml", VOTED),
        ("a.eml!b.txt", SECOND),
    ]


def test_the_text_below_an_attachment_is_a_part_of_the_mail(tmp_path):
    message = mail(f"{VOTED}\n")
    for words, name in ((SECOND, "b.txt"), (THIRD, None)):
        message.add_attachment(words.encode(), "text", "plain", disposition="inline", filename=name)
    found = read(tmp_path, "a.eml", message.as_bytes())
    assert [" ".join(each.text.split()) for each in found] == [f"{VOTED} {THIRD}", SECOND]


def test_a_mail_that_only_carries_an_article_is_that_article(tmp_path):
    message = mail()
    message.add_attachment(SECOND.encode(), maintype="text", subtype="plain", filename="b.txt")
    (found,) = read(tmp_path, "a.eml", message.as_bytes())
    assert (found.source, found.text) == ("a.eml!b.txt", SECOND)


def test_each_mail_of_a_mailbox_is_an_article(tmp_path):
    box = b"".join(
        b"From n@n.example Fri Mar  5 06:00:00 2021\n" + each.as_bytes() + b"\n"
        for each in (mail(f"{VOTED}\n\n>From here on it rained.\n"), mail("Stub.", PAGE), mail())
    )
    first, second, third = read(tmp_path, "a.mbox", box)
    assert (first.source, second.source) == ("a.mbox#1", "a.mbox#2")
    assert "\nFrom here on it rained." in first.text
    assert SECOND in second.text
    assert isinstance(third, LoadFailure)


def test_a_file_that_is_no_mailbox_is_a_failure(tmp_path):
    (failure,) = read(tmp_path, "a.mbox", "Hello.")
    assert "no mailbox" in failure.why


# XML


RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Larkwire</title>
<item><title>Port &amp;amp; ferry</title><link>https://l.example/1</link>
<pubDate>Thu, 04 Mar 2021 17:00:00 GMT</pubDate><dc:creator>Runa Vik</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>{VOTED}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>Only a title</title><guid>2</guid></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Larkwire</title><entry>
<id>urn:1</id><title>Port closes</title><link rel="self" href="https://l.example/self"/>
<link href="https://l.example/1"/><author><name>Runa Vik</name></author>
<published>2021-03-04T17:00:00Z</published><updated>2022-01-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;{VOTED}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</content></entry>
</feed>"""
NITF = f"""<nitf><head><title>Port closes</title><docdata><date.issue norm="20210304T170000Z"/>
<doc.copyright holder="Larkwire"/></docdata></head><body><body.head><hedline><hl1>Port closes</hl1>
</hedline><byline>By Runa Vik</byline></body.head><body.content><p>{VOTED}</p><p>{SECOND}</p>
</body.content></body></nitf>"""
NEWSML_2 = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1"><itemMeta>
<provider><name>Larkwire</name></provider><versionCreated>2021-03-04T17:00:00Z</versionCreated>
</itemMeta><contentMeta><by>By Runa Vik</by><headline>Port closes</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>{VOTED}</p><p>{SECOND}</p></body></html></inlineXML></contentSet></newsItem>"""
NEWSML_1 = f"""<NewsML><NewsItem><Identification><NewsIdentifier><DateId>20210304</DateId>
</NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>Port closes</HeadLine>
<ByLine>By Runa Vik</ByLine></NewsLines><ContentItem><DataContent><p>{VOTED}</p><p>{SECOND}</p>
</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


@pytest.mark.parametrize("document", [ATOM, NITF, NEWSML_2, NEWSML_1])
def test_the_article_of_a_feed_or_a_news_document_is_read(tmp_path, document):
    (found,) = read(tmp_path, "a.xml", document)
    record = found.record
    assert found.text == f"{VOTED}\n\n{SECOND}"
    assert (record.title, record.byline) == ("Port closes", "Runa Vik")
    assert record.published == "2021-03-04"
    assert record.publisher == ("Larkwire" if "Larkwire" in document else None)


def test_each_item_of_a_feed_is_an_article(tmp_path):
    article, failure = read(tmp_path, "a.rss", RSS)
    assert article.source == "a.rss#https://l.example/1"
    assert article.text == f"{VOTED}\n\n{SECOND}"
    assert (article.record.title, article.record.url) == ("Port & ferry", "https://l.example/1")
    assert (article.record.publisher, article.record.byline) == ("Larkwire", "Runa Vik")
    assert (failure.source, isinstance(failure, LoadFailure)) == ("a.rss#2", True)


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("news@v.example (Per Lund)", "Per Lund"),
        ("By Per Lund", "Per Lund"),
        ("news@v.example", None),
    ],
)
def test_the_author_of_a_feed_is_a_name_and_no_address(tmp_path, author, byline):
    feed = RSS.replace("dc:creator", "author").replace("Runa Vik", author)
    assert read(tmp_path, "a.rss", feed)[0].record.byline == byline


@pytest.mark.parametrize(
    "document",
    [
        "<urlset><url><loc>https://l.example</loc></url></urlset>",
        "no XML at all",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "<rss><channel/></rss>",
        "<newsItem><contentSet/></newsItem>",
    ],
)
def test_other_xml_is_a_failure_that_says_what_it_is(tmp_path, document):
    (failure,) = read(tmp_path, "a.xml", document)
    assert isinstance(failure, LoadFailure)


# Documents that are archives


def test_an_opendocument_text_is_read_in_order(tmp_path):
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<o:document-content xmlns:o="{spaces}:office:1.0" xmlns:t="{spaces}:text:1.0" '
        f'xmlns:b="{spaces}:table:1.0"><o:body><o:text><t:tracked-changes><t:changed-region>'
        f"<t:deletion><t:p>Deleted.</t:p></t:deletion></t:changed-region></t:tracked-changes>"
        f"<t:h>Port closes</t:h><t:p>{VOTED.replace(' 14', '<t:s/>14')}<o:annotation><t:p>A note."
        f"</t:p></o:annotation></t:p><t:list><t:list-item><t:p>{SECOND}</t:p></t:list-item></t:list>"
        f"<b:table><b:table-row><b:table-cell><t:p>2019</t:p></b:table-cell><b:table-cell>"
        f"<t:p>3.2</t:p></b:table-cell></b:table-row></b:table></o:text></o:body>"
        f"</o:document-content>"
    )
    (found,) = read(tmp_path, "a.odt", zipped({"content.xml": content}))
    assert found.text == f"Port closes\n\n{VOTED}\n\n{SECOND}\n\n2019  3.2"
    assert "tracked changes" in found.warnings[0]


def test_each_chapter_of_an_e_book_with_prose_is_an_article(tmp_path):
    package = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Courier'
        "</dc:title><dc:date>2021-03-04</dc:date><dc:language>en-GB</dc:language></metadata>"
        '<manifest><item id="c" href="cover.xhtml"/><item id="b" href="b%20c.xhtml"/>'
        '<item id="a" href="a.xhtml"/></manifest><spine><itemref idref="c"/><itemref idref="b"/>'
        '<itemref idref="a"/></spine></package>'
    )
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>"
    members = {
        "META-INF/container.xml": '<c><r><rootfile full-path="o/p.opf"/></r></c>',
        "o/p.opf": package,
        "o/cover.xhtml": page.format("<h1>The Courier</h1>"),
        "o/b c.xhtml": page.format(f"<h2>Port closes</h2><p>{VOTED}</p>"),
        "o/a.xhtml": page.format(f"<p>{SECOND}</p><p>{THIRD}</p>"),
    }
    first, second = read(tmp_path, "a.epub", zipped(members))
    assert first.source == "a.epub!o/b c.xhtml"
    assert (first.record.title, first.record.publisher) == ("Port closes", "The Courier")
    assert (first.record.published, first.record.language) == ("2021-03-04", "en")
    assert second.text == f"{SECOND}\n\n{THIRD}"


def test_the_rows_of_a_workbook_are_records(tmp_path):
    sheet = (
        '<worksheet xmlns="m"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" t="inlineStr"><is><t>Date</t></is></c><c r="D1" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" s="1"><v>44259</v></c>'
        '<c r="D3" t="s"><v>3</v></c></row></sheetData></worksheet>'
    )
    strings = ["Headline", "Text", "Port closes"]
    shared = "".join(f"<si><t>{each}</t></si>" for each in strings)
    members = {
        "xl/workbook.xml": '<workbook xmlns:r="x"><sheets><sheet name="S" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<R><r Id="r1" Target="worksheets/sheet1.xml"/></R>',
        "xl/sharedStrings.xml": f"<sst>{shared}<si><r><t>{VOTED[:20]}</t></r><r><t>{VOTED[20:]}"
        "</t></r></si></sst>",
        "xl/styles.xml": '<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></s>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    (found,) = read(tmp_path, "a.xlsx", zipped(members))
    assert (found.source, found.text) == ("a.xlsx#L3", VOTED)
    assert (found.record.title, found.record.published) == ("Port closes", "2021-03-04")


def test_a_line_above_the_header_of_a_workbook_is_one_failure(tmp_path):
    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    rows = "".join(cell.format(n, words) for n, words in ((1, "Our news"), (2, "Text"), (3, VOTED)))
    members = {
        "xl/workbook.xml": '<workbook xmlns:r="x"><sheets><sheet name="S" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<R><r Id="r1" Target="worksheets/sheet1.xml"/></R>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
    }
    (failure,) = read(tmp_path, "a.xlsx", zipped(members))
    assert failure.source == "a.xlsx"
    assert failure.why.startswith("line 1 was taken as the header; no text under")


@pytest.mark.parametrize("name", ["a.odt", "a.epub", "a.xlsx", "a.wacz"])
@pytest.mark.parametrize("data", [b"PK\3\4 damaged", zipped({"a.txt": "b"})])
def test_a_damaged_document_is_a_failure_that_says_so(tmp_path, name, data):
    (failure,) = read(tmp_path, name, data)
    assert isinstance(failure, LoadFailure)
    assert "in an unknown way" not in failure.why


# Crawls


def crawl(payload, packing):
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {packing}\r\n\r\n"
    block = http.encode() + payload
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/b\r\n"
        "WARC-Date: 2026-11-29T13:16:35Z\r\nWARC-Record-ID: <urn:uuid:"
        "e6396461-c069-445c-ae90-6a0f060c60aa>\r\nContent-Type: application/http; "
        f"msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def test_a_page_packed_with_brotli_is_read(tmp_path):
    (found,) = read(tmp_path, "a.warc", crawl(brotli.compress(PAGE.encode()), "br"))
    assert VOTED in found.text


@pytest.mark.parametrize(("packing", "why"), [("zstd", "zstd"), ("br", "Brotli")])
def test_a_page_that_cannot_be_unpacked_says_how_it_is_packed(tmp_path, packing, why):
    (failure,) = read(tmp_path, "a.warc", crawl(b"\xff\xff damaged", packing))
    assert why in failure.why


def test_the_crawls_in_a_wacz_file_are_read(tmp_path):
    members = {
        "archive/a.warc": crawl(PAGE.encode(), "identity"),
        "pages/pages.jsonl": json.dumps({"url": "http://a.example/b"}),
    }
    (found,) = read(tmp_path, "a.wacz", zipped(members))
    assert found.source == "a.wacz!archive/a.warc#http://a.example/b"
