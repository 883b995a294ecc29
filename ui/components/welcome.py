"""The page before the first question: what is in the library, and what it can answer."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.components.mount import mount
from ui.plain import shown
from ui.session import Session
from ui.talk import ask


def welcome(session: Session, questions: Sequence[str], library: Sequence[str]) -> None:
    """Show it; a question that is clicked is asked."""
    t = session.t

    def act(did: dict[str, Any]) -> None:
        ask(session, questions[did["at"]])
        st.session_state["whole_page"] = True

    data = {
        "head": t("ask.welcome"),
        "library": [shown(part) for part in library],
        "label": t("ask.suggested"),
        "questions": [shown(question) for question in questions],
    }
    mount("welcome", "welcome", data, act)
