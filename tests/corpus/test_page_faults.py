"""Pages whose text, title, author or date is not where most pages have it."""

import json

import pytest

from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText, LoadFailure
from assistant.corpus.readers.web_metadata import original_address
from assistant.corpus.readers.web_page import articles_of_page

LEAD = "The council of Brville voted 14 to 9 on Thursday to close the town’s coal port by 2026."
BODY = [
    "Mayor Ilse Brandvold said the decision followed two years of talks with the dockworkers.",
    "The port handled 3.2 million tonnes of coal in 2019, down from 5.1 million tonnes in 2014.",
    "Opposition leader Petrus Hallgrim called the vote reckless and said jobs would be lost.",
    "The union’s chairman, Knut Aasen, said his members would meet on Sunday in the sports hall.",
]
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in [LEAD, *BODY])
TITLE = "Brville council closes coal port"


def page(body, head=f"<title>{TITLE}</title>"):
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def read(body, head=f"<title>{TITLE}</title>", url=None):
    (loaded,) = articles_of_page("a.html", page(body, head).encode(), url)
    return loaded


def kept(loaded):
    article = describe(loaded)
    return [span.of(article.text) for span in article.kept]


# The text


def test_the_paragraphs_in_a_table_that_lays_out_the_page_are_apart():
    head = f"<font size=5><b>{TITLE}</b></font><br>By Runa Vik<br>March 4, 2021<br><br>"
    story = "<br><br>".join([LEAD, *BODY])
    loaded = read(f"<table><tr><td>Home</td></tr><tr><td>{head}{story}</td></tr></table>")
    assert [line for text in kept(loaded) for line in text.split("\n\n")] == [LEAD, *BODY]
    assert describe(loaded).byline == "Runa Vik"


@pytest.mark.parametrize("gap", ["<br><br>", "<br/> <br/>", "<br>"])
def test_bare_text_after_the_heading_and_between_breaks_is_read(gap):
    loaded = read(f"<div id='story'><h1>{TITLE}</h1>{gap.join([LEAD, *BODY])}</div>")
    assert loaded.text.split("\n\n") == [TITLE, LEAD, *BODY]


def test_a_break_within_a_sentence_does_not_join_two_words():
    words = LEAD.replace("voted 14", "voted<br>14")
    text = read(f"<article><h1>{TITLE}</h1><p>{words}</p>{PARAGRAPHS}</article>").text
    assert "voted\n14 to 9" in text


@pytest.mark.parametrize("name", ["photo", "wp-caption", "article__image"])
def test_a_paragraph_that_the_page_marks_as_a_caption_is_not_read(name):
    caption = "Dockworkers of Brville cross the yard of the old coal port on a cold morning."
    for around in (
        f"<div class='{name}'><p>{caption}</p></div>",
        f"<p class='{name}'>{caption}</p>",
    ):
        loaded = read(f"<article><h1>{TITLE}</h1><p>{LEAD}</p>{around}{PARAGRAPHS}</article>")
        assert caption not in loaded.text
        assert loaded.warnings == ()
    story = f"<article class='{name}'><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    assert BODY[-1] in read(story).text


@pytest.mark.parametrize("label", ["Follow us on Facebook and Instagram", "Read more", "ENDS"])
def test_an_article_in_one_block_that_ends_in_a_label_is_read(label):
    text = "<br>".join([LEAD, *BODY])
    loaded = read(f"<div class='x'><h1>{TITLE}</h1>{text}<br><br>{label}</div>")
    assert LEAD in loaded.text
    assert BODY[-1] in loaded.text


def test_an_article_of_one_sentence_without_a_full_stop_is_read():
    words = f"{LEAD[:-1]}, {BODY[0][:-1]}, {BODY[1][:-1]}"
    assert kept(read(f"<article><h1>{TITLE}</h1><div>{words}</div></article>")) == [words]


def test_the_elements_of_a_short_article_stay_apart():
    loaded = read(
        f"<main><article><h1>{TITLE}</h1><time datetime='2021-03-04'>4 March 2021</time>"
        f"<p>{LEAD}</p></article></main>"
    )
    assert LEAD in loaded.text.split("\n\n")


