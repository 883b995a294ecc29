"""Nobody signs in unless told so; with it, what is asked belongs to whoever asked."""

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui.test_page import asked
from ui import session

AUTH = {"redirect_uri": "http://127.0.0.1/oauth2callback", "cookie_secret": "x" * 32}


@pytest.fixture
def guarded(page):
    """The page of a server whose secrets name an OpenID provider."""
    page.secrets["auth"] = AUTH
    return page


def sign_in(monkeypatch, **told):
    user = SimpleNamespace(is_logged_in=bool(told), get=told.get)
    monkeypatch.setattr(st, "user", user)


def test_nobody_has_to_sign_in_where_no_provider_is_named(page):
    page.run()
    assert page.chat_input
    assert all(button.label != "Sign in" for button in page.button)


def test_without_signing_in_nothing_is_shown(guarded, monkeypatch):
    sign_in(monkeypatch)
    guarded.run()
    assert not guarded.exception
    assert [button.label for button in guarded.button] == ["Sign in"]
    assert not guarded.chat_input
    assert not guarded.sidebar.children


def test_a_conversation_belongs_to_whoever_signed_in(guarded, assistant, monkeypatch):
    sign_in(monkeypatch, email="ana@example.org", sub="1")
    asked(guarded, "What did Ana ask?")
    [conversation] = assistant.conversations.recent("ana@example.org")
    assert assistant.conversations.recent("") == []
    sign_in(monkeypatch, email="ben@example.org", sub="2")
    other = AppTest.from_file(guarded._script_path, default_timeout=20)
    other.secrets["auth"] = AUTH
    other.query_params["c"] = conversation.conversation_id
    other.run()
    assert not other.exception
    assert "does not exist" in other.info[0].value
    assert assistant.conversations.recent("ben@example.org") == []


def test_what_a_person_prefers_is_their_own(guarded, assistant, monkeypatch):
    assistant.preferences.set("language", "de", "ana@example.org")
    for email, new in (("ana@example.org", "Neue Frage"), ("ben@example.org", "New question")):
        sign_in(monkeypatch, email=email)
        guarded.run()
        assert guarded.button(key="new").label == new


def test_without_an_address_of_mail_the_provider_s_own_name_counts(monkeypatch):
    monkeypatch.setattr(session, "_asks_to_sign_in", lambda: True)
    sign_in(monkeypatch, sub="1234")
    assert session.signed_in() == "1234"
