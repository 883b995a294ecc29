"""PDF pages: columns, ligatures, broken words, pages without text."""

import io
from textwrap import wrap

import pytest
from pypdf import PdfReader, PdfWriter

from assistant.corpus.describe import describe
from assistant.corpus.readers.pdf import read_pdf
from assistant.corpus.readers.pdf_layout import (
    Piece,
    columns_of,
    narrow_edges,
    paragraphs_of,
    rows_of,
)

LEFT = [
    "The council of Leftville voted 14 to 9 on Thursday to",
    "close the coal port by the end of 2026. The mayor said",
    "that the decision followed two years of talks with the",
    "union of the dockers. The port handled 3.2 million tonnes",
    "of coal in 2019, down from 5.1 million tonnes in 2014,",
    "according to the harbour authority.",
]
RIGHT = [
    "The ferry line from Rightholm to Skarvik reopened on",
    "Monday after eleven months, its operator said at noon.",
    "The fare rises to 14.50 euros for a single crossing.",
    "Three ships serve the line, and the first sailed with",
    "only 22 passengers aboard on Monday morning, Moen said",
    "at the quay.",
]
INTRO = [
    "After two years of talks the council has decided the fate of the harbour on which the town "
    "was built,",
    "and of the 410 people who work there, as the chairman of the union said on Friday evening "
    "in the hall",
    "of the town to some 300 members.",
]


def pdf_of(*pages, font=b"", rotate=0):
    """A PDF with these pages: lists of (x, y, size, bytes).

    None is a page with only an image, "outlines" one with only a drawing.
    """
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for page in pages:
        lines = page if isinstance(page, list) else []
        content = b"BT\n" + b"".join(
            b"/F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj\n" % (size, x, y, words)
            for x, y, size, words in lines
        )
        content += b"ET"
        content += b" q 100 0 0 100 72 72 cm /I1 Do Q" if page is None else b""
        content += b" 72 72 100 100 re f" if page == "outlines" else b""
        kids.append(len(bodies) + 1)
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica %s >>"
            b" >> /XObject << /I1 %d 0 R >> >> >>"
            % (rotate, len(bodies) + 2, font, 2 * len(pages) + 3)
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    bodies.append(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >>\nstream\nA\nendstream"
    )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    return _file(bodies)


def _file(bodies):
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(bodies) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % start)


def column(lines, x, top, size=10, step=12):
    return [(x, top - step * at, size, line.encode("latin-1")) for at, line in enumerate(lines)]


def read(data):
    (article,) = read_pdf("a.pdf", io.BytesIO(data))
    return article


def paragraphs(*pages, **options):
    return read(pdf_of(*pages, **options)).text.split("\n\n")


def across(left, right):
    """The lines of two columns in the order in which a page is drawn line by line."""
    return [piece for pair in zip(left, right, strict=True) for piece in pair]


