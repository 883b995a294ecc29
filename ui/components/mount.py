"""Mounting of the page's components; each has a style and a script, and all share one of each.

Texts of articles, models and people reach a component through `data` alone, never through its
html, css or js.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from ui.widgets import errors_shown


@cache
def component(name: str) -> Any:
    """The command that mounts a component, registered on first use."""
    return st.components.v2.component(
        f"news.{name}",
        html='<div class="root"></div>',
        css=_asset("base.css") + _asset(f"{name}.css"),
        js=_asset("dom.js") + _asset(f"{name}.js"),
    )


def mount(name: str, key: str, data: object, act: Callable[[dict[str, Any]], None]) -> None:
    """Show a component; `act` receives what a person does in it, before the page runs again."""

    def did() -> None:
        what = st.session_state[key].did
        if what:
            with errors_shown():
                act(dict(what))

    component(name)(key=key, data=data, on_did_change=did)


def _asset(name: str) -> str:
    return files("ui.components").joinpath(name).read_text("utf-8")
