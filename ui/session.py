"""What one run of the page knows: whose it is, in which language, over which library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from assistant import Assistant, ModelOption
from ui import opened
from ui.libraries import MAIN, home_of
from ui.texts import Texts, language_of

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Session:
    """Passed to every part of the page, so that none looks for it elsewhere.

    `is_local` says that whoever sees the page sits at the machine that serves it. `owner` is empty
    where nobody signs in.
    """

    assistant: Assistant
    t: Texts
    home: Path
    owner: str = ""
    is_local: bool = True
    library: str = MAIN
    preferred: Mapping[str, str] = field(default_factory=dict)
    models: Sequence[ModelOption] = ()

    @property
    def threshold(self) -> float | None:
        """How sure an answer has to be, where this person chose that."""
        chosen = self.preferred.get("threshold")
        return float(chosen) if chosen else None

    @property
    def model(self) -> ModelOption:
        """The model that answers: the one this person chose, or else the configured one."""
        chosen = self.preferred.get("model")
        return next((one for one in self.models if one.name == chosen), self.models[0])

    @property
    def keys(self) -> bool:
        """Whether single keys do something."""
        return self.preferred.get("keys", "True") == "True"


def begin_session(owner: str) -> Session:
    """The session of this run.

    Raises:
        AssistantError: the settings are wrong, or the library cannot be opened.
    """
    settings = opened.settings()
    library = _library(settings.home)
    home = home_of(settings.home, library)
    assistant = opened.assistant_of(home)
    preferred = assistant.preferences.of(owner)
    return Session(
        assistant=assistant,
        t=Texts(preferred.get("language") or language_of(st.context.locale)),
        home=home,
        owner=owner,
        is_local=settings.host in _LOOPBACK,
        library=library,
        preferred=preferred,
        models=assistant.models(),
    )


def _library(home: Path) -> str:
    """The library that the address names, or else the one that was open."""
    name = str(st.query_params.get("library") or st.session_state.get("library", MAIN))
    open_library(name if home_of(home, name) != home else MAIN)
    return str(st.session_state["library"])


def open_library(name: str) -> None:
    """Open another library from the next run on."""
    st.session_state["library"] = name
    if name:
        st.query_params["library"] = name
    else:
        st.query_params.pop("library", None)
