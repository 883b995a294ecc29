"""A web page's article has the date of its publication, however the page shows it."""

import json

import pytest

from assistant.corpus.describe import describe
from assistant.corpus.loaded import LoadedText
from assistant.corpus.readers.web_page import articles_of_page

TITLE = "Brville council closes coal port"
HEADING = f"<h1>{TITLE}</h1>"
TEXT = "".join(
    f"<p>{words}</p>"
    for words in (
        "The council of Brville voted 14 to 9 on Thursday to close the town’s coal port by 2026.",
        "Mayor Ilse Brandvold said the decision followed two years of talks with dockworkers.",
        "The port handled 3.2 million tonnes of coal in 2019, down from 5.1 million in 2014.",
        "Opposition leader Petrus Hallgrim called the vote reckless and said jobs would be lost.",
    )
)
MODIFIED = "<meta property='article:modified_time' content='2022-06-01T10:00:00Z'>"


def loaded(head: str, body: str, lang: str) -> LoadedText:
    html = (
        f"<html lang='{lang}'><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    )
    return next(articles_of_page("a.html", html.encode()))


def published(head: str, body: str, lang: str = "en") -> str | None:
    return describe(loaded(head, body, lang)).published


def in_markup(body: str, lang: str = "en") -> str | None:
    """The date that the elements give, without those in the text of the article."""
    record = loaded("", body, lang).record
    return None if record is None else record.published


def article(before_text: str, after_text: str = "") -> str:
    return f"<article>{HEADING}{before_text}{TEXT}{after_text}</article>"


def linked(**fields: str) -> str:
    thing = {"@type": "NewsArticle", "headline": TITLE, **fields}
    return f"<script type='application/ld+json'>{json.dumps(thing)}</script>"


@pytest.mark.parametrize(
    ("head", "before_text"),
    [
        (MODIFIED, "<p class='date'>March 4, 2021</p>"),
        (
            "<meta property='og:updated_time' content='2022-06-01'>",
            "<p>By Runa Vik, 4 March 2021</p>",
        ),
        (linked(dateModified="2022-06-01"), "<span class='meta'>4 March 2021</span>"),
        ("<meta name='dcterms.modified' content='2022-06-01'>", "<p>Posted 4 March 2021</p>"),
        (
            linked(datePublished="2021-03-04T10:00:00+01:00", dateModified="2022-06-01"),
            "<time datetime='2022-06-01'>Updated 1 June 2022</time>",
        ),
        ("", "<p>First published 4 March 2021; last updated 1 June 2022</p>"),
        ("", "<div>Last updated</div><div>1 June 2022</div><div>4 March 2021</div>"),
        ("", "<p>Letzte Aktualisierung: 01.06.2022</p><div>04.03.2021</div>"),
    ],
)
def test_the_day_of_a_change_is_not_the_date(head, before_text):
    assert published(head, article(before_text)) == "2021-03-04"


@pytest.mark.parametrize(
    "body",
    [
        "<div class='related'><time datetime='2017-09-06'>6 Sep</time></div>"
        + article("<p>Published: 4 March 2021</p>"),
        article("<span>4 March 2021</span>")
        + "<section class='more-stories'><time datetime='2017-09-06'></time></section>",
        article("<span>March 4, 2021</span>")
        + "<div id='comments'><time datetime='2021-03-09T10:00'>9 March</time></div>",
        "<header><time datetime='2026-11-29'>Sunday, 29 November 2026</time></header>"
        + article("", "<p>First published on March 4, 2021.</p>"),
        "<div class='top-bar'><span class='date'>Sunday, 29 November 2026</span></div>"
        + article("<p>Posted on March 4, 2021 by Runa Vik</p>"),
        article(
            "<span class='published'>4 Mar 2021</span>",
            "<div class='event'><time datetime='2021-05-01'>1 May 2021</time> Hearing</div>",
        ),
    ],
)
def test_dates_of_other_stories_of_events_and_of_today_are_not_the_date(body):
    assert published("", body) == "2021-03-04"


@pytest.mark.parametrize(
    "box",
    [
        "<p>Date: 12 June 2021</p><p>Time: 19:30</p>",
        "<p>Date: 12 June 2021<br>Venue: Town hall</p>",
        "<dl><dt>Venue</dt><dd>Town hall</dd><dt>Date</dt><dd>12 June 2021</dd></dl>",
        "<table><tr><th>Date</th><td>12 June 2021</td></tr><tr><th>Tickets</th></tr></table>",
        "<p>When: 12 June 2021</p><p>Where: Town hall</p>",
        "<p>Datum: 12.06.2021</p><p>Ort: Rathaus</p>",
        "<div class='event-info'><span class='date'>12 June 2021</span> Town hall</div>",
    ],
)
def test_the_day_in_the_box_of_an_event_is_not_the_date(box):
    text = " ".join(["The choir of the town sings in the hall, its leader said on Monday."] * 3)
    short = f"<article><h1>Choir sings</h1>{{}}<p>{text}</p>{box}</article>"
    assert published("", short.format("")) is None
    assert published("", short.format("<p>Date: 4 March 2021</p>")) == "2021-03-04"
    assert published("", short.format("<time>4 March 2021</time>")) == "2021-03-04"


def test_a_day_that_is_only_labelled_date_is_the_date():
    for line in ("<p>Location: Brville</p><p>Date: 4 March 2021</p>", "<p>Datum: 04.03.2021</p>"):
        assert published("", article(line)) == "2021-03-04"


@pytest.mark.parametrize("year", ["1987", "2021"])
def test_a_date_in_a_sentence_is_not_the_date(year):
    event = (
        f"<p>The mine opened on <time datetime='{year}-05-06'>6 May {year}</time>, according to "
    )
    event += (
        "the records of the company, and it closed in the year of the strike that followed.</p>"
    )
    assert published("", article("", event)) is None


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("de", "Veröffentlicht am 4. März 2021, 17:05 Uhr | Aktualisiert am 1. Juni 2022"),
        ("de", "Stand: 05.06.2021, 10:15 Uhr. Erstellt: 04.03.2021, 08:00 Uhr"),
        ("de", "04.03.2021 - 10:15"),
        ("fr", "Publié le 4 mars 2021 à 17h05, mis à jour le 1er juin 2022"),
        ("fr", "Mis à jour le 6 juin 2022 à 10h. Publié le 4 mars 2021 à 17h05"),
        ("fr", "04/03/2021"),
        ("es", "4 de marzo de 2021"),
        ("it", "Pubblicato il 4 marzo 2021"),
        ("nl", "Gepubliceerd op 4 maart 2021 om 10:00"),
        ("nb", "Publisert 4. mars 2021, oppdatert 1. juni 2022"),
        ("ja", "2021年3月4日"),
        ("en-US", "03/04/2021"),
    ],
)
def test_dates_are_read_in_the_forms_of_their_language(lang, line):
    assert published("", article(f"<p class='info'>{line}</p>"), lang) == "2021-03-04"


