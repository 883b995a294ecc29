"""What the address names: a conversation, the citation or article that is open, and the filters.

A link or a reload brings all of it back; the back button undoes the last step of it.
"""

from dataclasses import dataclass

import streamlit as st

from assistant import Conversation, Filters

_FILTERS = ("publisher", "from", "to", "only")


@dataclass(frozen=True, slots=True)
class Place:
    """A citation that is open: of which answer, and which of its numbers."""

    message_id: str
    marker: int


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
    return Place(message_id, int(marker)) if message_id and marker.isdecimal() else None


def open_place(where: Place) -> None:
    """Open a citation in the reader."""
    st.query_params.pop("source", None)
    st.query_params["cite"] = f"{where.message_id}.{where.marker}"


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


def _query_of_filters(chosen: Filters) -> dict[str, list[str]]:
    values = (
        chosen.publishers,
        [chosen.date_from] if chosen.date_from else [],
        [chosen.date_to] if chosen.date_to else [],
        chosen.sources,
    )
    return {name: list(value) for name, value in zip(_FILTERS, values, strict=True) if value}
