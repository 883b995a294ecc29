"""The context of one run of the page: user, language, library and model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from assistant import Assistant, ModelOption
from ui import address, server_state
from ui.libraries import MAIN, home_of
from ui.texts import Texts, language_of

_MISSING = "missing_library"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Session:
    """Passed to every part of the page.

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
        """The minimum confidence that this person chose, if any."""
        chosen = self.preferred.get("threshold")
        return float(chosen) if chosen else None

    @property
    def model(self) -> ModelOption:
        """The model that answers: the conversation's, else the one chosen last, else the first."""
        here = self.preferred.get(model_key(address.conversation_id()))
        usual = self.preferred.get(model_key(None))
        chosen = [one for name in (here, usual) for one in self.models if one.name == name]
        return next(iter(chosen), self.models[0])

    def keep_model(self, name: str, conversation_id: str | None) -> None:
        """Keep the model that was chosen: with the conversation, and for new ones."""
        usual = name if name != self.models[0].name else None
        self.assistant.preferences.set(model_key(None), usual, self.owner)
        if conversation_id:
            self.assistant.preferences.set(model_key(conversation_id), name, self.owner)

    @property
    def traces(self) -> bool:
        """Whether answers show how they came about."""
        return self.preferred.get("traces") == "True"

    @property
    def keys(self) -> bool:
        """Whether keyboard shortcuts are on."""
        return self.preferred.get("keys", "True") == "True"


def model_key(conversation_id: str | None) -> str:
    """The name of the preference that holds the model of a conversation, or of new ones."""
    return f"model {conversation_id}" if conversation_id else "model"


def begin_session(owner: str) -> Session:
    """The session of this run.

    Raises:
        AssistantError: the settings are wrong, or the library cannot be opened.
    """
    settings = server_state.settings()
    library = _library(settings.home)
    home = home_of(settings.home, library)
    assistant = server_state.assistant_of(home)
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
    """The library in the URL, or else the one that was open."""
    asked = st.query_params.get("library")
    name = str(asked or st.session_state.get("library", MAIN))
    is_known = home_of(home, name) != home
    if asked:
        st.session_state[_MISSING] = ("" if is_known else name, address.conversation_id())
    switch_library(name if is_known else MAIN)
    return str(st.session_state["library"])


def missing_library() -> str:
    """The name of a library that the URL asked for in vain, until another conversation is open."""
    name, conversation = st.session_state.get(_MISSING, ("", None))
    return str(name) if conversation == address.conversation_id() else ""


def switch_library(name: str) -> None:
    """Open another library from the next run on."""
    st.session_state["library"] = name
    if name:
        st.query_params["library"] = name
    else:
        st.query_params.pop("library", None)


def signed_in() -> str | None:
    """The signed-in user; empty if signing in is off, None while it is required."""
    if not _asks_to_sign_in():
        return ""
    if st.user.is_logged_in:
        return str(st.user.get("email") or st.user.get("sub"))
    t = Texts(language_of(st.context.locale))
    st.header(t("page.name"), anchor=False)
    st.button(t("settings.sign_in"), on_click=st.login)
    return None


def _asks_to_sign_in() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False
