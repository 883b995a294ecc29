"""A window that has loaded nothing yet asks for what it needs, and for no more."""

import pytest


def _asked(tab):
    """What the window asks for from now on, as (status, address)."""
    asked = []
    tab.on("response", lambda response: asked.append((response.status, response.url)))
    return asked


@pytest.mark.parametrize("page", ["", "/ask", "/sources", "/settings", "/help"])
def test_a_new_window_asks_for_nothing_that_is_not_there(tab, seeds_server, page):
    asked = _asked(tab)
    tab.goto(f"{seeds_server}{page}?library=")
    tab.get_by_text("built-in model").first.wait_for()
    assert [one for one in asked if one[0] >= 400] == []


def test_what_is_folded_away_is_loaded_when_it_is_opened(tab, seeds_server):
    asked = _asked(tab)
    tab.goto(f"{seeds_server}/sources")
    tab.locator("tbody tr").first.wait_for()
    tab.wait_for_load_state("networkidle")
    loaded = " ".join(address for _, address in asked)
    assert "BidiComponent" in loaded
    assert not any(name in loaded for name in ("VegaLite", "Multiselect"))
    tab.get_by_text("Library overview").click()
    tab.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
    tab.get_by_text("Library overview").click()
    tab.locator("[data-testid=stVegaLiteChart] svg").first.wait_for(state="hidden")
