import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.clean import clean
from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText
from assistant.corpus.readers.database_exports import split_export

LEAD = "The mayor of Larkham resigned on Monday after a long dispute over the town's harbour."
SECOND = "The council will elect a successor in June, its deputy chairman told reporters."

NEXIS = """Mayor of Larkham resigns over harbour
The Larkham Echo
{date} Wednesday

Copyright 2021 Larkham Media All Rights Reserved

Section: NEWS; Pg. 1
Length: 53 words
Byline: Jane Doe
Body

{lead}

Load-Date: May 6, 2021

End of Document
"""
FACTIVA = """HD Mayor of Larkham resigns over harbour
BY Jane Doe
WC 53 words
PD 5 May 2021
SN The Larkham Echo
LA English

LP
{lead}

Document LARK000020210505eh550001x
"""
PROQUEST = """Document 1 of 2

Title: Mayor of Larkham resigns over harbour
Author: Jane Doe
Publication title: The Larkham Echo
Publication date: May 5, 2021

{lead}

____________________________________________________________
"""
FORMS = [NEXIS, FACTIVA, PROQUEST]


def _filled(form, lead):
    return form.format(lead=lead, date="May 5, 2021")


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_as_many_articles_as_were_put_into_it(tmp_path, form):
    (tmp_path / "export.txt").write_text(_filled(form, LEAD) + "\n" + _filled(form, SECOND))
    found = list(find_articles([tmp_path]))
    articles = [describe(loaded) for loaded in found if isinstance(loaded, LoadedText)]
    assert len(articles) == len(found)
    assert [article.source for article in articles] == ["export.txt#1", "export.txt#2"]
    for article, words in zip(articles, (LEAD, SECOND), strict=True):
        assert [span.of(article.text) for span in article.kept] == [words]
        assert article.title == "Mayor of Larkham resigns over harbour"
        told = (article.byline, article.publisher, article.published)
        assert told == ("Jane Doe", "The Larkham Echo", "2021-05-05")
    assert articles[0].reported == "2021-05-03"


@pytest.mark.parametrize("form", FORMS)
def test_a_byline_has_no_by_and_a_publisher_no_place(form):
    form = form.replace("Jane Doe", "By Jane Doe").replace("Larkham Echo", "Larkham Echo (London)")
    article = describe(LoadedText("a.txt", _filled(form, LEAD)))
    assert (article.byline, article.publisher) == ("Jane Doe", "The Larkham Echo")


@pytest.mark.parametrize("form", FORMS)
def test_each_field_of_a_header_stands_where_its_evidence_says(form):
    article = describe(LoadedText("a.txt", _filled(form, LEAD)))
    for name in ("title", "byline", "publisher"):
        found = article.evidence[name]
        assert article.text[found.start : found.end] == found.value


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\n\n{'_' * 20}\n\n{SECOND}",
        f"{LEAD}\n\nSource: Larkham Echo\n\n{SECOND}",
        f"Question: {LEAD}\n\nAnswer: {SECOND}\n\n1 of 2\n\n{LEAD}",
        "",
    ],
)
def test_a_text_that_only_has_lines_like_an_exports_stays_whole(text):
    loaded = LoadedText("a.txt", text)
    assert list(split_export(loaded)) == [loaded]


def test_front_matter_is_read_and_left_out():
    text = (
        '---\ntitle: "Mayor of Larkham resigns"\nauthor: Jane Doe\ndate: 2021-05-05\ntags:\n'
        f"  - harbour\n---\n\n{LEAD}\n"
    )
    article = describe(LoadedText("a.md", text))
    told = (article.title, article.byline, article.published, article.reported)
    assert told == ("Mayor of Larkham resigns", "Jane Doe", "2021-05-05", "2021-05-03")
    assert [span.of(text) for span in article.kept] == [LEAD]


def test_one_line_with_a_colon_makes_no_header():
    text = f"Source: the mayor of Larkham\n\n{LEAD}\n\n{SECOND}"
    assert clean(text).header == {}


LINES = st.lists(
    st.sampled_from(
        [
            *("HD Title", "Title: A", "Date: 5 May 2021", "---", "", "Body", LEAD, "LP", "Author:"),
            "_" * 12,
        ]
    ),
    max_size=15,
).map("\n".join)


@settings(deadline=None)
@given(LINES)
def test_splitting_loses_no_reporting_and_never_crashes(text):
    parts = list(split_export(LoadedText("a.txt", text)))
    assert sum(part.text.count(LEAD) for part in parts) == text.count(LEAD)
    for part in parts:
        describe(part)


# Covers, results without bylines, and the layouts whose fields have no key

