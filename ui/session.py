"""What one run of the page knows: whose it is, in which language, over which library."""

from dataclasses import dataclass

import streamlit as st

from assistant import Assistant
from ui import opened
from ui.texts import Texts, language_of


@dataclass(frozen=True)
class Session:
    """Passed to every part of the page, so that none looks for it elsewhere."""

    assistant: Assistant
    t: Texts
    owner: str = ""


def begin_session() -> Session:
    """The session of this run."""
    assistant = opened.assistant_of(opened.settings().home)
    return Session(assistant, Texts(language_of(st.context.locale)), owner="")
