"""The page's entry point: `streamlit run ui/app.py`, or `assistant ui`.

It reads the settings that `assistant.load_settings` reads (`ASSISTANT_HOME` and the others), and
the theme and the server's options from `.streamlit/config.toml` beside it; none of its own.
"""

import json
from importlib.resources import files
from pathlib import Path

import streamlit as st

from assistant import AssistantError
from ui import address
from ui.escaping import escaped
from ui.screens.ask import ask_page
from ui.screens.help import help_page
from ui.screens.settings_screen import settings_page
from ui.screens.sources import sources_page
from ui.session import Session, begin_session, missing_library, signed_in
from ui.shortcuts import keys
from ui.sidebar import sidebar
from ui.source_filters import context_bar
from ui.status_view import model_warning
from ui.texts import Texts, language_of
from ui.widgets import show_error

_HERE = Path(__file__).parent


def show_page() -> None:
    """Draw the page that the URL names."""
    name = Texts(language_of(st.context.locale))("page.name")
    st.set_page_config(page_title=name, page_icon=_HERE / "icon.svg", layout="wide")
    st.html(f"<style>{files('ui').joinpath('page.css').read_text('utf-8')}</style>")
    try:
        owner = signed_in()
        if owner is not None:
            _pages(begin_session(owner))
    except AssistantError as error:
        st.error(escaped(str(error)))


def _widget_words(t: Texts) -> None:
    """Translate the labels inside Streamlit's widgets that have no setting for it."""
    zone = '[data-testid="stFileUploaderDropzone"]'
    words = {
        f'{zone} [data-testid^="stBaseButton"] p': _css_string(t("page.upload_choose")),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': _css_string(
            t("page.upload_limit")
        ),
    }
    rules = [
        f"{where} {{ font-size: 0 }} {where}::after {{ content: {said}; font-size: 0.875rem }}"
        for where, said in words.items()
    ]
    if t.language != "en":
        rules.append('[data-testid="InputInstructions"] { display: none }')
    st.html(f"<style>{' '.join(rules)}</style>")


def _css_string(words: str) -> str:
    """The words as a string of CSS, whose escapes are not those of JSON."""
    return json.dumps(words, ensure_ascii=False)


def _pages(session: Session) -> None:
    t = session.t
    _widget_words(t)

    def ask() -> None:
        ask_page(session)

    def sources() -> None:
        sources_page(session)

    def adjust() -> None:
        settings_page(session)

    def explain() -> None:
        help_page(session)

    asking = st.Page(ask, title=t("page.ask"), url_path="ask", default=True)
    listing = st.Page(sources, title=t("page.sources"), url_path="sources")
    adjusting = st.Page(adjust, title=t("page.settings"), url_path="settings")
    explaining = st.Page(explain, title=t("page.help"), url_path="help")
    chosen = st.navigation([asking, listing, adjusting, explaining], position="top")
    query = address.destination()
    if query is not None:
        st.switch_page(asking, query_params=query)
    if st.session_state.pop("go_help", False):
        st.switch_page(explaining)
    keys(session)
    sidebar(session)
    show_error(t)
    context_bar(session)
    model_warning(session)
    missing = missing_library()
    if missing:
        st.info(t("page.no_library", name=escaped(missing, 60)))
    chosen.run()
    address.remember()


show_page()
