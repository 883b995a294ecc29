"""The corpus at a glance: articles by publisher and over time."""

from collections.abc import Sequence

import streamlit as st

from assistant import SourceSummary
from ui.session import Session
from ui.sources_view import by_month, by_publisher


def charts(session: Session, sources: Sequence[SourceSummary]) -> None:
    """Two plots, folded away until wanted."""
    t = session.t
    with st.expander(t("sources.glance")):
        left, right = st.columns(2)
        with left:
            st.caption(t("sources.by_publisher"))
            rows = by_publisher(sources, t("turn.no_publisher"))
            st.bar_chart(rows, x="publisher", y="articles", horizontal=True, height=260)
        with right:
            st.caption(t("sources.by_month"))
            months = by_month(sources)
            if months:
                st.bar_chart(months, x="month", y="articles", height=260)
            else:
                st.caption(t("turn.no_date"))
