"""The page before the first question: the library, and questions it can answer."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.chat import ask_question
from ui.components.mount import mount
from ui.escaping import shown
from ui.session import Session


def welcome(session: Session, questions: Sequence[str], library: Sequence[str]) -> None:
    """Show the page; a clicked question is asked."""
    t = session.t

    def act(did: dict[str, Any]) -> None:
        ask_question(session, questions[did["at"]])
        st.session_state["whole_page"] = True

    data = {
        "head": t("ask.welcome"),
        "library": [shown(part) for part in library],
        "label": t("ask.suggested"),
        "questions": [shown(question) for question in questions],
    }
    mount("welcome", "welcome", data, act)