def test_the_first_of_a_month_is_read_in_french():
    assert published("", article("<p>Publié le 1er mars 2021</p>"), "fr") == "2021-03-01"


@pytest.mark.parametrize(
    ("moment", "line", "day"),
    [
        ("2021-03-05T01:30:00Z", "March 4, 2021 8:30 p.m. ET", "2021-03-04"),
        ("2021-03-05T03:00:00Z", "Thursday, March 4, 2021", "2021-03-04"),
        ("2021-03-04T23:15:00Z", "By Runa Vik, 5 March 2021", "2021-03-05"),
        ("2021-03-04T23:30:00-08:00", "", "2021-03-04"),
        ("2021-03-04T00:30:00+09:00", "", "2021-03-04"),
    ],
)
def test_a_time_near_midnight_is_of_the_day_that_the_newsroom_writes(moment, line, day):
    assert published(linked(datePublished=moment), article(f"<div>{line}</div>")) == day


@pytest.mark.parametrize(
    ("head", "before_text"),
    [
        ("", "<time datetime='2021-03-04'>4 March 2021</time>"),
        ("", "<p>By Runa Vik. Published March 4, 2021</p>"),
        ("<meta property='article:published_time' content='2021-03-04T10:00:00Z'>", ""),
    ],
)
def test_a_date_in_the_address_gives_way_to_that_of_the_article(head, before_text):
    address = "<link rel='canonical' href='https://echo.example/2020/01/15/coal'>"
    assert published(address + head, article(before_text)) == "2021-03-04"
    assert published(address, article("")) == "2020-01-15"