LINES_OF_NEXIS = (
    "Uniholm council votes to close port|The Uniholm Courier|March 5, 2021 Friday|Copyright 2021 "
    "Larkwire All Rights Reserved|Section: NEWS; Pg. 4|Length: 123 words|Body|"
)
COVER = (
    "User Name: = R. Vik|Date and Time: = 2021-07-09 10:22|Job Number: = 1386|Documents (2)|"
    "1. Uniholm council votes to close port|2. Ferry line reopens|Client/Matter: -None-|"
    "Search Terms: port|Narrowed by:|Content Type   News|"
)
SECOND_OF_NEXIS = (
    "Ferry line reopens|The Skarvik Post|May 4, 2021 Tuesday 10:15 AM GMT|Section: NEWS; Pg. 4|"
    "Length: 99 words|Correction Appended|Body|"
)
END = "|Load-Date: July 8, 2021|End of Document|"
CODED = """Article {number}
SE  News
HD  {title}
WC  123 words
PD  5 March 2021
ET  10:02
SN  The Uniholm Courier
CY  (c) 2021 Larkwire.

LP  {lead}

TD

{more}

NS  gcrim : Crime
RE  lark : Larkland
AN  Document UNICOU00202103052h350000{number}

"""
DEFAULT = """{title}

By Runa Vik
123 words
5 March 2021
10:02
The Uniholm Courier
UNICOU
First
4
English
(c) 2021 Larkwire.

{lead}

{more}

Document UNICOU00202103052h350000{number}

"""
OLDER = """                               {number} of 2 DOCUMENTS

                              The Uniholm Courier

                            March 5, 2021 Friday
                              Late Edition - Final

{title}

SECTION: Section A; Column 1; Pg. 1

LENGTH: 123 words

{lead}

{more}

LOAD-DATE: July 8, 2021

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper
"""
SUMMARY = (
    "Search Summary\nText  port\nDate  All Dates\n\n(c) 2021 Factiva, Inc. All rights reserved.\n"
)


def _nexis(gap, cover):
    first, second = LINES_OF_NEXIS + LEAD + END, SECOND_OF_NEXIS + SECOND + END
    return (cover + first + second).replace("|", gap)


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("cover", [COVER, ""])
def test_nexis_articles_without_byline_are_split_and_the_cover_is_none(gap, cover):
    articles = [describe(part) for part in split_export(LoadedText("a", _nexis(gap, cover)))]
    assert [article.title for article in articles] == [
        *("Uniholm council votes to close port", "Ferry line reopens")
    ]
    assert [article.published for article in articles] == ["2021-03-05", "2021-05-04"]
    assert [article.publisher for article in articles] == [
        *("The Uniholm Courier", "The Skarvik Post")
    ]
    assert [[s.of(a.text) for s in a.kept] for a in articles] == [[LEAD], [SECOND]]


@pytest.mark.parametrize("form", [CODED, DEFAULT, OLDER])
def test_each_layout_gives_title_paper_date_and_text(form):
    text = "".join(
        form.format(
            number=number, title=f"Council number {number} closes port", lead=lead, more=more
        )
        for number, lead, more in ((1, LEAD, SECOND), (2, SECOND, LEAD))
    )
    articles = [describe(part) for part in split_export(LoadedText("a", text + SUMMARY))]
    assert [a.title for a in articles] == [f"Council number {n} closes port" for n in "12"]
    assert {(a.publisher, a.published) for a in articles} == {("The Uniholm Courier", "2021-03-05")}
    kept = [" ".join(" ".join(s.of(a.text) for s in a.kept).split()) for a in articles]
    assert kept == [f"{LEAD} {SECOND}", f"{SECOND} {LEAD}"]


def test_a_single_article_below_a_cover_is_read_without_it():
    text = f"Page 1 of 2\n\n{COVER}Page 2 of 2|{LINES_OF_NEXIS}".replace("|", "\n") + LEAD + END
    (part,) = split_export(LoadedText("a.txt", text.replace("|", "\n\n")))
    article = describe(part)
    assert (article.title, article.published) == (
        *("Uniholm council votes to close port", "2021-03-05"),
    )
    assert [span.of(part.text) for span in article.kept] == [LEAD]


def test_the_numbers_of_pages_between_articles_are_no_titles():
    first, second = LINES_OF_NEXIS + LEAD + END, SECOND_OF_NEXIS + SECOND + END
    text = f"Page 1 of 2|{first}|Page 2 of 2|{second}".replace("|", "\n")
    titles = [describe(part).title for part in split_export(LoadedText("a", text))]
    assert titles == ["Uniholm council votes to close port", "Ferry line reopens"]


def test_the_subjects_below_an_article_of_nexis_are_no_reporting():
    below = (
        "|Graphic|Classification|Language: ENGLISH|Publication-Type: Newspaper|Subject: PORTS (90%)"
        "|Company: LARKWIRE (57%)|Industry: PORTS & HARBORS (90%)|Geographic: LARKLAND (79%)"
    )
    text = (LINES_OF_NEXIS + LEAD + below + END) * 2
    for part in split_export(LoadedText("a", text.replace("|", "\n\n"))):
        assert [span.of(part.text) for span in describe(part).kept] == [LEAD]


@pytest.mark.parametrize(
    ("byline", "names"), [("Runa Vik", "Runa Vik"), ("By Larkwire staff", None)]
)
def test_a_byline_of_factiva_is_not_taken_for_the_headline(byline, names):
    text = "".join(
        DEFAULT.format(
            number=number, title="Council of Uniholm closes port", lead=LEAD, more=SECOND
        )
        for number in (1, 2)
    ).replace("By Runa Vik", byline)
    for part in split_export(LoadedText("a", text)):
        article = describe(part)
        assert (article.title, article.byline) == ("Council of Uniholm closes port", names)
