"""What other processes do to the library is seen by a page that is open."""

import pytest
from asking import ask, numbers, open_page, wait_answered

from bench.browsing import ROOT, index, serving

NOTE = "The lighthouse of Kallmar was painted green in March by Ulla Berg.\n"


@pytest.fixture
def home(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "first.txt").write_text("The bridge of Kallmar was closed in May for repairs.\n")
    index(tmp_path / "home", articles)
    return tmp_path / "home"


def test_an_index_run_elsewhere_is_seen_and_answered_from(tab, home, tmp_path):
    with serving(ROOT / "ui/app.py", home, tmp_path / "server.log") as address:
        open_page(tab, address)
        tab.locator(".st-key-state", has_text="1 article").wait_for()
        (tmp_path / "articles" / "second.txt").write_text(NOTE)
        index(home, tmp_path / "articles")
        ask(tab, "Who painted the lighthouse of Kallmar green?")
        wait_answered(tab)
        assert numbers(tab).count() >= 1
        assert "Ulla Berg" in tab.locator(".answer").inner_text()
        state = tab.locator(".st-key-state", has_text="2 articles")
        state.wait_for()
        assert "changed at" in state.inner_text()


def test_a_page_that_lies_still_notices_by_itself(tab, home, tmp_path):
    with serving(ROOT / "ui/app.py", home, tmp_path / "server.log") as address:
        tab.goto(f"{address}/sources")
        tab.locator("tbody tr").wait_for()
        (tmp_path / "articles" / "second.txt").write_text(NOTE)
        index(home, tmp_path / "articles")
        tab.locator("tbody tr").nth(1).wait_for()