@pytest.mark.parametrize(
    "content", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2021", "soon"]
)
def test_a_date_that_stands_for_none_gives_way_to_the_one_shown(content):
    head = f"<meta property='article:published_time' content='{content}'>"
    assert published(head, article("<p class='date'>4 March 2021</p>")) == "2021-03-04"


@pytest.mark.parametrize(
    "body",
    [
        article("<abbr class='published' title='2021-03-04T10:00:00'>two years ago</abbr>"),
        article("<time datetime='2021-03-04T10:00:00'>3 hours ago</time>"),
        article("<time>4 March 2021</time>"),
        article("<b>Published:</b> <!-- day --> 4 March 2021"),
        f"<header>{HEADING}<p>4 March 2021</p></header><article>{TEXT}</article>",
        f"<p>4 March 2021</p>{HEADING}{TEXT}",
    ],
)
def test_the_date_is_found_in_the_elements_that_pages_put_it_in(body):
    assert published("", body) == "2021-03-04"


def test_seconds_since_1970_are_a_date():
    head = "<meta property='article:published_time' content='1614855600'>"
    assert published(head, article("")) == "2021-03-04"


@pytest.mark.parametrize(
    "body",
    [
        article("<aside><p>Runa Vik — <time datetime='2021-03-04'>x</time> in News</p></aside>"),
        article("", "<aside><dl><dt>Date</dt><dd>March 4, 2021</dd></dl></aside>"),
        article("", "<div class='entry-footer'>By Runa Vik on March 4, 2021, 11:51</div>"),
        article("", "<footer>Submitted by runa on 4 March 2021 - 18:55</footer>"),
        f"<article><div id='sidebar'><header>{HEADING}<time pubdate>4 March 2021</time></header>"
        f"</div>{TEXT}</article>",
        f"<article class='HeaderComment'>{HEADING}<p class='PublishDate Comment_date'>4 March 2021"
        f"</p></article>{TEXT}<blockquote><time datetime='2018-03-12'>x</time></blockquote>",
        article("<li class='date last' title='x'>March 4, 2021</li>"),
    ],
)
def test_the_date_is_found_in_parts_of_the_article_that_are_named_like_other_parts(body):
    assert published("", body, "en-us") == "2021-03-04"


@pytest.mark.parametrize(
    "body",
    [
        article("", "<aside><h3>An older story</h3><time datetime='2017-09-06'>x</time></aside>"),
        article("", "<aside><a>Port to close next year</a><time>6 September 2017</time></aside>"),
        article("", "<p>The road to the port is closed to all traffic until 2 October 2017</p>"),
        article("", "<blockquote>Shared on <time datetime='2017-09-06'>x</time></blockquote>"),
    ],
)
def test_the_only_date_of_a_page_may_be_of_something_else(body):
    assert published("", body) is None


