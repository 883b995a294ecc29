"""The corpus at a glance: articles by publisher and over time."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from assistant import SourceSummary
from ui.folded import folded
from ui.session import Session
from ui.sources_view import by_month, by_publisher

_TALL = 200  # pixels


def charts(session: Session, sources: Sequence[SourceSummary]) -> None:
    """Two plots, folded away until wanted."""
    with folded("glance", session.t("sources.glance")) as wanted:
        if wanted:
            _draw(session, sources)


def _draw(session: Session, sources: Sequence[SourceSummary]) -> None:
    t = session.t
    left, right = st.columns(2)
    with left:
        st.caption(t("sources.by_publisher"))
        rows = by_publisher(sources, t("turn.no_publisher"))
        _plot(rows, "publisher", t("sources.by_publisher"), 60 + 36 * len(rows))
    with right:
        st.caption(t("sources.by_month"))
        months = by_month(sources)
        if months:
            _plot(months, "month", t("sources.by_month"), _TALL)
        else:
            st.caption(t("turn.no_date"))


def _plot(rows: list[dict[str, Any]], by: str, says: str, height: int) -> None:
    """A bar for each row, its length the number of articles; the caption above is its title."""
    st.bar_chart(
        rows,
        x=by,
        y="articles",
        x_label="",
        y_label="",
        horizontal=by == "publisher",
        height=height,
        alt=says,
    )