@pytest.mark.parametrize("place", [0, 1, -1])
@pytest.mark.parametrize(
    ("initial", "indent", "start", "whole"),
    [
        (b"T", 20, "he council", "The council"),
        (b'"T', 30, "he council", '"The council'),
        (b"T", 20, "HE COUNCIL", "THE COUNCIL"),
        (b"A", 20, "fter the council", "After the council"),
        (b"A", 20, "council", "A council"),
        (b"A", 20, "Paris council", "A Paris council"),
        (b"The", 50, "council", "The council"),
        (b"7", 20, "members of the council", "7 members of the council"),
    ],
)
@pytest.mark.parametrize(("height", "size"), [(1, 26), (2, 26), (3, 40)])
def test_a_large_initial_is_joined_to_its_word(initial, indent, start, whole, height, size, place):
    town = "of the town of Leftville voted on"
    lines = [f"{start} {town}", *LEFT[1:5], "said the council in a report."]
    beside = column(lines[:height], 30 + indent * size // 26, 740)
    page = beside + column(lines[height:], 30, 740 - 12 * height)
    page.insert(place % len(page), (30, 752 - 12 * height, size, initial))
    assert paragraphs(page) == [" ".join([f"{whole} {town}", *lines[1:]])]


def test_a_large_letter_that_begins_no_word_is_not_joined():
    answer = column(["Berlin has a harbour", "of its own, she said."], 60, 740)
    assert "QB" not in " ".join(paragraphs([(30, 728, 26, b"Q"), *answer]))


def test_two_columns_that_are_drawn_line_by_line_are_kept_apart():
    page = across(column(LEFT, 30, 750), column(RIGHT, 312, 750))
    assert paragraphs(page) == [" ".join(LEFT), " ".join(RIGHT)]


def test_columns_with_little_space_between_them_are_kept_apart():
    columns = [
        [Piece(line, x, x + 247, 750 - 12 * at, 10) for at, line in enumerate(lines)]
        for lines, x in ((LEFT, 30), (RIGHT, 281))
    ]
    texts = list(paragraphs_of(columns_of(rows_of([*columns[0], *columns[1]]))))
    assert texts == [" ".join(LEFT), " ".join(RIGHT)]


def spread_over(lines, x, width, top):
    """The words of lines that are spread over a column of this width."""
    for at, line in enumerate(lines):
        words = line.split()
        space = (width - 5 * sum(map(len, words))) / (len(words) - 1)
        for word in words:
            yield Piece(word, x, x + 5 * len(word), top - 12 * at, 10)
            x += 5 * len(word) + space
        x -= width + space


def test_the_edge_of_a_column_that_is_only_a_space_apart_is_found():
    left, right = (wrap(" ".join(lines * 2), 50)[:10] for lines in (LEFT, RIGHT))
    words = [*spread_over(left, 30, 260, 750), *spread_over(right, 295, 260, 750)]
    assert {round(edge) for edge in narrow_edges(words)} == {295}
    assert narrow_edges(list(spread_over(left, 30, 260, 750))) == []


def test_two_columns_whose_lines_are_at_different_heights_are_kept_apart():
    page = across(column(LEFT, 30, 750), column(RIGHT, 312, 745))
    assert paragraphs(page) == [" ".join(LEFT), " ".join(RIGHT)]


def test_columns_without_an_edge_are_warned_of_and_share_no_sentence():
    places = [320, 352, 331, 364, 342, 375]  # each line begins elsewhere, as none is aligned
    page = []
    for at, (left, right, x) in enumerate(zip(LEFT, RIGHT, places, strict=True)):
        page += [(50, 700 - 12 * at, 9, left.encode()), (x, 700 - 12 * at, 9, right.encode())]
    [loaded] = read_pdf("a.pdf", io.BytesIO(pdf_of(page)))
    assert any("side by side" in warning for warning in loaded.warnings)
    assert set(loaded.text.split("\n\n")) == {*LEFT, *RIGHT}


def test_three_columns_are_read_from_left_to_right():
    third = [line.replace("Rightholm", "Thirdby") for line in RIGHT]
    narrow = [wrap(" ".join(lines), 34)[:7] for lines in (LEFT, RIGHT, third)]
    columns = [column(lines, x, 750, 9) for lines, x in zip(narrow, (30, 220, 410), strict=True)]
    page = [piece for row in zip(*columns, strict=True) for piece in row]
    text = " ".join(paragraphs(page))
    assert [" ".join(lines) in text for lines in narrow] == [True] * 3


def test_a_full_width_introduction_above_two_columns_is_read_first_and_whole():
    intro = column(INTRO, 30, 780, 11, 13)
    page = [*intro, *across(column(LEFT, 30, 735), column(RIGHT, 312, 735))]
    assert paragraphs(page) == [" ".join(INTRO), " ".join(LEFT), " ".join(RIGHT)]


def test_a_full_width_paragraph_between_columns_divides_them():
    above = across(column(LEFT, 30, 750), column(RIGHT, 312, 750))
    below = across(column(RIGHT, 30, 600), column(LEFT, 312, 600))
    page = [*above, *column(INTRO, 30, 660, 10, 12), *below]
    expected = [LEFT, RIGHT, INTRO, RIGHT, LEFT]
    assert paragraphs(page) == [" ".join(lines) for lines in expected]


HEADLINE = [(30, 780, 20, b"Leftville council votes to close its coal port")]
BOTH = across(column(LEFT, 30, 740), column(RIGHT, 312, 740))


@pytest.mark.parametrize(
    ("footer", "lines"),
    [
        ([(30, 640, 8, b"Leftville Echo, 5 May 2021 - page 3")], 1),
        ([(30, 640, 8, b"Leftville Echo, 5 May 2021")], 1),
        ([(30, 640, 8, b"The Leftville Echo"), (480, 640, 8, b"5 May 2021")], 2),
        ([(30, 650, 10, b"5 May 2021"), (30, 630, 8, b"The Leftville Echo")], 2),
    ],
)
def test_a_footer_is_read_after_the_columns_and_its_date_is_found(footer, lines):
    article = read(pdf_of(HEADLINE + BOTH + footer))
    texts = article.text.split("\n\n")
    assert texts[1:3] == [" ".join(LEFT), " ".join(RIGHT)]
    assert len(texts) == 3 + lines
    assert describe(article).published == "2021-05-05"


def test_a_sentence_goes_on_in_the_next_column_above_a_footer():
    start = [*LEFT[:-1], "according to the report of the harbour authority, which"]
    end = ["the council will discuss in the spring.", *RIGHT[:-1]]
    footer = (30, 600, 10, b"The Leftville Echo 5 May 2021")
    page = [*across(column(start, 30, 750), column(end, 312, 750)), footer]
    assert any(f"{start[-1]} {end[0]}" in paragraph for paragraph in paragraphs(page))


@pytest.mark.parametrize(
    ("left", "right", "notes"),
    [
        (30, 240, [(480, 740, 10, b"5 May 2021")]),
        (30, 240, [(480, 716, 10, b"5 May 2021")]),
        (30, 240, column(["By Jane Doe", "5 May 2021"], 480, 740, 8)),
        (130, 350, [(20, 704, 8, b"5 May 2021")]),
    ],
)
def test_a_note_in_the_margin_is_not_read_within_the_columns(left, right, notes):
    narrow = [wrap(" ".join(lines), 38) for lines in (LEFT, RIGHT)]
    columns = [column(lines, x, 740) for lines, x in zip(narrow, (left, right), strict=True)]
    article = read(pdf_of(HEADLINE + columns[0] + columns[1] + notes))
    assert " ".join(LEFT) in article.text
    assert " ".join(RIGHT) in article.text
    assert describe(article).published == "2021-05-05"


MARGIN = [
    ["Jane Doe reports"],
    ["5 May 2021"],
    ["By Jane Doe", "5 May 2021"],
    ["The port", "closes in", "2026, after", "410 years"],
]


@pytest.mark.parametrize("note", MARGIN)
@pytest.mark.parametrize(("left", "beside"), [(30, 420), (200, 30)])
@pytest.mark.parametrize("y", [740, 733, 716])
def test_a_note_beside_a_single_column_is_not_read_within_it(note, left, beside, y):
    page = [*HEADLINE, *column(LEFT + RIGHT, left, 740), *column(note, beside, y, 8)]
    texts = paragraphs(page)
    assert " ".join(LEFT) in texts
    assert " ".join(RIGHT) in texts
    assert any(note[0] in text and LEFT[0] not in text for text in texts)


@pytest.mark.parametrize(
    "marks",
    [
        [(30, 740, 10, b"SMITH:"), (30, 668, 10, b"MOEN:")],
        [(60, 740, 8, b"12"), (60, 668, 8, b"13")],
        [(30, 740, 8, b"5 May"), (30, 668, 8, b"6 May")],
        [(420, 740, 10, b"page 3"), (420, 668, 10, b"page 8")],
    ],
)
def test_speakers_numbers_and_entries_stay_with_their_lines(marks):
    left = 30 if marks[0][0] == 420 else 120
    text = read(pdf_of([*HEADLINE, *column(LEFT + RIGHT, left, 740), *marks])).text
    for (x, _, _, mark), line in zip(marks, (LEFT[0], RIGHT[0]), strict=True):
        pair = (line, mark.decode()) if x == 420 else (mark.decode(), line)
        assert " ".join(pair) in text.replace("  ", " ")


def test_a_small_date_beside_the_headline_is_no_part_of_it():
    article = describe(read(pdf_of([*HEADLINE, (500, 780, 10, b"5 May 2021"), *BOTH])))
    assert article.title == "Leftville council votes to close its coal port"
    assert article.published == "2021-05-05"


def test_the_last_lines_of_a_longer_column_are_read_before_the_next_one():
    left = [*LEFT, "The council meets again in May to vote on the rest of", "the plans"]
    page = column(left, 30, 740) + column(RIGHT, 312, 740)
    assert " ".join(paragraphs(page)) == " ".join([*left, *RIGHT])


def test_a_sentence_goes_on_in_the_next_column_and_page():
    start = [*LEFT[:-1], "according to the report of the harbour authority, which"]
    end = ["the council will discuss in the spring.", *RIGHT[:-1]]
    page = across(column(start, 30, 750), column(end, 312, 750))
    sentence = f"{start[-1]} {end[0]}"
    assert any(sentence in paragraph for paragraph in paragraphs(page))
    assert any(sentence in p for p in paragraphs(column(start, 30, 750), column(end, 30, 750)))


def test_the_rows_of_a_table_are_kept_together():
    names = ["Ministry of the Interior", "Ministry of Finance and Trade", "Ministry of Health"]
    cells = [(b"12 million", b"4 %"), (b"9 million", b"3 %"), (b"88 million", b"30 %")]
    page = column(LEFT, 30, 750)
    for at, (name, row) in enumerate(zip(names, cells, strict=True)):
        y = 600 - 14 * at
        page += [(30, y, 10, name.encode()), (250, y, 10, row[0]), (400, y, 10, row[1])]
    assert paragraphs(page)[1:] == [
        "Ministry of the Interior  12 million  4 %",
        "Ministry of Finance and Trade  9 million  3 %",
        "Ministry of Health  88 million  30 %",
    ]


def test_a_headline_of_two_lines_is_one_paragraph():
    headline = column(["Leftville council votes to close its", "coal port"], 30, 780, 20, 24)
    page = [*headline, *column(LEFT, 30, 720)]
    assert paragraphs(page) == ["Leftville council votes to close its coal port", " ".join(LEFT)]


def test_indented_first_lines_begin_paragraphs():
    indented = (45, 690, 10, b"Opposition leader Hallgrim called it")
    lines = [*column(LEFT[:5], 30, 750), indented, *column(["reckless."], 30, 678)]
    assert paragraphs(lines)[1] == "Opposition leader Hallgrim called it reckless."


def test_a_turned_page_is_read_as_it_is_shown():
    page = [
        b"0 1 -1 0 %d 40 Tm (%s) Tj" % (100 + 12 * at, line.encode())
        for at, line in enumerate(LEFT)
    ]
    drawn = b"BT /F1 10 Tf\n" + b"\n".join(page) + b"\nET"
    data = pdf_of([], rotate=90).replace(
        b"<< /Length 5 >>\nstream\nBT\nET\nendstream",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    assert read(data).text == " ".join(LEFT)


def test_ligatures_are_read_as_letters():
    font = b"/Encoding << /Differences [1 /fi /fl] >>"
    page = [
        (30, 750, 10, b"The chief \001nancial of\001cer resigned after a con\002ict in the \001rm.")
    ]
    expected = "The chief financial officer resigned after a conflict in the firm."
    assert paragraphs(page, font=font) == [expected]


def test_a_word_broken_at_the_end_of_a_line_is_whole():
    lines = ["The mayor of Larkham resigned on Monday after a long dis-", "pute over the harbour."]
    assert "a long dispute over" in " ".join(paragraphs(column(lines, 30, 750)))


def test_a_line_that_is_spread_over_its_column_is_no_row_of_a_table():
    words = [("The", 30, 64), ("mayor", 100, 146), ("of", 182, 214), ("Larkham", 250, 302)]
    rows = [
        [Piece(word, left, right, 750, 10) for word, left, right in words],
        [Piece("resigned after a long dispute over the harbour.", 30, 290, 738, 10)],
    ]
    text = "The mayor of Larkham resigned after a long dispute over the harbour."
    assert list(paragraphs_of([rows])) == [text]


@pytest.mark.parametrize("hyphen", ["\u2010", "\u00ad"])
def test_the_hyphens_of_unicode_break_a_word_too(hyphen):
    rows = [
        [Piece(f"The mayor of Larkham resigned after a long dis{hyphen}", 30, 290, 750, 10)],
        [Piece("pute over the harbour of the town on Monday at", 30, 290, 738, 10)],
    ]
    assert "a long dispute over" in " ".join(paragraphs_of(columns_of(rows)))


def test_pages_without_text_are_named():
    article = read(pdf_of(column(LEFT, 30, 750), None, column(RIGHT, 30, 750), "outlines"))
    assert article.warnings == (
        "no text on pages 2, 4, only images; make the PDF searchable (OCR)",
    )
    assert read(pdf_of(column(LEFT, 30, 750), [])).warnings == ()


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_running_heads_and_page_numbers_are_left_out(pages):
    bodies = [[f"The {word} report said so.", *LEFT] for word in "first second third".split()]
    heads = [
        [(30, 780, 8, b"Port report"), *column(body, 30, 750), (300, 20, 8, b"Page %d" % number)]
        for number, body in enumerate(bodies[:pages])
    ]
    text = read(pdf_of(*heads)).text
    assert ("Port report" in text) == ("Page" in text) == (pages == 1)
    assert all(body[0] in text for body in bodies[:pages])


@pytest.mark.parametrize("pages", [1, 2, 3])
@pytest.mark.parametrize("y", [780, 20])
def test_paper_and_date_are_found_in_a_running_head(pages, y):
    bodies = [HEADLINE + column(LEFT, 30, 740), column(RIGHT, 30, 740), column(INTRO, 30, 740)]
    y += 12 * (y == 780)
    running = [(30, y, 8, b"The Leftville Courier, 5 May 2021 - %d" % n) for n in (1, 2, 3)]
    heads = [[*body, head] for body, head in zip(bodies, running, strict=True)]
    article = describe(read(pdf_of(*heads[:pages])))
    assert (article.publisher, article.published) == ("The Leftville Courier", "2021-05-05")
    assert article.text.count("Courier") == 1


@pytest.mark.parametrize(
    "head",
    [
        [(30, 780, 8, b"2"), (60, 780, 8, b"Port"), (400, 780, 8, b"Larkham Echo, 5 May 2021")],
        [(30, 780, 8, b"Larkham Echo"), (300, 780, 8, b"Wednesday, May 5, 2021   A7")],
    ],
)  # fmt: skip
def test_a_running_head_on_the_second_of_two_pages_gives_paper_and_date(head):
    page = [(30, 780, 18, b"Council of Leftville closes the port"), *column(LEFT, 30, 740)]
    article = describe(read(pdf_of(page, [*head, *column(RIGHT, 30, 740)])))
    assert (article.publisher, article.published) == ("Larkham Echo", "2021-05-05")
    kept = [span.of(article.text) for span in article.kept]
    assert kept == [f"{' '.join(LEFT)}\n\n{' '.join(RIGHT)}"]


def titled(data, title):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.add_metadata({"/Title": title})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("title", ["l.html", "file:///press/l.html", "Microsoft Word - port.docx"])
@pytest.mark.parametrize("above", [[], ["12/1/26, 12:00 AM"], ["01.12.2026, 00:01"]])
def test_a_file_name_as_title_gives_way_to_the_headline(title, above):
    headline = [(30, 720, 18, b"Council of Leftville closes the port")]
    head = [(30, 780, 8, line.encode()) for line in above] + [(300, 780, 8, title.encode())]
    foot = [(30, 20, 8, b"file:///press/l.html 1/1")] if above else []
    page = [*head, *headline, *column(LEFT, 30, 690), *foot]
    article = read(titled(pdf_of(page), title))
    described = describe(article)
    assert described.title == "Council of Leftville closes the port"
    assert [span.of(article.text) for span in described.kept] == [" ".join(LEFT)]


def test_the_title_of_a_pdf_that_is_no_file_name_is_kept():
    page = [(30, 720, 18, b"Port closes"), *column(LEFT, 30, 690)]
    assert read(titled(pdf_of(page), "Port closes")).record.title == "Port closes"
