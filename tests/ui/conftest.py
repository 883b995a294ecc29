"""The page over the scripted assistant, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui
from tests.ui.scripted import ScriptedAssistant
from ui import server_state

APP = Path(ui.__file__).with_name("app.py")


@pytest.fixture
def assistant(tmp_path, monkeypatch):
    """The assistant that the page opens."""
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    made = ScriptedAssistant(tmp_path / "home")
    monkeypatch.setattr(server_state, "open_assistant", lambda settings: made)
    st.cache_resource.clear()
    yield made
    st.cache_resource.clear()
    made.close()


@pytest.fixture
def page(assistant):
    """The page, not yet run."""
    return AppTest.from_file(str(APP), default_timeout=60)