def test_a_labelled_day_that_is_shown_goes_before_the_machine_time():
    line = "<time datetime='2021-07-03T10:18:46Z'>Publié le 4 mars 2021</time>"
    assert published("", article(line), "fr") == "2021-03-04"


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div class='content with-sidebar'>{}</div>",
        "<div class='teaser-body'>{}</div>",
        "<form id='aspnetForm'>{}</form>",
    ],
)
def test_an_element_that_holds_the_article_is_read_whatever_its_name(wrapper):
    body = wrapper.format(f"<h2>{TITLE}</h2><p>4 March 2021</p>{TEXT}")
    assert in_markup(body) == "2021-03-04"
    other = "<div class='teaser'><h3>Port closes</h3><time>6 September 2017</time></div>"
    assert in_markup(other + body) == "2021-03-04"


@pytest.mark.parametrize(
    "line", ["März 4, 2021", "März 4th, 2021", "04.03.21", "Do., 04.03.21, 17:05 Uhr"]
)
def test_dates_of_two_figures_a_year_and_with_the_month_first_are_read(line):
    assert in_markup(f"<span>{line}</span>{HEADING}{TEXT}", "de") == "2021-03-04"


@pytest.mark.parametrize(
    "element",
    [
        "<span class='post-info-date post_date date updated'>4 March 2021</span>",
        "<time class='entry-date published updated' datetime='2021-03-04'>4 March 2021</time>",
        "<time data-timestamp='1614855600'>two years ago</time>",
        "<abbr data-utime='1614855600'>two years ago</abbr>",
    ],
)
def test_the_date_is_found_in_the_elements_of_publishing_systems(element):
    assert in_markup(article(element)) == "2021-03-04"


def test_the_day_in_the_head_of_the_page_is_not_the_date():
    head = "<header><p>The Lark</p><time datetime='2026-11-29'>29 November 2026</time></header>"
    assert published("", head + article("")) is None


def test_of_the_dates_above_the_headline_the_nearest_is_taken():
    dates = "<div>14 June 2019</div><div>26 March 2019</div><p>4 March 2021, by Runa Vik</p>"
    assert published("", f"{dates}<h1>{TITLE}</h1>{TEXT}") == "2021-03-04"


def test_a_date_in_brackets_opens_the_article():
    lead = "<p>(04.03.2021) The council of Brville closed its port after two years of talks.</p>"
    sources = (
        "<p>(06.09.2017) The port of Brville had been in talks with its workers for years.</p>"
    )
    assert published("", article(lead, sources)) == "2021-03-04"
    assert published("", article("", sources)) is None


@pytest.mark.parametrize(
    "name",
    [
        *("article:published_time", "article:published", "og:published_time", "og:pubdate"),
        *("dc.date", "dcterms.date", "dcterms.issued", "sailthru.date", "parsely-pub-date"),
        *("dc.issued", "og:datePublished", "bepress_citation_date", "displaydate"),
        *("citation_publication_date", "cXenseParse:recs:publishtime", "bt:pubDate", "pubdate"),
    ],
)
def test_the_date_is_found_in_the_meta_tags_of_publishers(name):
    head = f"<meta name='{name}' content='2021-03-04T10:00:00Z'>"
    assert published(head, article("")) == "2021-03-04"


def test_a_time_as_unix_writes_it_is_read_whole():
    assert published(linked(datePublished="Thu Mar 4 15:28:56 CET 2021"), article("")) == (
        "2021-03-04"
    )


