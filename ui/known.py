"""What is known of a library, found once for each of its changes and shared by all windows.

What takes time (opening the indexes, trying out questions to suggest) is found in the background,
so that the page is there at once.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from weakref import WeakKeyDictionary

import streamlit as st

from assistant import Assistant, AssistantError, Filters, SourceSummary, Status

_LOG = logging.getLogger(__name__)
# A pool from which each answer offers others; so many are tried out for a selection of articles.
_SUGGESTIONS = 10
_SELECTIONS = 20  # remembered
_STATUS_SECONDS = 10.0  # how old the state that is shown may be


@dataclass
class Within:
    """The articles that pass some filters, and questions about them (None: still being found)."""

    sources: Sequence[SourceSummary]
    suggestions: Sequence[str] | None = None


@dataclass
class Known(Within):
    """A library as of one of its changes; what is None is still being found.

    `changed` is when that change was noticed, None where it was there from the start.
    """

    revision: int = 0
    limited: dict[Filters, Within] = field(default_factory=dict)
    status: Status | None = None
    changed: datetime | None = None
    looked: float = field(default_factory=time.monotonic)

    @cached_property
    def by_id(self) -> Mapping[str, SourceSummary]:
        """The current articles by their ids."""
        return {one.article_id: one for one in self.sources}

    @property
    def publishers(self) -> list[str]:
        """Its publishers, each once."""
        return sorted({one.publisher for one in self.sources if one.publisher})


@st.cache_resource(show_spinner=False)
def _known() -> WeakKeyDictionary[Assistant, Known]:
    return WeakKeyDictionary()


def known_of(assistant: Assistant) -> Known:
    """What is known of this library now."""
    found, revision = _known(), assistant.revision()
    known = found.get(assistant)
    if known is None or known.revision != revision:
        before = known
        known = found[assistant] = Known(assistant.sources(), revision=revision)
        if before:
            known.status, known.changed = before.status, datetime.now().astimezone()
        _in_background(lambda: _find(assistant, known))
    elif time.monotonic() - known.looked > _STATUS_SECONDS:
        known.looked = time.monotonic()
        _in_background(lambda: _look(assistant, known))
    return known


def within(assistant: Assistant, filters: Filters) -> Within:
    """The articles that pass these filters; the whole library where there are none."""
    known = known_of(assistant)
    if not filters:
        return known
    if filters not in known.limited:
        if len(known.limited) >= _SELECTIONS:
            known.limited.clear()
        selection = known.limited[filters] = Within(assistant.sources(filters))
        _in_background(lambda: _suggest(assistant, selection, filters))
    return known.limited[filters]


@st.cache_data(show_spinner=False, max_entries=2000)
def independent_of(_assistant: Assistant, article_ids: tuple[str, ...]) -> int | None:
    """How many independent texts stand behind an answer; None where one was purged."""
    try:
        return _assistant.independent(article_ids)
    except AssistantError:
        return None


def _find(assistant: Assistant, known: Known) -> None:
    _look(assistant, known)
    _suggest(assistant, known, Filters())


def _suggest(assistant: Assistant, found: Within, filters: Filters) -> None:
    try:
        if found.sources:
            found.suggestions = assistant.suggestions(_SUGGESTIONS, filters)
    finally:
        found.suggestions = found.suggestions or []


def _look(assistant: Assistant, known: Known) -> None:
    known.status = assistant.status()


def _in_background(find: Callable[[], None]) -> None:
    def run() -> None:
        try:
            find()
        except Exception:  # noqa: BLE001 - a courtesy: the page lives without it, the log says why
            _LOG.exception("the state of the library could not be found")

    threading.Thread(target=run, daemon=True).start()
