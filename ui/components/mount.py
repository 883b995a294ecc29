"""Components of the page: a style and a script each, beside a style and a script that all share.

Texts of articles, models and people reach a component through `data` alone, never through its
html, css or js.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from ui.problem import told


@cache
def component(name: str) -> Any:
    """The mounting command of a component, registered when it is first used."""
    return st.components.v2.component(
        f"news.{name}",
        html='<div class="root"></div>',
        css=_asset("base.css") + _asset(f"{name}.css"),
        js=_asset("dom.js") + _asset(f"{name}.js"),
    )


def mount(name: str, key: str, data: object, act: Callable[[dict[str, Any]], None]) -> None:
    """Show a component; what a person does in it is given to `act` before the page runs again."""

    def did() -> None:
        what = st.session_state[key].did
        if what:
            with told():
                act(dict(what))

    component(name)(key=key, data=data, on_did_change=did)


def _asset(name: str) -> str:
    return files("ui.components").joinpath(name).read_text("utf-8")