@pytest.mark.parametrize("path", ["2021/03/04", "2021/3/4", "20210304", "2021-03-04"])
def test_the_day_of_an_address_is_read_in_every_form(path):
    address = f"<link rel='canonical' href='https://echo.example/news/{path}/coal-port'>"
    assert published(address, article("")) == "2021-03-04"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "The study was published on 6 May 1987 in a journal that few people read today."),
        ("en", "A report of the port, published on 6 May 1987, had warned of the costs of coal."),
        ("de", "Das Buch über den Hafen wurde am 6. Mai 1987 in der Hauptstadt veröffentlicht."),
    ],
)
def test_the_day_on_which_something_else_was_published_is_not_the_date(lang, sentence):
    assert published("", article("", f"<p>{sentence}</p>"), lang) is None


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            "This entry was posted on Thursday, March 4, 2021 at 10:00 and is filed under News.",
        ),
        ("de", "Dieser Beitrag wurde am Donnerstag, 4. März 2021 um 10 Uhr veröffentlicht."),
        ("fr", "Cet article a été publié le 4 mars 2021 dans la rubrique des nouvelles du port."),
        ("es", "Esta entrada fue publicada el 4 de marzo de 2021 en las noticias del puerto."),
        ("nl", "Dit bericht is op 4 maart 2021 geplaatst in het nieuws van de haven en stad."),
    ],
)
def test_a_sentence_about_the_page_has_its_date(lang, sentence):
    assert published("", article("", f"<p>{sentence}</p>"), lang) == "2021-03-04"


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Printed on 6 September 2017"),
        ("de", "gedruckt am: Mittwoch, 6. September 2017"),
        ("en", "Open until 6 September 2017"),
        ("de", "Sonntags, ab 06.09.2017"),
        ("fr", "Inscription à partir du 6 septembre 2017"),
    ],
)
def test_the_day_of_a_print_and_the_bounds_of_a_period_are_not_the_date(lang, line):
    assert in_markup(article(f"<p>{line}</p>"), lang) is None
    assert in_markup(article(f"<p>{line}</p><p>4.3.2021</p>"), "de") == "2021-03-04"


def test_dates_of_events_in_microdata_are_not_the_date():
    event = "<dd><meta itemprop='startDate' content='2021-05-01'/>1 May 2021 11:00</dd>"
    assert in_markup(article(f"<dl><dt>Begin:</dt>{event}</dl>")) is None


def test_dates_in_examples_of_code_are_not_the_date():
    code = "<pre>$ find-date page.html<br>2016-12-23</pre><p><code>2016-12-23</code></p>"
    assert in_markup(article("", code)) is None


def test_text_that_is_all_in_one_pre_has_its_date():
    text = TEXT.replace("<p>", "").replace("</p>", "\n")
    assert in_markup(f"{HEADING}<pre><div>4 March 2021</div>\n{text}</pre>") == "2021-03-04"


@pytest.mark.parametrize("words", ["Published on", "Veröffentlicht am", "Publié le"])
def test_a_label_in_words_goes_before_the_class_of_the_date(words):
    line = f"<p>{words} <time class='updated' datetime='2021-03-04'>4.3.2021</time></p>"
    assert in_markup(article(line)) == "2021-03-04"


@pytest.mark.parametrize(
    "line", ["von Runa Vik, 4.3.21", "am 04.03.21", "Port | 4.3.21, 10:15 Uhr"]
)
def test_a_date_of_two_figures_a_year_ends_a_line(line):
    assert in_markup(article(f"<p>{line}</p>"), "de") == "2021-03-04"


def test_the_number_of_a_version_is_not_a_date():
    assert in_markup(article("<p>Version 3.6.12</p><p>4 March 2021</p>")) == "2021-03-04"


def test_the_title_of_a_date_element_is_its_date():
    link = "<a class='post date' title='4 March 2021'>two years ago</a>"
    assert in_markup(article(link)) == "2021-03-04"


@pytest.mark.parametrize(
    "day", ["04.03.2021", "Thursday, March 4, 2021", "Donnerstag, 4. März 2021"]
)
def test_the_date_in_the_title_of_the_page_goes_before_one_beside_the_article(day):
    head = f"<head><title>{TITLE} | Echo | {day}</title></head>"
    body = f"<aside>Sunday, 2026-11-29, 0:26 AM</aside>{HEADING}{TEXT}"
    page = f"<html>{head}<body>{body}</body></html>".encode()
    assert next(articles_of_page("a.html", page)).record.published == "2021-03-04"


def test_a_date_in_a_headline_is_not_the_date():
    title = "Court confirms the ruling of 4 March 2021 on coal"
    body = f"<h1>{title}</h1>{TEXT}"
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    assert next(articles_of_page("a.html", page)).record.published is None
