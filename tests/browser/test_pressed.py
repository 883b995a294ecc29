"""A press of a button counts, whatever the page does in the meantime."""

from bench.browsing import ROOT, serving


def test_a_press_together_with_a_refresh_that_runs_the_page_again_is_kept(tab, tmp_path):
    script = ROOT / "tests/browser/pressed_app.py"
    with serving(script, tmp_path / "home", tmp_path / "server.log") as address:
        tab.goto(address)
        tab.get_by_text("refresh 5").wait_for()
        tab.wait_for_timeout(1_000)  # the sixth refresh waits behind the slow fifth
        tab.get_by_role("button", name="Press").click()
        tab.get_by_text("It was pressed.").wait_for()
