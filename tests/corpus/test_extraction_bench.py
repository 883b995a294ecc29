"""The benchmark of extraction reads the public layouts of pages with known answers."""

import gzip
import json

import pytest

from bench.extraction import compare, outcome, pages_of, read_here, read_there, report

TITLE = "Brville council closes coal port"
TEXT = [
    "The council of Brville voted 14 to 9 on Thursday to close the town’s coal port by 2026.",
    "Mayor Ilse Brandvold said the decision followed two years of talks with the dockworkers.",
    "The port handled 3.2 million tonnes of coal in 2019, down from 5.1 million tonnes in 2014.",
]
PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
    "<p>Published by Runa Vik, 4 March 2021 | Updated 1 June 2022</p>"
    f"{''.join(f'<p>{words}</p>' for words in TEXT)}</article></body></html>"
).encode()


def scrapinghub(folder):
    """One file of answers for all pages, which are packed."""
    (folder / "html").mkdir()
    (folder / "html" / "b1.html.gz").write_bytes(gzip.compress(PAGE))
    answer = {"articleBody": "\n".join(TEXT), "headline": TITLE, "datePublished": "2021-03-04"}
    known = {"b1": {**answer, "author": ["Runa Vik"]}, "absent": {"articleBody": ""}}
    (folder / "ground-truth.json").write_text(json.dumps(known), encoding="utf-8")


def beside(folder):
    """A file of answers for each page, beside the page."""
    (folder / "b1.html").write_bytes(PAGE)
    answer = {"main_content": "\n".join(TEXT), "title": TITLE, "author": "Runa Vik"}
    answer["publish_date"] = "2021-03-04T10:00:00Z"
    (folder / "b1.json").write_text(json.dumps(answer), encoding="utf-8")
    (folder / "list.json").write_text("[]", encoding="utf-8")


def within(folder):
    """A file of answers for each page, in folders, with the page inside."""
    (folder / "train").mkdir()
    answer = {"main_content": "\n".join(TEXT), "title": TITLE, "author": ["Runa Vik"]}
    answer["publish_date"] = "4 March 2021"
    both = {"html": PAGE.decode(), "ground_truth": answer}
    (folder / "train" / "b1.json").write_text(json.dumps(both), encoding="utf-8")


@pytest.mark.parametrize("layout", [scrapinghub, beside, within])
def test_pages_are_read_with_their_known_answers(tmp_path, layout):
    layout(tmp_path)
    (page,) = pages_of(tmp_path)
    assert (page.name, page.data) == ("b1", PAGE)
    assert page.text == "\n".join(TEXT)
    assert (page.title, page.day, page.author) == (TITLE, "2021-03-04", "Runa Vik")


@pytest.mark.parametrize("layout", [scrapinghub, beside])
def test_the_report_compares_both_on_the_same_pages(tmp_path, layout):
    layout(tmp_path)
    (page,) = pages_of(tmp_path)
    assert compare(read_here(page), page)["date right"] == 1.0
    assert compare(read_there(page), page)["text F1"] > 0.8
    assert compare(None, page) == dict.fromkeys(
        ("text F1", "title right", "date right", "author right"), 0.0
    )
    assert "| date right | 1.000 |" in report([tmp_path])


def dated(folder):
    """The tests of htmldate, with its pages."""
    (folder / "cache").mkdir()
    for name in ("b1.html", "b2.html", "github.com.html"):
        (folder / "cache" / name).write_bytes(PAGE)
    lines = [
        "MOCK_PAGES = {'http://echo.example/1': 'b1.html', "
        "'http://git.example/': 'github.com.html'}",
        "def test_days():",
        "    assert find_date(load_mock_page('http://echo.example/1')) == '2020-01-01'",
        "    assert find_date(load_mock_page('http://echo.example/1'), original_date=True) "
        "== '2021-03-04'",
        "    assert find_date(load_mock_page('http://echo.example/1'), original_date=False) "
        "== '2022-06-01'",
        "    # assert find_date(load_mock_page('http://echo.example/1')) == '2019-01-01'",
        "    assert find_date(load_mock_page('http://git.example/')) == '2019-01-01'",
    ]
    (folder / "unit_tests.py").write_text("\n".join(lines), encoding="utf-8")


def test_known_days_are_those_read_on_the_page_or_else_those_that_its_tests_expect(tmp_path):
    dated(tmp_path)
    found = [(page.name, page.day, page.expected) for page in pages_of(tmp_path)]
    assert found == [("b1", "2021-03-04", "2021-03-04"), ("github.com", "none", "2019-01-01")]


def test_the_report_counts_days_that_are_right_wrong_and_not_found(tmp_path):
    dated(tmp_path)
    written = report([tmp_path])
    assert "| 2 | 1 | 1 | 1 | 1 | 0 | 0 |" in written
    assert "| github.com | none | 2021-03-04 | 2021-03-04 |" in written


@pytest.mark.parametrize(
    ("day", "known", "result"),
    [
        ("2021-03-04", "2021-03-04", "right"),
        (None, "none", "right"),
        ("2021-03-05", "2021-03-04", "wrong"),
        ("2021-03-04", "none", "wrong"),
        (None, "2021-03-04", "none"),
    ],
)
def test_a_day_is_right_wrong_or_not_found(day, known, result):
    assert outcome(day, known) == result
