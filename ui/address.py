"""The page's state in its URL: the conversation, the open citation or article, and the filters.

A link or a reload restores all of it; the back button undoes the last change.
"""

from dataclasses import dataclass

import streamlit as st

from assistant import Conversation, Filters

_FILTERS = ("publisher", "from", "to", "only")
_NEAR = "near"
_DRAWN = "address_drawn"
_GOES_TO = "go"


@dataclass(frozen=True, slots=True)
class Place:
    """What is open: a citation of an answer by its number, or one of its closest passages."""

    message_id: str
    marker: int
    near: bool = False


def conversation_id() -> str | None:
    """The id of the conversation in the URL."""
    return st.query_params.get("c") or None


def name_conversation(conversation: str) -> None:
    """Add a conversation to the URL."""
    st.query_params["c"] = conversation


def query_of(conversation: Conversation | None, limits: Filters) -> dict[str, list[str]]:
    """The query of a conversation's URL; for None, of a new conversation with these filters."""
    library = st.query_params.get_all("library")
    here = {"library": library} if library else {}
    if conversation is None:
        return {**here, **_query_of_filters(limits)}
    filters = _query_of_filters(conversation.filters)
    return {**here, "c": [conversation.conversation_id], **filters}


def go_to(conversation: Conversation | None = None, limits: Filters | None = None) -> None:
    """Open a conversation in the next run, from any page; None is a new one with these filters."""
    st.session_state[_GOES_TO] = (conversation, limits or Filters())


def destination() -> dict[str, list[str]] | None:
    """The query of the conversation that `go_to` chose, once; None if it chose none."""
    chosen = st.session_state.pop(_GOES_TO, None)
    return query_of(*chosen) if chosen else None


def place() -> Place | None:
    """The open citation or passage."""
    message_id, _, marker = st.query_params.get("cite", "").partition(".")
    near, number = marker.startswith(_NEAR), marker.removeprefix(_NEAR)
    return Place(message_id, int(number), near) if message_id and number.isdecimal() else None


def open_place(where: Place) -> None:
    """Open a citation or a close passage in the reader."""
    st.query_params.pop("source", None)
    near = _NEAR if where.near else ""
    st.query_params["cite"] = f"{where.message_id}.{near}{where.marker}"


def source() -> str | None:
    """The open article of the list."""
    return st.query_params.get("source") or None


def open_source(name: str) -> None:
    """Open an article in the reader."""
    st.query_params.pop("cite", None)
    st.query_params["source"] = name


def close_reader() -> None:
    """Close the reader."""
    for name in ("cite", "source"):
        st.query_params.pop(name, None)


def filters() -> Filters:
    """The filters in the URL."""
    return Filters(
        publishers=tuple(st.query_params.get_all("publisher")),
        date_from=st.query_params.get("from") or None,
        date_to=st.query_params.get("to") or None,
        sources=tuple(st.query_params.get_all("only")),
    )


def limit_to(chosen: Filters) -> None:
    """Put filters into the URL."""
    values = _query_of_filters(chosen)
    for name in _FILTERS:
        if name in values:
            st.query_params[name] = values[name]
        else:
            st.query_params.pop(name, None)


def remember() -> None:
    """Remember the URL of the last full run."""
    st.session_state[_DRAWN] = _query()


def run_again() -> None:
    """Run the whole page again, from a fragment that refreshes itself.

    The fragment's request may carry an older URL than the page has now, and would reopen what was
    just closed, so the URL of the last full run is used.
    """
    drawn = st.session_state.get(_DRAWN)
    if drawn is not None and drawn != _query():
        st.query_params.from_dict(drawn)
    st.rerun()


def _query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _query_of_filters(chosen: Filters) -> dict[str, list[str]]:
    values = (
        chosen.publishers,
        [chosen.date_from] if chosen.date_from else [],
        [chosen.date_to] if chosen.date_to else [],
        chosen.sources,
    )
    return {name: list(value) for name, value in zip(_FILTERS, values, strict=True) if value}
