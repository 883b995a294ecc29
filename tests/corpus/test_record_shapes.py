"""Records as news interfaces and exporters write them."""

import json

import pytest

from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText

VOTED = "The council of Larkham voted 14 to 9 on Thursday to close the coal port, its mayor said."
SECOND = "The fare rises to 14.50 euros."


def read(tmp_path, content, name="a.json", **fields):
    lines = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / name).write_text(lines, encoding="utf-8")
    return list(find_articles([tmp_path], fields=fields))


def read_line(tmp_path, record, **fields):
    (loaded,) = read(tmp_path, record, "a.jsonl", **fields)
    return loaded


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{VOTED}</p><p>{SECOND}</p>",
        f"<div>{VOTED.replace('coal port', '<b>coal&nbsp;port</b>')}</div>\n<p>{SECOND}</p>",
        f"{VOTED}<br><br>{SECOND.replace('.', '&#46;', 1)}<script>alert('x')</script>",
        f"<h2></h2><p>{VOTED}</p><!-- a note --><ul><li>{SECOND}</li></ul>",
        f"&lt;p&gt;{VOTED}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;",
    ],
)
def test_html_in_a_text_field_is_read_as_its_words(tmp_path, html):
    text = read_line(tmp_path, {"id": 1, "text": html}).text
    assert " ".join(text.split()) == f"{VOTED} {SECOND}"
    assert "\n" in text


def test_a_text_without_html_stays_exactly_as_it_is(tmp_path):
    text = f"{VOTED}  \n\n 3 < 4 and 5 > 4; AT&T, a & b.\t{SECOND}"
    assert read_line(tmp_path, {"id": 1, "text": text}).text == text


def test_references_and_tags_in_titles_are_read_as_their_words(tmp_path):
    record = read_line(tmp_path, {"title": "Port &amp; <i>ferry</i> close", "text": VOTED}).record
    assert record.title == "Port & ferry close"


def test_a_body_that_is_a_list_is_read_as_paragraphs(tmp_path):
    assert read_line(tmp_path, {"body": [VOTED, SECOND]}).text == f"{VOTED}\n\n{SECOND}"
    objects = [{"type": "paragraph", "text": VOTED}, {"type": "image"}, {"text": SECOND}]
    assert read_line(tmp_path, {"body": objects}).text == f"{VOTED}\n\n{SECOND}"


NEGATED = "voted not to close the port of Larkham."


@pytest.mark.parametrize(
    "body",
    [
        [
            {"type": "heading", "children": [{"text": "Port"}]},
            {"children": [{"text": "It voted"}, {"text": " "}, {"text": "not", "bold": True},
                          {"type": "link", "children": [{"text": " to close"}]},
                          {"text": " the port of Larkham."}]},
        ],
        {"type": "doc", "content": [
            {"type": "heading", "content": [{"type": "text", "text": "Port"}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "It voted "},
                                              {"type": "text", "text": NEGATED[6:]}]},
        ]},
        {"nodeType": "document", "data": {}, "content": [
            {"nodeType": "heading-1", "data": {}, "content": [
                {"nodeType": "text", "value": "Port", "data": {}}]},
            {"nodeType": "paragraph", "data": {}, "content": [
                {"nodeType": "text", "value": "It voted ", "data": {}},
                {"nodeType": "text", "value": NEGATED[6:], "data": {}}]},
        ]},
        {"time": 1, "blocks": [{"type": "header", "data": {"text": "Port"}},
                               {"type": "paragraph", "data": {"text": f"It {NEGATED}"}}]},
    ],
    ids=["slate", "tiptap", "contentful", "editorjs"],
)  # fmt: skip
def test_the_paragraphs_that_editors_store_are_read_whole(tmp_path, body):
    assert read_line(tmp_path, {"id": 1, "body": body}).text == f"Port\n\nIt {NEGATED}"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1614852000, "2021-03-04"),
        (1614852000.5, "2021-03-04"),
        (1614852000000, "2021-03-04"),
        ("1614852000", "2021-03-04"),
        ("1614852000000", "2021-03-04"),
        (20210304, "2021-03-04"),
        ({"$date": "2021-03-04T10:00:00Z"}, "2021-03-04"),
        ({"$date": 1614852000000}, "2021-03-04"),
        ({"$date": {"$numberLong": "1614852000000"}}, "2021-03-04"),
        (True, None),
        (7, None),
    ],
)
def test_a_date_is_read_in_the_forms_that_exporters_write(tmp_path, value, day):
    assert read_line(tmp_path, {"text": VOTED, "published": value}).record.published == day