def test_a_list_of_teasers_is_no_article(tmp_path):
    teasers = "".join(
        f"<article><h2><a href='/{n}'>Headline number {n} says something new</a></h2>"
        f"<p>The council number {n} voted on Thursday to close its port by 2026.</p></article>"
        for n in range(8)
    )
    (tmp_path / "a.html").write_text(page(f"<main>{teasers}</main>"))
    (failure,) = find_articles([tmp_path])
    assert isinstance(failure, LoadFailure)


def test_an_article_with_related_headlines_is_still_an_article(tmp_path):
    links = "".join(
        f"<li><h3><a href='/{n}'>Another story, number {n}</a></h3></li>" for n in "123"
    )
    body = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}<ul>{links}</ul></article>"
    (tmp_path / "a.html").write_text(page(body))
    (found,) = find_articles([tmp_path])
    assert isinstance(found, LoadedText)


OTHERS = (
    PARAGRAPHS.replace("coal", "grain")
    .replace("The ", "Every ")
    .replace("Mayor", "Chair")
    .replace("Opposition leader", "Critic")
)
OTHER_TITLE = "Otherton keeps its port"


FIRST = "<h1>{own}</h1>{text}"
SECOND = "<div class='story'><h2>{title}</h2>{other}</div>"


@pytest.mark.parametrize(
    ("stories", "name"),
    [
        ("<div class='story'><h2>{own}</h2>{text}</div>" + SECOND, OTHER_TITLE),
        (f"<div class='story'>{FIRST}</div>{SECOND}", OTHER_TITLE),
        (f"<article>{FIRST}</article>{SECOND}", OTHER_TITLE),
        (f"<div class='story'>{FIRST}</div><div class='story'>{{other}}</div>", "Every council"),
    ],
)
def test_a_story_that_is_not_read_is_named(stories, name):
    fields = {"own": TITLE, "text": PARAGRAPHS * 2, "title": OTHER_TITLE, "other": OTHERS}
    loaded = read(stories.format(**fields), "")
    assert LEAD in loaded.text
    assert "Every council" not in loaded.text
    assert [name in warning for warning in loaded.warnings] == [True]


def test_comments_and_notices_are_no_stories():
    for part in (
        "<h2>Comments</h2><div id='comments'>{}</div>",
        "<div class='cookie-box'>{}</div>",
    ):
        assert read(f"<h1>{TITLE}</h1>{PARAGRAPHS}{part.format(OTHERS)}").warnings == ()


def test_the_topics_of_an_article_are_no_teaser():
    topics = "<h3><a href='/c'>Coal</a> <a href='/p'>Ports</a></h3>"
    teasers = "".join(
        f"<h2><a href='/{n}'>Headline number {n} says something new</a></h2>"
        f"<p>The council number {n} voted on Thursday to close its port by 2026.</p>"
        for n in range(8)
    )
    head = f"<title>{TITLE} | Lark</title><meta property='og:type' content='article'>"
    assert LEAD in read(f"<main><h1>{TITLE}</h1>{topics}<p>{LEAD}</p>{teasers}</main>", head).text


def test_the_teasers_around_a_short_article_are_left_out():
    teasers = "".join(
        f"<h2><a href='/{n}'>Headline number {n} says something new</a></h2>"
        f"<p>The council number {n} voted on Thursday to close its port by 2026.</p>"
        for n in range(8)
    )
    head = f"<title>{TITLE} | Lark</title><meta property='og:type' content='article'>"
    own = f"<h1><a href='/port'>{TITLE}</a></h1><p>{LEAD}</p><p>{BODY[0]}</p>"
    loaded = read(f"<main>{own}{teasers}</main>", head)
    assert LEAD in loaded.text
    assert "voted on Thursday to close its port" not in loaded.text


