"""In which state the program is: which model, offline or not, what is indexed."""

from ui.plain import escaped
from ui.session import Session


def state_lines(session: Session) -> list[str]:
    """One short line each, safe to show as Markdown."""
    t, status = session.t, session.assistant.status()
    model = t("state.stub") if status.model == "stub" else _named(session, status.model)
    mode = t("state.offline") if status.offline else t("state.online")
    lines = [f"● {mode} · {model}", t("state.articles", n=status.articles)]
    return lines + [escaped(notice) for notice in status.notices]


def _named(session: Session, model: str) -> str:
    return session.t("state.model", name=escaped(model, 60))
