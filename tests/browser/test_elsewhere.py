"""What another process does to the library is seen by a page that is open."""

from bench.browsing import ROOT, index, serving
from tests.browser.asking import ask, numbers, open_page, wait_answered

FIRST = "The bridge of Kallmar was closed in May for repairs.\n"
SECOND = "The lighthouse of Kallmar was painted green in March by Ulla Berg.\n"
THIRD = "The ferry of Kallmar was sold in June.\n"


def test_articles_indexed_elsewhere_are_answered_from_and_noticed(tab, tmp_path):
    home, articles = tmp_path / "home", tmp_path / "articles"
    articles.mkdir()
    (articles / "first.txt").write_text(FIRST)
    index(home, articles)
    with serving(ROOT / "ui/app.py", home, tmp_path / "server.log") as address:
        open_page(tab, address)
        tab.locator(".st-key-state", has_text="1 article").wait_for()
        (articles / "second.txt").write_text(SECOND)
        index(home, articles)
        ask(tab, "Who painted the lighthouse of Kallmar green?")
        wait_answered(tab)
        assert numbers(tab).count() >= 1
        assert "Ulla Berg" in tab.locator(".answer").inner_text()
        state = tab.locator(".st-key-state", has_text="2 articles")
        state.wait_for()
        assert "updated at" in state.inner_text()
        tab.get_by_role("link", name="Sources", exact=True).click()
        tab.locator("tbody tr").nth(1).wait_for()
        (articles / "third.txt").write_text(THIRD)
        index(home, articles)
        tab.locator("tbody tr").nth(2).wait_for()  # by itself: nothing was clicked