def test_a_second_whole_article_on_a_page_is_read_with_its_own_title_and_date():
    def article(name, day):
        words = PARAGRAPHS.replace("Brville", name)
        return (
            f"<article><h2>{name} council closes its port</h2><a rel='author'>{name} Vik</a>"
            f"<time datetime='{day}'>x</time>{words}{words}</article>"
        )

    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Alpha council '
        'closes its port", "datePublished": "2021-03-01", '
        '"publisher": {"name": "Larkwire"}}</script>'
    )
    body = article("Alpha", "2021-03-01") + article("Beta", "2021-03-02")
    first, second = articles_of_page("a.html", page(body, head).encode())
    assert (first.source, second.source) == ("a.html", "a.html#2")
    assert (first.record.title, first.record.published) == (
        *("Alpha council closes its port", "2021-03-01"),
    )
    assert (second.record.title, second.record.published) == (
        *("Beta council closes its port", "2021-03-02"),
    )
    assert (second.record.byline, second.record.publisher) == ("Beta Vik", "Larkwire")
    assert "Beta" not in first.text
    assert "Alpha" not in second.text


SECOND_BRIEF = "A fire in Carden killed two people on Tuesday night, the police of the town said."


def short_article(town, day, beside=""):
    return (
        f"<article{beside}><h2>Port of {town} closes</h2><p class='byline'>By {town} Vik</p>"
        f"<time datetime='{day}'>{day}</time><p>The council of {town} voted on Thursday to close "
        f"its old coal port after a dispute over its costs, the mayor of the town said.</p><p>"
        f"She said that {town} would not pay again for the quay, which had cost the town nine "
        "million euros in the past three years alone.</p><p>The operator said that it would go "
        f"to the court in the capital, and that 240 jobs in {town} were at risk.</p></article>"
    )


def test_articles_within_an_article_that_only_holds_them_are_read_apart():
    inner = short_article("Alpha", "2021-03-01") + short_article("Beta", "2021-03-02")
    outer = page(f"<article class='list'><h1>The Lark</h1>{inner}</article>")
    first, second = articles_of_page("a.html", outer.encode())
    assert (first.record.byline, second.record.byline) == ("Alpha Vik", "Beta Vik")
    assert (first.record.published, second.record.published) == ("2021-03-01", "2021-03-02")
    assert "Beta" not in first.text


BRIEF = "<h2>{}</h2><p>{}</p>"


@pytest.mark.parametrize("around", ["<article>{}</article>", "{}", "<div>{}</div>"])
@pytest.mark.parametrize("page_around", ["{}", "<main>{}</main>", "<article>{}</article>"])
def test_the_stories_of_a_page_of_briefs_are_read_apart(around, page_around):
    briefs = around.format(BRIEF.format("Ward opens", LEAD))
    briefs += around.format(BRIEF.format("Fire in Carden", SECOND_BRIEF))
    links = "<h2>Most read</h2><ul><li><a href='/x'>Bus fares rise</a></li></ul>"
    body = page_around.format(f"<h1>News in brief</h1>{briefs}") + links
    first, second = articles_of_page("a.html", page(body, "<title>The Lark</title>").encode())
    assert first.text.split("\n\n")[-1] == LEAD
    assert second.text.split("\n\n")[-1] == SECOND_BRIEF
    assert (first.record.title, second.record.title) == ("Ward opens", "Fire in Carden")


def test_the_bold_words_that_begin_the_stories_of_a_page_of_briefs_are_their_titles():
    briefs = f"<p><b>Brville.</b> {LEAD}</p><p><strong>Carden</strong> {SECOND_BRIEF}</p>"
    found = list(articles_of_page("a.html", page(f"<h1>News in brief</h1>{briefs}").encode()))
    titles = [each.record.title for each in found]
    assert titles == ["Brville.", "Carden"]
    assert [kept(each) for each in found] == [[LEAD], [SECOND_BRIEF]]


@pytest.mark.parametrize(
    "teaser",
    [
        "<article><h2><a href='/{0}'>{0}</a></h2><p>{1}</p></article>",
        "<article><a href='/{0}'><h2>{0}</h2></a><p>{1}</p></article>",
        "<a href='/{0}'><article><h2>{0}</h2><p>{1}</p></article></a>",
        "<article><h2>{0}</h2><p>{1}</p><a href='/{0}'>Read more</a></article>",
        "<article><h2>{0}</h2><p>{1} <a href='/{0}'>Read more</a></p></article>",
    ],
)
def test_teasers_are_no_briefs(teaser):
    body = teaser.format("Ward opens", LEAD) + teaser.format("Fire in Carden", SECOND_BRIEF)
    (loaded,) = articles_of_page("a.html", page(f"<h1>The Lark</h1>{body}").encode())
    assert any("Fire in Carden" in words for words in loaded.warnings)


