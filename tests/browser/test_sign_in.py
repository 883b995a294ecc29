"""Signing in through an OpenID provider: what is asked belongs to whoever asked it."""

import pytest

from bench.browsing import ROOT, free_port, index, serving
from tests.browser.asking import PATIENCE, ask, go_to, wait_answered
from tests.browser.provider import CLIENT, providing

ANN, BEN = "ann@paper.example", "ben@paper.example"
QUESTION = "Who vetoed the resolution?"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """The page over the five articles, whose secrets name a provider on loopback."""
    home, port = tmp_path_factory.mktemp("guarded"), free_port()
    index(home, ROOT / "seeds")
    secrets = home / ".streamlit/secrets.toml"
    secrets.parent.mkdir()
    with providing(ANN, BEN) as provider:
        secrets.write_text(
            "[auth]\n"
            f'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{"a secret of this test" * 2}"\n'
            f'client_id = "{CLIENT}"\n'
            'client_secret = "of no use"\n'
            f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
        )
        script = ROOT / "ui/app.py"
        with serving(script, home, home / "server.log", port=port, HOME=str(home)) as address:
            yield address


@pytest.fixture
def window(browser):
    """Opens windows that know nothing of each other."""
    contexts = []

    def opened():
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 900}))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def sign_in(page, address, who):
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=who).click()
    page.get_by_placeholder("Ask the articles").wait_for()


def test_nothing_is_shown_before_somebody_signs_in(guarded, window):
    page = window()
    page.goto(guarded)
    page.get_by_role("button", name="Sign in").wait_for()
    assert page.get_by_placeholder("Ask the articles").count() == 0


def test_a_conversation_is_seen_by_whoever_had_it_and_by_nobody_else(guarded, window):
    hers, his = window(), window()
    sign_in(hers, guarded, ANN)
    ask(hers, QUESTION)
    wait_answered(hers)
    sign_in(his, guarded, BEN)
    his.goto(hers.url)
    his.get_by_text("This conversation does not exist").wait_for()
    assert his.get_by_text(QUESTION).count() == 0
    hers.reload()
    wait_answered(hers)


def test_who_signs_out_is_asked_again(guarded, window):
    page = window()
    sign_in(page, guarded, ANN)
    go_to(page, "Settings")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()
    page.reload()
    page.get_by_role("button", name="Sign in").wait_for()
