"""What the address names: a conversation, the citation or article that is open, and the filters.

A link or a reload brings all of it back; the back button undoes the last step of it.
"""

from dataclasses import dataclass

import streamlit as st

from assistant import Conversation, Filters

_FILTERS = ("publisher", "from", "to", "only")
_NEAR = "near"
_DRAWN = "address_drawn"


@dataclass(frozen=True, slots=True)
class Place:
    """What is open of which answer: the citation of this number, or what came this near to it."""

    message_id: str
    marker: int
    near: bool = False


def conversation_id() -> str | None:
    """The conversation that the address names."""
    return st.query_params.get("c") or None


def name_conversation(conversation: str) -> None:
    """Put a conversation into the address, beside what is there already."""
    st.query_params["c"] = conversation


def query_of(conversation: Conversation | None, limits: Filters) -> dict[str, list[str]]:
    """What the address of a conversation says; of none, that of a new one within limits."""
    library = st.query_params.get_all("library")
    here = {"library": library} if library else {}
    if conversation is None:
        return {**here, **_query_of_filters(limits)}
    filters = _query_of_filters(conversation.filters)
    return {**here, "c": [conversation.conversation_id], **filters}


def place() -> Place | None:
    """The citation that the address names."""
    message_id, _, marker = st.query_params.get("cite", "").partition(".")
    near, number = marker.startswith(_NEAR), marker.removeprefix(_NEAR)
    return Place(message_id, int(number), near) if message_id and number.isdecimal() else None


def open_place(where: Place) -> None:
    """Open a citation, or what came near, in the reader."""
    st.query_params.pop("source", None)
    near = _NEAR if where.near else ""
    st.query_params["cite"] = f"{where.message_id}.{near}{where.marker}"


def source() -> str | None:
    """The article that the address names."""
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
    """The filters that the address names."""
    return Filters(
        publishers=tuple(st.query_params.get_all("publisher")),
        date_from=st.query_params.get("from") or None,
        date_to=st.query_params.get("to") or None,
        sources=tuple(st.query_params.get_all("only")),
    )


def limit_to(chosen: Filters) -> None:
    """Put filters into the address."""
    values = _query_of_filters(chosen)
    for name in _FILTERS:
        if name in values:
            st.query_params[name] = values[name]
        else:
            st.query_params.pop(name, None)


def remember() -> None:
    """Keep the address that the whole page was drawn for."""
    st.session_state[_DRAWN] = _query()


def run_again() -> None:
    """Draw the whole page again, from a part of it that looks by itself.

    Such a look may have left the browser before it knew of the last change of the address, and
    would bring back what was just closed: the address that was drawn holds.
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
