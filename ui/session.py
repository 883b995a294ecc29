"""What one run of the page knows: whose it is, in which language, over which library."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assistant import Assistant
from ui import opened
from ui.texts import Texts, language_of


@dataclass(frozen=True)
class Session:
    """Passed to every part of the page, so that none looks for it elsewhere."""

    assistant: Assistant
    t: Texts
    home: Path
    owner: str = ""
    is_local: bool = True  # whoever sees the page sits at the machine that serves it


def begin_session() -> Session:
    """The session of this run."""
    settings = opened.settings()
    return Session(
        assistant=opened.assistant_of(settings.home),
        t=Texts(language_of(st.context.locale)),
        home=settings.home,
        is_local=settings.host in ("127.0.0.1", "::1", "localhost"),
    )
