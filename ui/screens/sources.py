"""The page of articles: a table to search, ways to add and remove articles, and two plots."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from assistant import AssistantError, Filters, Removal, SourceSummary
from ui import address
from ui.add_articles import add_folder, drop_files, show_runs, use_samples
from ui.article_reader import Opened, apply_edit, known_lines, reader
from ui.components.mount import mount
from ui.escaping import escaped
from ui.indexing import begin_rebuilding
from ui.library_state import library_state
from ui.session import Session
from ui.source_table import View, by_month, by_publisher, table_data, years
from ui.translation import translated
from ui.widgets import collapsible, quiet_button

_TALL = 200  # pixels

_VIEW = "sources_view"
_REMOVED = "removed"


def sources_page(session: Session) -> None:
    """Show the page."""
    t, known = session.t, library_state(session.assistant)
    with st.container(key="sources-page"):
        st.header(t("page.sources"), anchor=False)
        _add(session, open_=not known.sources)
        show_runs(session)
        _undo(session)
        if not known.sources:
            st.info(t("sources.none"))
            return
        charts(session, known.sources)
        _choose(session)
        _table(session)
        _reader(session)


def _add(session: Session, open_: bool) -> None:
    t = session.t

    def rebuild() -> None:
        begin_rebuilding(session.assistant, t("ask.failed"))

    with st.expander(t("sources.add"), expanded=open_):
        drop_files(session)
        add_folder(session)
        with st.container(horizontal=True):
            if open_:
                use_samples(session)
            words = t("sources.rebuild_help")
            quiet_button(t("sources.rebuild"), rebuild, key="rebuild", help=words)


def _choose(session: Session) -> None:
    """Search, and filter by publisher and year."""
    t, known, view = session.t, library_state(session.assistant), _view()
    with st.container(horizontal=True, vertical_alignment="bottom", key="choose-sources"):
        words = st.text_input(t("sources.search"), key="sources-search", live="300ms")
        publisher = st.selectbox(
            t("sources.publisher"),
            known.publishers,
            index=None,
            placeholder=t("sources.any"),
            key="sources-publisher",
        )
        year = st.selectbox(
            t("sources.year"),
            years(known.sources),
            index=None,
            placeholder=t("sources.any"),
            key="sources-year",
        )
    chosen = replace(view, words=words or "", publisher=publisher, year=year)
    if chosen != view:
        st.session_state[_VIEW] = replace(chosen, page=1)


def _view() -> View:
    view = st.session_state.get(_VIEW)
    return view if isinstance(view, View) else View()


def _table(session: Session) -> None:
    def act(did: dict[str, Any]) -> None:
        _act(session, did)

    data = table_data(library_state(session.assistant).sources, _view(), session.t)
    mount("sources", "sources-table", data | {"open": address.source()}, act)


def _act(session: Session, did: dict[str, Any]) -> None:
    view = _view()
    match did["do"]:
        case "open":
            address.open_source(str(did["source"]))
        case "sort":
            descending = view.sort == did["column"] and not view.descending
            st.session_state[_VIEW] = replace(
                view, sort=did["column"], descending=descending, page=1
            )
        case "turn":
            last = table_data(library_state(session.assistant).sources, view, session.t)["pages"]
            page = min(max(1, view.page + did["by"]), last)
            st.session_state[_VIEW] = replace(view, page=page)
        case "remove":
            st.session_state[_REMOVED] = session.assistant.remove(did["sources"])
            address.close_reader()
        case "only":
            address.go_to(limits=Filters(sources=tuple(did["sources"])))


def _undo(session: Session) -> None:
    removal: Removal | None = st.session_state.get(_REMOVED)
    if removal is None or not removal.taken:
        return
    t = session.t

    def restore() -> None:
        session.assistant.restore(removal)
        st.session_state[_REMOVED] = None

    with st.container(horizontal=True, vertical_alignment="center", key="undo-remove"):
        st.caption(t("sources.removed", n=len(removal.taken)))
        quiet_button(t("sidebar.undo"), restore, key="unremove")


def _reader(session: Session) -> None:
    source = address.source()
    if source is None:
        return
    try:
        article = session.assistant.article(source)
    except AssistantError as error:
        st.warning(session.t("reader.gone", why=escaped(translated(str(error), session.t))))
        return

    def act(did: dict[str, Any]) -> None:
        if did["do"] == "close":
            address.close_reader()
        elif did["do"] == "only":
            address.go_to(limits=Filters(sources=(source,)))
        else:
            apply_edit(session, article, did)

    opened = Opened(article, known=known_lines(article, session.t), editable=True)
    reader(opened, session.t, act)


def charts(session: Session, sources: Sequence[SourceSummary]) -> None:
    """Two plots in a collapsible section."""
    with collapsible("glance", session.t("sources.glance")) as wanted:
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
