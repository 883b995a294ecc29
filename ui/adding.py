"""Ways to add articles: files that are dropped or chosen, a folder, the five samples."""

from pathlib import Path

import streamlit as st

from assistant import bundled_folder
from ui.indexing import begin_indexing, keep_uploads
from ui.session import Session


def drop_files(session: Session) -> None:
    """A place for files; they are added at once."""
    batch = st.session_state.setdefault("upload_batch", 0)
    label = session.t("sources.drop")
    files = st.file_uploader(label, accept_multiple_files=True, key=f"upload-{batch}")
    if files:
        kept = [(file.name, file.getvalue()) for file in files]
        st.session_state["upload_batch"] = batch + 1
        _add(session, keep_uploads(session.home, kept))


def add_folder(session: Session) -> None:
    """A field for a folder of this computer; nothing where the page is served to others."""
    if not session.is_local:
        return
    t = session.t
    with (
        st.form("folder", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        path = st.text_input(t("sources.folder"), placeholder=t("sources.folder_example"))
        if st.form_submit_button(t("sources.index")) and path.strip():
            _add(session, [Path(path.strip()).expanduser()])


def use_samples(session: Session) -> None:
    """A button for the articles that come with the program."""
    if st.button(session.t("ask.use_seeds")):
        _add(session, [bundled_folder("seeds")])


def _add(session: Session, paths: list[Path]) -> None:
    begin_indexing(session.assistant, paths, session.t("ask.failed"))
    st.rerun()
