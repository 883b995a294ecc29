"""What is known of a library, found once for each of its changes and shared by all windows."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant import Assistant, SourceSummary

_LOG = logging.getLogger(__name__)
_SUGGESTIONS = 4


@dataclass
class Known:
    """A library as of one of its changes; suggestions come when they have been tried."""

    revision: int
    sources: Sequence[SourceSummary]
    suggestions: Sequence[str] | None = None

    @property
    def publishers(self) -> list[str]:
        """Its publishers, each once."""
        return sorted({one.publisher for one in self.sources if one.publisher})


@st.cache_resource(show_spinner=False)
def _known() -> dict[int, Known]:
    return {}


def known_of(assistant: Assistant) -> Known:
    """What is known of this library now; what takes time is found in the background."""
    found, revision = _known(), assistant.revision()
    known = found.get(id(assistant))
    if known is None or known.revision != revision:
        known = found[id(assistant)] = Known(revision, assistant.sources())
        threading.Thread(target=_suggest, args=(assistant, known), daemon=True).start()
    return known


def _suggest(assistant: Assistant, known: Known) -> None:
    try:
        known.suggestions = assistant.suggestions(_SUGGESTIONS) if known.sources else []
    except Exception:  # noqa: BLE001 - suggestions are a courtesy: the page lives without them
        _LOG.exception("no question could be suggested")
        known.suggestions = []
