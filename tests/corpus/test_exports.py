import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.clean import clean
from assistant.corpus.describe import describe
from assistant.corpus.load import LoadedText, find_articles
from assistant.corpus.readers.exports import split_export

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
    articles = [describe(loaded) for loaded in find_articles([tmp_path])]
    assert [article.source for article in articles] == ["export.txt#1", "export.txt#2"]
    for article, words in zip(articles, (LEAD, SECOND), strict=True):
        assert [span.of(article.text) for span in article.kept] == [words]
        assert article.title == "Mayor of Larkham resigns over harbour"
        told = (article.byline, article.publisher, article.published)
        assert told == ("Jane Doe", "The Larkham Echo", "2021-05-05")
    assert articles[0].reported == "2021-05-03"


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