def test_the_place_of_an_edition_and_an_address_are_no_part_of_a_name(tmp_path):
    values = {"text": VOTED, "source": "The Echo (New York)", "author": "By Runa Vik <r@v.example>"}
    record = read_line(tmp_path, values).record
    assert (record.publisher, record.byline) == ("The Echo", "Runa Vik")


GUARDIAN = {
    "response": {
        "status": "ok",
        "tags": [{"id": "x"}, {"id": "y"}, {"id": "z"}],
        "results": [
            {
                "id": f"world/{number}",
                "webTitle": "Port closes",
                "webPublicationDate": "2021-03-05T10:00:00Z",
                "fields": {"bodyText": VOTED, "byline": "Runa Vik", "standfirst": SECOND},
            }
            for number in (1, 2)
        ],
    }
}
DOCS = {
    "response": {
        "docs": [
            {
                "_id": "nyt://1",
                "headline": {"main": "Port closes"},
                "lead_paragraph": VOTED,
                "pub_date": "2021-03-05T10:00:00+0000",
                "byline": {"original": "By Runa Vik"},
            }
        ]
    }
}
HITS = {
    "hits": {
        "total": 1,
        "hits": [
            {
                "_id": "7",
                "_source": {
                    "title": "Port closes",
                    "text": VOTED,
                    "date": "2021-03-05",
                    "author": "Runa Vik",
                },
            }
        ],
    }
}


@pytest.mark.parametrize(
    ("content", "ids"),
    [(GUARDIAN, ["world/1", "world/2"]), (DOCS, ["nyt://1"]), (HITS, ["7"])],
)
def test_records_deep_in_a_document_are_found(tmp_path, content, ids):
    found = read(tmp_path, content)
    assert [each.source for each in found] == [f"a.json#{identity}" for identity in ids]
    for each in found:
        record = each.record
        assert each.text == VOTED
        assert (record.title, record.published) == ("Port closes", "2021-03-05")
        assert record.byline == "Runa Vik"


def test_a_field_may_be_a_path_from_the_top_of_the_document_or_of_the_record(tmp_path):
    for path in ("response.results.fields.standfirst", "fields.standfirst"):
        found = read(tmp_path, GUARDIAN, text=path)
        assert [each.text for each in found] == [SECOND, SECOND]


def test_a_field_may_be_a_path_through_a_list(tmp_path):
    record = {"blocks": {"body": [{"bodyHtml": f"<p>{VOTED}</p>"}]}, "text": SECOND}
    assert read_line(tmp_path, record, text="blocks.body.bodyHtml").text == VOTED


def test_a_path_gives_all_paragraphs_and_all_authors_of_its_list(tmp_path):
    item = {"blocks": [{"html": f"<p>{VOTED}</p>"}, {"type": "image"}, {"html": SECOND}],
            "by": [{"name": "Runa Vik"}, {"name": "Ola Moen"}]}  # fmt: skip
    (loaded,) = read(tmp_path, {"items": [item]}, text="items.blocks.html", byline="items.by.name")
    assert loaded.text == f"{VOTED}\n\n{SECOND}"
    assert loaded.record.byline == "Runa Vik, Ola Moen"


def test_the_source_of_a_record_gives_its_name_and_not_its_id(tmp_path):
    records = {
        "articles": [
            {"source": {"id": "bbc", "name": "BBC"}, "title": f"T{n}", "content": VOTED}
            for n in (1, 2)
        ]
    }
    found = read(tmp_path, records)
    assert all(isinstance(each, LoadedText) for each in found)
    assert [each.record.publisher for each in found] == ["BBC", "BBC"]


def test_rendered_fields_are_read(tmp_path):
    post = {
        "id": 7,
        "date": "2021-03-05T10:00:00",
        "title": {"rendered": "Port closes"},
        "content": {"rendered": f"<p>{VOTED}</p>"},
    }
    (found,) = read(tmp_path, [post])
    assert (found.text, found.record.title) == (VOTED, "Port closes")


def test_a_line_above_the_header_of_a_table_is_one_failure(tmp_path):
    (failure,) = read(tmp_path, f"Our news\ntitle,text\nPort,{VOTED}\nFare,{SECOND}\n", "a.csv")
    assert failure.source == "a.csv"
    assert failure.why.startswith("line 1 was taken as the header; no text under")
    assert "'Our news'" in failure.why


def test_empty_rows_of_a_table_are_passed_over(tmp_path):
    (found,) = read(tmp_path, f"title;text;date\n;;\nPort;{VOTED};2024\n ; ;\n;;;;;\n", "a.csv")
    assert found.text == VOTED


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_that_is_nested_too_deeply_is_not_called_invalid(tmp_path, name):
    (failure,) = read(tmp_path, "[" * 100_000 + "]" * 100_000, name)
    assert failure.why.startswith("the JSON is nested too deeply")
