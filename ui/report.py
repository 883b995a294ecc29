"""How far indexing is, and what came of it: each refused file with its reason."""

import streamlit as st

from assistant import SyncReport
from ui.address import run_again
from ui.indexing import Indexing, put_away, runs_of
from ui.plain import escaped
from ui.session import Session

_LOOK_EVERY = 0.3
_MOST_REFUSALS = 300  # shown; a folder of pictures would fill the page


def show_runs(session: Session) -> None:
    """Show each run that is under way, and each report until it is put away."""
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
    with st.container(border=True):
        if run.error:
            st.error(escaped(run.error))
        elif run.report is None:
            st.write(t("sources.rebuilt"))
        else:
            _report(session, run.report)
        if st.button(t("sources.put_away"), type="tertiary", key=f"put-away-{number}"):
            put_away(session.assistant, run)
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
    done, total = session.t.number(progress.done), session.t.number(progress.total)
    return session.t(f"sources.steps.{progress.step}", done=done, total=total)


def _report(session: Session, report: SyncReport) -> None:
    t = session.t
    done = (("added", report.added), ("changed", report.changed), ("gone", report.removed))
    parts = [t(f"sources.did.{name}", n=len(names)) for name, names in done if names]
    if report.unchanged:
        parts.append(t("sources.did.unchanged", n=report.unchanged))
    st.write(" · ".join(parts) or t("sources.did.nothing"))
    if report.failed:
        st.warning(t("sources.did.refused", n=len(report.failed)))
        lines = [
            f"- **{escaped(one.source, 120)}**: {escaped(one.why, 300)}"
            for one in report.failed[:_MOST_REFUSALS]
        ]
        with st.container(height=min(320, 60 + 40 * len(lines)), border=False):
            st.markdown("\n".join(lines))