def test_the_sections_of_one_article_are_no_briefs():
    sections = "".join(f"<article>{BRIEF.format(words[:20], words)}</article>" for words in BODY)
    head = f"<title>{TITLE}</title><meta property='og:type' content='article'>"
    assert BODY[-1] in read(f"<h1>{TITLE}</h1>{sections}", head).text
    assert BODY[-1] in read(f"<h1>{TITLE}</h1><p>{LEAD}</p>{sections}").text


def test_short_articles_on_a_page_are_read_apart():
    body = f"<h1>The Lark</h1>{short_article('Alpha', '2021-03-01')}"
    pages = page(body + short_article("Beta", "2021-03-02"), "<title>The Lark</title>")
    first, second = articles_of_page("a.html", pages.encode())
    assert "Beta" not in first.text
    assert "Alpha" not in second.text
    assert (first.record.byline, first.record.published) == ("Alpha Vik", "2021-03-01")
    assert (second.record.title, second.record.byline) == ("Port of Beta closes", "Beta Vik")
    assert (first.record.title, second.record.published) == ("Port of Alpha closes", "2021-03-02")


def test_the_teasers_beside_a_long_article_are_no_articles():
    teasers = short_article("Beta", "2021-03-02") + short_article("Gamma", "2021-03-02")
    loaded = read(f"<div><h1>{TITLE}</h1><p>{LEAD}</p>{PARAGRAPHS * 4}</div>{teasers}")
    assert LEAD in loaded.text
    named = ["Port of Beta closes", "Port of Gamma closes"]
    assert [name in warning for name, warning in zip(named, loaded.warnings, strict=True)]


def test_a_second_headline_in_the_midst_of_the_text_is_named():
    loaded = read(f"<h1>{TITLE}</h1>{PARAGRAPHS}<hr><h1>{OTHER_TITLE}</h1>{OTHERS}")
    assert [OTHER_TITLE in warning for warning in loaded.warnings] == [True]


def test_a_second_article_that_cannot_be_parted_is_named():
    body = "".join(
        f"<article><h2>Port of {town} closes</h2><p>The council of {town} voted on Thursday to "
        f"close its coal port.</p><p>The operator in {town} said that it would go to the court."
        "</p><a href='/comments'>Comment</a></article>"
        for town in ("Alpha", "Beta")
    )
    loaded = read(body)
    assert "Beta" in loaded.text
    assert ["“Port of Beta closes”" in warning for warning in loaded.warnings] == [True]


@pytest.mark.parametrize("is_teaser", [False, True])
@pytest.mark.parametrize("more", ["", "<p>The fare rises to 14 euros, said its operator.</p>"])
def test_a_brief_beside_the_article_is_named_unless_it_is_a_teaser(is_teaser, more):
    name = "<a href='/b'>Ferry to Skarvik opens</a>" if is_teaser else "Ferry to Skarvik opens"
    brief = (
        f"<article><h2>{name}</h2><p>The ferry line to Skarvik reopened on Monday, it said.</p>"
        f"{more}</article>"
    )
    loaded = read(f"<article><h1>{TITLE}</h1>{PARAGRAPHS * 2}</article>{brief}")
    assert "Skarvik" not in loaded.text
    assert ["Ferry to Skarvik" in words for words in loaded.warnings] == [True] * (not is_teaser)


@pytest.mark.parametrize("heading", ["Comments", "Kommentare", "Les commentaires"])
@pytest.mark.parametrize("around", ["{}", "<div>{}</div>"])
def test_articles_below_a_heading_of_comments_are_no_reporting(heading, around):
    comment = "<article><b>Tom</b><p>The mayor takes bribes, and everybody knows it.</p></article>"
    below = f"<section><h2>{heading}</h2>{around.format(comment * 2)}</section>"
    loaded = read(f"<article><h1>{TITLE}</h1>{PARAGRAPHS * 2}{below}</article>")
    assert "bribes" not in loaded.text
    assert BODY[0] in loaded.text


