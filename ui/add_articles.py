"""Adding articles: files, a folder or the samples, and a report of the result."""

from collections import Counter
from pathlib import Path

import streamlit as st

from assistant import SyncReport, bundled_folder
from ui.address import run_again
from ui.escaping import escaped
from ui.indexing import Indexing, begin_indexing, dismiss, is_indexing, keep_uploads, runs_of
from ui.session import Session
from ui.texts import Texts
from ui.translation import translated
from ui.widgets import quiet_button

_LOOK_EVERY = 0.3
_FIRST = "added_to_empty"
_MOST_REASONS = 12
_MOST_REFUSALS = 300  # shown; a folder of pictures would fill the page


def drop_files(session: Session) -> None:
    """A drop zone for files, which are added at once."""
    batch = st.session_state.setdefault("upload_batch", 0)
    label = session.t("sources.drop")
    files = st.file_uploader(label, accept_multiple_files=True, key=f"upload-{batch}")
    if files:
        kept = [(file.name, file.getvalue()) for file in files]
        st.session_state["upload_batch"] = batch + 1
        _add(session, keep_uploads(session.home, kept))
        st.rerun()


def add_folder(session: Session) -> None:
    """A field for a folder on this computer; left out if the page is served to other computers."""
    if not session.is_local:
        return
    t = session.t

    def add() -> None:
        path = st.session_state["folder-path"].strip()
        if path:
            _add(session, [Path(path).expanduser()])

    with (
        st.form("folder", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        example = t("sources.folder_example")
        st.text_input(t("sources.folder"), placeholder=example, key="folder-path")
        st.form_submit_button(t("sources.index"), on_click=add)


def use_samples(session: Session) -> None:
    """A button that adds the articles shipped with the program."""

    def use() -> None:
        _add(session, [bundled_folder("seeds")])

    st.button(session.t("ask.use_seeds"), on_click=use)


def _add(session: Session, paths: list[Path]) -> None:
    begin_indexing(session.assistant, paths, session.t("ask.failed"))


def show_runs(session: Session) -> None:
    """Show each run in progress, and each report until it is dismissed."""
    runs = runs_of(session.assistant)
    if not runs:
        return
    with st.container(key="report"):
        for number, run in enumerate(runs):
            every = None if run.ended else _LOOK_EVERY
            st.fragment(_run, run_every=every)(session, run, run.ended, number)


def _run(session: Session, run: Indexing, had_ended: bool, number: int) -> None:
    if not run.ended:
        st.progress(_share(run), text=_step(session, run))
        return
    if not had_ended:
        run_again()
    t = session.t

    def put_away() -> None:
        dismiss(session.assistant, run)

    with st.container(border=True):
        if run.error:
            st.error(escaped(translated(run.error, session.t)))
        elif run.report is None:
            st.write(t("sources.rebuilt"))
        else:
            _report(session, run.report)
        if quiet_button(t("sources.put_away"), put_away, key=f"put-away-{number}"):
            st.rerun()


def _share(run: Indexing) -> float:
    progress = run.progress
    if progress is None or not progress.total:
        return 0.0
    return min(1.0, progress.done / progress.total)


def _step(session: Session, run: Indexing) -> str:
    progress = run.progress
    if progress is None:
        return session.t("sources.starting")
    if not progress.total:
        return session.t("sources.starting")
    step = f"sources.steps.{progress.step}"
    return session.t(step, done=progress.done, total=progress.total)


def _report(session: Session, report: SyncReport) -> None:
    t = session.t
    done = (("added", report.added), ("changed", report.changed), ("gone", report.removed))
    parts = [t(f"sources.did.{name}", n=len(names)) for name, names in done if names]
    if report.unchanged:
        parts.append(t("sources.did.unchanged", n=report.unchanged))
    st.write(" · ".join(parts) or t("sources.did.nothing"))
    if report.failed:
        _refused(report, t)
    if report.skipped:
        kinds = [f"{t.number(n)} {translated(kind, t)}" for kind, n in report.skipped.items()]
        st.caption(escaped(t("sources.did.skipped", kinds=", ".join(kinds))))


def _refused(report: SyncReport, t: Texts) -> None:
    """The number of refused files for each reason; their names are one click away."""
    failed, reasons = report.failed, [translated(one.why, t) for one in report.failed]
    counts = Counter(reason.split(";")[0].strip() for reason in reasons).most_common()
    lines = [f"- {t.number(n)} × {escaped(reason, 200)}" for reason, n in counts[:_MOST_REASONS]]
    st.warning("\n".join((t("sources.did.refused", n=len(failed)), "", *lines)))
    with st.expander(t("sources.did.names")):
        names = [
            f"- **{escaped(one.source, 120)}**: {escaped(reason, 300)}"
            for one, reason in zip(failed[:_MOST_REFUSALS], reasons, strict=False)
        ]
        st.markdown("\n".join(names))


def empty(session: Session) -> None:
    """The page over an empty library: what the assistant does, a drop zone, and the samples."""
    t = session.t
    st.session_state[_FIRST] = True
    with st.container(key="empty"):
        st.header(t("ask.empty"), anchor=False)
        st.markdown(t("ask.empty_what"))
        if not is_indexing(session.assistant):
            drop_files(session)
            use_samples(session)
        show_runs(session)


def show_first_runs(session: Session) -> None:
    """The report of what was added on the page over an empty library."""
    if st.session_state.get(_FIRST):
        with st.container(key="first-report"):
            show_runs(session)
