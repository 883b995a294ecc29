import json

import pytest

from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText, LoadFailure

LEAD = "The mayor of Larkham resigned on Monday after a long dispute over the town's harbour."
SECOND = "She told the council that she would leave her office by the end of the month."
THIRD = "The council will elect a successor in June, according to its deputy chairman."
BODY = (
    f"<article><h1>Mayor of Larkham resigns</h1><p>{LEAD}</p><h2>A harbour</h2><p>{SECOND}</p>"
    f"<p>{THIRD}</p></article>"
)
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "The Larkham Echo"},
        {
            "@type": "NewsArticle",
            "headline": "Mayor of Larkham resigns &amp; leaves",
            "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe"}],
            "publisher": {"@type": "Organization", "name": "The Larkham Echo"},
            "datePublished": "2021-05-05T08:00:00+01:00",
            "inLanguage": "en-GB",
            "mainEntityOfPage": {"@id": "https://echo.example/mayor"},
        },
    ],
}


def _page(tmp_path, head="", body=BODY, name="a.html", encoding="utf-8"):
    page = f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"
    (tmp_path / name).write_bytes(page.encode(encoding))
    (found,) = find_articles([tmp_path])
    return found


def _linked(content):
    return f'<script type="application/ld+json">{json.dumps(content)}</script>'


def test_the_text_is_the_article_without_the_page(tmp_path):
    around = "<nav><a href='/'>Home</a></nav>{}<footer>Cookie notice</footer>"
    loaded = _page(tmp_path, body=around.format(BODY))
    assert "\n\n".join((LEAD, "A harbour", SECOND, THIRD)) in loaded.text
    assert "Home" not in loaded.text
    assert "Cookie" not in loaded.text


def test_comments_and_related_stories_do_not_get_in(tmp_path):
    body = (
        f"{BODY}<section id='comments' class='comments'><p>I totally agree with every word of "
        "this, the mayor had to go years ago.</p></section><aside class='related'><h3>Related "
        "stories</h3><ul><li><a href='/b'>Harbour opens again after a year</a></li></ul></aside>"
    )
    text = _page(tmp_path, body=body).text
    assert "agree" not in text
    assert "opens again" not in text


def test_json_ld_says_who_when_and_where(tmp_path):
    article = describe(_page(tmp_path, head=_linked(LINKED)))
    assert article.title == "Mayor of Larkham resigns & leaves"
    assert article.byline == "Jane Doe, John Roe"
    assert article.publisher == "The Larkham Echo"
    assert (article.published, article.reported) == ("2021-05-05", "2021-05-03")
    assert article.url == "https://echo.example/mayor"
    assert article.language == "en"
    assert article.evidence["published"].note.startswith("from JSON-LD")


def test_meta_tags_say_what_json_ld_does_not(tmp_path):
    head = (
        "<meta property='og:title' content='Mayor resigns | The Echo'>"
        "<meta property='og:site_name' content='The Echo'><meta name='author' content='By J. Doe'>"
        "<meta property='article:published_time' content='2021-05-05'>"
        "<script type='application/ld+json'>{ broken </script>"
    )
    article = describe(_page(tmp_path, head=head))
    told = (article.title, article.publisher, article.byline, article.published)
    assert told == ("Mayor resigns", "The Echo", "J. Doe", "2021-05-05")


def test_the_page_itself_says_the_rest(tmp_path):
    body = BODY.replace("<p>", "<time datetime='2021-05-05'>5 May</time><p>", 1)
    loaded = _page(tmp_path, "<link rel='canonical' href='https://echo.example/m'>", body)
    record = loaded.record
    assert (record.title, record.published) == ("Mayor of Larkham resigns", "2021-05-05")
    assert record.url == "https://echo.example/m"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_page_is_read_in_its_encoding(tmp_path, encoding):
    body = BODY.replace("harbour", "café’s harbour")
    head = "" if encoding == "utf-16" else f"<meta charset='{encoding}'>"
    assert "café’s harbour" in _page(tmp_path, head, body, encoding=encoding).text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Short.</p>",
        "<script>var article = 'The mayor of Larkham resigned on Monday.'</script>",
        "<ul>" + "<li><a href='/x'>Link</a></li>" * 30 + "</ul>",
        "<div>" * 50_000 + f"<p>{LEAD * 5}</p>",
        "<table><tr><td>" * 5_000,
    ],
)
def test_a_page_without_an_article_is_a_failure(tmp_path, body):
    found = _page(tmp_path, body=body)
    assert isinstance(found, LoadFailure)
    assert "page" in found.why


@pytest.mark.parametrize(
    "content",
    [
        [],
        [[[[[[[]]]]]]],
        {"@type": ["NewsArticle"], "author": {"@type": "Person"}, "headline": 3},
        {"@type": "NewsArticle", "headline": None, "datePublished": "yesterday"},
        {"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {}}}}}},
    ],
)
def test_strange_metadata_never_stops_a_page(tmp_path, content):
    assert isinstance(_page(tmp_path, head=_linked(content)), LoadedText)


def test_a_script_in_a_heading_is_text_and_nothing_more(tmp_path):
    body = BODY.replace("A harbour", "&lt;script&gt;alert(1)&lt;/script&gt; $x$ **b**")
    assert "<script>alert(1)</script> $x$ **b**" in _page(tmp_path, body=body).text