def test_the_entries_of_a_live_blog_are_one_article():
    entries = "".join(
        short_article(town, "2021-03-01", " class='entry'") for town in ("Alpha", "Beta")
    )
    (loaded,) = articles_of_page("a.html", page(f"<div class='live-blog'>{entries}</div>").encode())
    assert loaded.warnings == ()
    assert "Beta" in loaded.text


ENTRIES = [("14:05", LEAD), ("2.40pm", BODY[0]), ("12:10", BODY[1])]


@pytest.mark.parametrize(
    "entry",
    [
        "<p><strong>{time} Mayor resigns</strong> {text}</p>",
        "<p><b>{time} Mayor resigns</b>{text}</p>",
        "<p>{time} <strong>Mayor resigns</strong> {text}</p>",
        "<span class='t'>{time}</span><strong>Mayor resigns</strong><p>{text}</p>",
        "<h3><span>{time}</span>Mayor resigns</h3><p>{text}</p>",
    ],
)
def test_time_heading_and_text_of_an_entry_are_apart(entry):
    entries = "".join(entry.format(time=time, text=text) for time, text in ENTRIES)
    lines = read(f"<main><h1>{TITLE}</h1><p>{BODY[2]}</p>{entries}</main>").text.splitlines()
    for time, text in ENTRIES:
        assert f"{time} Mayor resigns" in lines
        assert text in lines


@pytest.mark.parametrize(
    "entry",
    [
        "<h3><time>{time}</time>Mayor resigns</h3><p>{text}</p>",
        "<article><time>{time}</time><h2>Mayor resigns</h2><p>{text}</p></article>",
        "<article><h3><time>{time}</time> Mayor resigns</h3><p>{text}</p></article>",
        "<div><h2><a href='#1'>Mayor resigns</a></h2><time>{time}</time><p>{text}</p></div>",
        "<div><div class='t'>{time}</div><h3>Mayor resigns</h3><div><p>{text}</p></div></div>",
        "<li><a href='#1'><time>{time}</time></a><h4>Mayor resigns</h4><p>{text}</p></li>",
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "<main><h1>{}</h1><p>{}</p>{}</main>",
        "<article><h1>{}</h1><p>{}</p><ol>{}</ol></article>",
        "<h1>{}</h1><p>{}</p><div class='live-blog'>{}</div>",
    ],
)
def test_the_head_of_an_entry_that_is_an_element_of_its_own_is_read(entry, around):
    entries = "".join(entry.format(time=time, text=text) for time, text in ENTRIES)
    lines = read(around.format(TITLE, BODY[2], entries)).text.splitlines()
    for time, text in ENTRIES:
        assert f"{time} Mayor resigns" in lines
        assert text in lines


def test_the_entries_of_a_definition_list_have_their_times():
    entries = "".join(f"<dt>{time}</dt><dd><p>{words}</p></dd>" for time, words in ENTRIES)
    loaded = read(f"<h1>{TITLE}</h1><dl>{entries}</dl>")
    assert loaded.text.split("\n\n") == [part for entry in ENTRIES for part in entry]


def test_the_times_of_teasers_and_comments_do_not_get_in():
    teasers = "".join(
        f"<div><time>{time}</time><h3><a href='/{number}'>Port number {number} reopens</a></h3>"
        f"<p>{text}</p></div>"
        for number, (time, text) in enumerate(ENTRIES)
    )
    comments = "".join(
        f"<div><b>Tom</b> <time>{time}</time><p>{OTHERS}</p></div>" for time, _ in ENTRIES
    )
    story = f"<article><h1>{TITLE}</h1><time>5 May 2021 10:00</time>{PARAGRAPHS * 2}</article>"
    for beside in (teasers, f"<div id='comments'>{comments}</div>"):
        text = read(story + beside).text
        assert not any(time in text for time, _ in [*ENTRIES, ("10:00", "")])


