"""What the files that people save promise."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.article import Article
from assistant.errors import LibraryError
from assistant.export.answered_question import AnsweredQuestion
from assistant.export.formats import export_file
from assistant.export.readable import with_footnotes
from assistant.reply import Answer, Citation, Claim

TEXT = "Lead.\nThe mayor cut the ribbon & left.\nEnd."
ARTICLE = Article("a.txt", TEXT, title="100% {open}", byline="Ann Lee", url="https://example.org/a")
FORMATS = ["markdown", "html", "json", "bibtex", "ris", "csl"]


def citation(quote="The mayor cut the ribbon & left.", title=ARTICLE.title):
    start = TEXT.find(quote) if quote in TEXT else 0
    return Citation(
        1, "a.txt", ARTICLE.article_id, title, "Coast & Co", "2024-03-04", quote, start,
        start + len(quote),
    )  # fmt: skip


def said(answer="The mayor cut the ribbon [1].", one=None, question="Who cut it?"):
    return AnsweredQuestion(
        question,
        Answer(question, question, answer, False, None, 0.9, citations=(one or citation(),)),
    )


def article_of(article_id):
    if article_id == ARTICLE.article_id:
        return ARTICLE
    raise LibraryError("purged")


def text_of(form, turn=None):
    return export_file(form, "The harbour", [turn or said()], article_of).text


def test_an_export_shows_the_rewritten_question_and_what_was_not_confirmed():
    turn = said(question="And who cut it?")
    doubtful = Claim("The mayor cut it.", (1,), False, 0.4, verdict="unconfirmed")
    answer = replace(
        turn.answer, standalone_question="Who cut the ribbon of the harbour?", claims=(doubtful,)
    )
    for form in ("markdown", "html"):
        text = text_of(form, replace(turn, answer=answer))
        assert "Interpreted as: Who cut the ribbon of the harbour?" in text
        assert "Could not be confirmed: “The mayor cut it.”" in text
        assert "Interpreted" not in text_of(form)


def test_the_suffix_tells_an_answer_from_its_conversation():
    names = [
        export_file("json", "Who cut it?", [said()], article_of, suffix).name
        for suffix in ("", "conversation")
    ]
    assert names == ["who-cut-it.json", "who-cut-it-conversation.json"]


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.text, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text.append(data)


def parsed(text):
    tags = Tags()
    tags.feed(text)
    return tags


def test_footnotes_name_the_words_and_where_they_stand():
    text = with_footnotes(said().answer)
    assert text.startswith("The mayor cut the ribbon [1].")
    assert (
        "[1] “The mayor cut the ribbon & left.” — 100% {open}, Coast & Co, 2024-03-04, a.txt"
        in text
    )


def test_each_marker_of_a_markdown_file_has_its_footnote():
    text = text_of("markdown")
    assert set(re.findall(r"\[\^([\d-]+)\](?!:)", text)) == set(
        re.findall(r"\[\^([\d-]+)\]:", text)
    )


def test_a_web_page_marks_the_words_in_their_surroundings():
    text = text_of("html")
    assert "Lead.\n<mark>The mayor cut the ribbon &amp; left.</mark>\nEnd." in text
    assert 'href="#c1-1"' in text
    assert 'id="c1-1"' in text


def test_the_json_file_holds_the_object_of_the_contract():
    kept = json.loads(text_of("json"))
    assert kept["answers"][0]["citations"][0]["quote"] == "The mayor cut the ribbon & left."


def test_reference_managers_get_what_is_known_of_an_article():
    item = json.loads(text_of("csl"))[0]
    assert item["issued"] == {"date-parts": [[2024, 3, 4]]}
    assert item["author"] == [{"literal": "Ann Lee"}]
    ris = text_of("ris")
    assert ris.startswith("TY  - NEWS\r\n")
    assert "DA  - 2024/03/04/" in ris
    assert ris.rstrip().endswith("ER  -")
    bibtex = text_of("bibtex")
    assert r"title = {{100\% \{open\}}}" in bibtex
    assert r"journal = {Coast \& Co}" in bibtex


@pytest.mark.parametrize("form", FORMATS)
def test_a_purged_article_is_exported_from_its_citation(form):
    gone = Citation(1, "b.txt", "0" * 16, None, None, None, "Words.", 0, 6)
    assert "b.txt" in text_of(form, said(one=gone))


@pytest.mark.parametrize("form", FORMATS)
@given(hostile=st.text(max_size=200))
def test_any_text_can_be_exported(form, hostile):
    text = text_of(form, said(hostile, citation(hostile, hostile or None), hostile))
    if form in ("json", "csl"):
        json.loads(text)


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</mark></blockquote><b>"],
)
def test_nothing_of_an_article_becomes_markup_in_a_web_page(hostile):
    harmless = parsed(text_of("html", said("x", citation("y", "z"), "q")))
    tags = parsed(text_of("html", said(hostile, citation(hostile, hostile), hostile)))
    assert tags.seen == harmless.seen
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name == "src"]


@pytest.mark.parametrize("hostile", ["![x](https://example.org/y.png)", "<b>x</b>", "[a](b)"])
def test_nothing_of_an_article_becomes_markup_in_markdown(hostile):
    text = text_of("markdown", said(hostile, citation(hostile, hostile), hostile))
    assert not re.search(r"(?<!\\)[<>]", text)
    assert not re.search(r"(?<!\\)\]\(", text)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_nothing_that_people_read_is_shown_in_another_order(form):
    text = text_of(form, said("\u202eone", citation("\u2066two", "\u200fthree"), "four\u202c"))
    assert not set(text) & set("\u202a\u202c\u202e\u2066\u200f")


def test_a_file_is_named_after_its_title():
    assert (
        export_file("ris", "Who vetoed it, and when?", [], article_of).name
        == "who-vetoed-it-and-when.ris"
    )
    assert export_file("csl", "?!", [], article_of).name == "answer.csl.json"