def test_a_live_blog_is_of_the_day_of_all_its_entries():
    entries = "".join(
        f"<article><h3><time datetime='2021-05-05T{time}'>{time}</time> Vote</h3><p>{text}</p>"
        "</article>"
        for time, text in ENTRIES
    )
    loaded = read(f"<h1>{TITLE}</h1><p>{BODY[2]}</p><div class='live-blog'>{entries}</div>")
    assert loaded.record.published == "2021-05-05"


# Encodings


@pytest.mark.parametrize("charset", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii"])
def test_latin_1_means_windows_1252(charset):
    words = page(
        f"<article><h1>{TITLE}</h1><p>It is the town’s – “naïve”.</p>{PARAGRAPHS}</article>",
        f"<meta charset={charset}>",
    )
    (loaded,) = articles_of_page("a.html", words.encode("cp1252"))
    assert "the town’s – “naïve”" in loaded.text


def test_character_references_into_windows_1252_are_read_as_browsers_show_them():
    loaded = read(f"<article><p>The town&#146;s &#147;port&#148; &#150; {LEAD}</p></article>")
    assert "The town’s “port” –" in loaded.text


# Titles


@pytest.mark.parametrize(
    "body",
    [
        "<header><h1 class='logo'>Allergies Health Center</h1></header><article><h2>{}</h2>",
        "<header><h1>The Lark</h1></header><article><h1 itemprop='headline'>{}</h1>",
        "<h1><a href='/'>The Daily Lark</a></h1><article><h1>{}</h1>",
        "<div class='site-title'><h1>The Lark and Harbour News</h1></div><article><h1>{}</h1>",
        "<nav><h1>World news and politics</h1></nav><article><header><h1>{}</h1></header>",
        "<div id='top'><h1><a href='/'>The Daily Lark</a></h1></div><article><h2>{}</h2>",
    ],
)
@pytest.mark.parametrize("name", [TITLE, f"{TITLE} · The Lark", f"{TITLE} | News | The Lark"])
def test_the_heading_of_the_site_is_not_the_title(body, name):
    loaded = read(f"{body.format(TITLE)}{PARAGRAPHS}</article>", f"<title>{name}</title>")
    assert loaded.record.title == TITLE


def test_the_heading_above_the_text_is_the_title_where_that_of_the_page_names_the_site():
    body = f"<h1><a href='/'>The Daily Lark</a></h1><p>Since 1871</p><h2>{TITLE}</h2>{PARAGRAPHS}"
    assert read(body, "<title>The Daily Lark</title>").record.title == TITLE


def test_the_heading_of_a_section_is_not_the_title():
    body = f"<h1>{TITLE}</h1><h2>Key points</h2>{PARAGRAPHS}<h2>Background</h2>{OTHERS}"
    assert read(body, "<title>The Lark</title>").record.title == TITLE


def test_the_first_heading_of_the_article_is_the_title_where_the_page_has_none():
    body = f"<header><h1>The Lark</h1></header><article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    assert read(body, "").record.title == TITLE


# Bylines


def linked(content):
    return f'<script type="application/ld+json">{content}</script>'


ARTICLE = {"@type": "NewsArticle", "headline": TITLE, "author": {"name": "Runa Vik"}}
GRAPH = {
    "@graph": [
        {"@type": ["Article", "NewsArticle"], "headline": TITLE, "author": [{"@id": "#p"}]},
        {"@type": "Person", "@id": "#p", "name": "Runa Vik"},
    ]
}


@pytest.mark.parametrize(
    "head",
    [
        linked(f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>"),
        linked(f"<![CDATA[{json.dumps(ARTICLE)}]]>"),
        linked(f"/*<![CDATA[*/{json.dumps(ARTICLE)}/*]]>*/"),
        linked(json.dumps(GRAPH)),
        linked(json.dumps({**GRAPH, "@graph": GRAPH["@graph"][:1]}))
        + linked(json.dumps(GRAPH["@graph"][1])),
        linked(json.dumps({"@type": "NewsArticle", "author": [{"@id": "#unknown"}]}))
        + "<meta name='author' content='By Runa Vik'>",
        "<meta name='author' content='https://lark.example/runa'>"
        "<meta property='article:author' content='Runa Vik'>",
    ],
)
def test_the_author_is_found_in_the_head(head):
    loaded = read(f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>", head)
    assert loaded.record.byline == "Runa Vik"


@pytest.mark.parametrize("names", ["Runa Vik, Reuters, and Ola Moen", "Runa Vik, AP, Ola Moen"])
def test_an_agency_between_two_authors_is_no_author(names):
    body = f"<article><h1>{TITLE}</h1><p class='byline'>By {names}</p>{PARAGRAPHS}</article>"
    assert read(body).record.byline == "Runa Vik, Ola Moen"


@pytest.mark.parametrize(
    "byline",
    [
        "<div class='byline'>By <a rel='author' href='/a/runa'>Runa Vik</a></div>",
        "<span itemprop='author' itemscope><span itemprop='name'>Runa Vik</span></span>",
        "<span itemprop='author'>By Runa Vik, Harbour Correspondent</span>",
        "<p class='article-byline'>By Runa Vik | 4 March 2021</p>",
        "<div class='c-byline__author author'>Runa Vik</div>",
        "<div class='author-name'><div class='author-by'>By</div> <a>Runa Vik</a></div>",
    ],
)
def test_the_author_is_found_in_the_article(byline):
    aside = "<aside><a rel='author'>Otto Baffin</a></aside>"
    loaded = read(f"{aside}<article><h1>{TITLE}</h1>{byline}{PARAGRAPHS}</article>")
    assert loaded.record.byline == "Runa Vik"
    assert kept(loaded)[0].startswith(LEAD)


@pytest.mark.parametrize("name", ["The Lark", "Username"])
def test_the_author_in_the_article_goes_before_the_name_of_the_paper(name):
    about = {
        **ARTICLE,
        "author": {"@type": "Organization", "name": name},
        "publisher": {"name": "The Lark"},
    }
    sign = "<p class='pb-byline'>By <a>Runa Vik</a></p><p class='author'>Follow</p>"
    main = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    assert read(f"<div>{sign}{main}</div>", linked(json.dumps(about))).record.byline == "Runa Vik"


@pytest.mark.parametrize(
    "about",
    [
        {"headline": "Brville council closes coal…"},
        {"headline": "a decision on the town’s port", "name": TITLE},
    ],
)
def test_a_headline_that_is_cut_off_or_a_description_is_not_the_title(about):
    head = f"<title>{TITLE} | The Lark</title>" + linked(json.dumps({**ARTICLE, **about}))
    body = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    assert read(body, head).record.title == TITLE


def test_the_names_of_the_site_are_cut_where_the_heading_is_the_title():
    head = f"<title>{TITLE} | Narvo Post | Narvo News - Latest</title>"
    head += f'<meta property="og:title" content="{TITLE} | Narvo Post | Narvo News - Latest">'
    assert read(f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>", head).record.title == TITLE


def test_a_person_in_the_text_goes_before_an_organization_as_author():
    about = {**ARTICLE, "author": {"@type": "NewsMediaOrganization", "name": "Narvo Post"}}
    for sign, byline in (("<p>By Nia Hall</p>", "Nia Hall"), ("", "Narvo Post")):
        body = f"<article><h1>{TITLE}</h1>{sign}{PARAGRAPHS}</article>"
        assert describe(read(body, linked(json.dumps(about)))).byline == byline


def test_json_ld_with_a_comma_after_its_last_item_is_read():
    about = json.dumps({**ARTICLE, "author": [{"name": "Nia Hall"}]})
    head = linked(about.replace("}]}", "},],}"))
    body = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    assert read(body, head).record.byline == "Nia Hall"


# Dates


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<aside><article><time datetime='2017-09-06'>x</time></article></aside><article>", None),
        ("<article><time itemprop='dateModified' datetime='2022-06-01'>x</time>", None),
        ("<article><time class='updated' datetime='2022-06-01'>1 June</time>", None),
        ("<article>Last updated: <time datetime='2022-06-01'>1 June</time>", None),
        ("<article><time datetime='2022-06-01'>Updated 1 June 2022</time>", None),
        (
            "<article><time class='updated' datetime='2022-06-01'>x</time>"
            "<time class='published' datetime='2021-03-04'>x</time>",
            "2021-03-04",
        ),
        ("<article><span class='publish-date'>2021/3/4 5:50</span>", "2021-03-04"),
        ("<article><meta itemprop='datePublished' content='2021-03-04T10:00:00'>", "2021-03-04"),
    ],
)
def test_only_the_publication_of_the_article_is_its_date(body, day):
    body = f"<article><h1>{TITLE}</h1>".join(body.rsplit("<article>", 1))
    loaded = read(f"{body}{PARAGRAPHS}</article>")
    found = describe(loaded).published
    assert found == day or (day is None and found not in ("2022-06-01", "2017-09-06"))


def test_a_date_that_the_text_calls_the_publication_goes_before_a_guess():
    body = (
        f"<article><h1>{TITLE}</h1><p>Published 4 March 2021</p><time itemprop='dateModified' "
        f"datetime='2022-06-01'>Updated 1 June 2022</time>{PARAGRAPHS}</article>"
    )
    assert describe(read(body)).published == "2021-03-04"


@pytest.mark.parametrize(
    ("moment", "shown", "day"),
    [
        ("2021-03-05T01:30:00Z", "March 4, 2021 8:30 pm", "2021-03-04"),
        ("2021-03-04T23:30:00+00:00", "5 March 2021", "2021-03-05"),
        ("2021-03-04T23:30:00-05:00", "March 4, 2021", "2021-03-04"),
        ("2021-03-04T10:00:00Z", "12 March 2021", "2021-03-04"),
        ("2021-03-05T01:30:00Z", "", "2021-03-05"),
    ],
)
def test_a_time_near_midnight_does_not_shift_the_day_that_the_page_shows(moment, shown, day):
    body = (
        f"<article><h1>{TITLE}</h1><time datetime='{moment}'>{shown}</time>{PARAGRAPHS}</article>"
    )
    assert read(body).record.published == day
    head = f"<meta property='article:published_time' content='{moment}'>"
    body = f"<article><h1>{TITLE}</h1><span class='date'>{shown}</span>{PARAGRAPHS}</article>"
    assert read(body, head).record.published == day


# Web archives


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/20210305101010/https://echo.example/a?b=c",
        "http://web.archive.org/web/20210305101010id_/https://echo.example/a?b=c",
        "/web/20210305101010/https://echo.example/a?b=c",
        "https://archive.ph/20210305101010/https://echo.example/a?b=c",
        "http://archive.today/2021.03.05-101010/https://echo.example/a?b=c",
        "https://web.archive.org/web/2021/https:/echo.example/a?b=c",
        "https://echo.example/a?b=c",
    ],
)
def test_the_address_of_an_archived_page_is_the_original_one(address):
    assert original_address(address) == "https://echo.example/a?b=c"


def test_an_archived_page_is_of_the_original_publisher():
    body = (
        "<div id='wm-ipp-base'>The Wayback Machine is an initiative of the Internet Archive.</div>"
        f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    )
    url = "https://web.archive.org/web/20210305101010/https://echo.example/a"
    loaded = read(body, "<meta property='og:site_name' content='Wayback Machine'>", url)
    article = describe(loaded)
    assert (article.publisher, article.url) == ("echo.example", "https://echo.example/a")
    assert "Wayback" not in article.text


def test_the_address_that_a_browser_writes_into_a_page_it_saves_is_the_pages():
    saved = "<!-- saved from url=(0061)https://web.archive.org/web/2021/https://echo.example/a -->"
    words = saved + page(f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>")
    (loaded,) = articles_of_page("a.html", words.encode())
    assert (loaded.record.url, describe(loaded).publisher) == (
        *("https://echo.example/a", "echo.example"),
    )


def test_characters_that_are_not_shown_are_left_out_of_words():
    title = TITLE.replace("council", "coun&shy;cil")
    lead = LEAD.replace("Thursday", "Thurs\xadday").replace("voted", "vo&#x200b;ted")
    loaded = read(f"<article><h1>{title}</h1><p>{lead}</p>{PARAGRAPHS}</article>", "")
    assert LEAD in loaded.text
    assert loaded.record is not None
    assert loaded.record.title == TITLE
