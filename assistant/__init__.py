"""Ask a corpus of news articles, and get answers in which every sentence cites an article's words.

>>> from assistant import open_assistant
>>> with open_assistant() as assistant:          # doctest: +SKIP
...     print(assistant.ask("Who vetoed the resolution?").answer)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer.trace import Trace, trace_lines
    from assistant.article import Article
    from assistant.assistant import Assistant, Removal, open_assistant
    from assistant.builders import as_retriever, as_runnable, as_tool
    from assistant.bundled import bundled_folder
    from assistant.errors import AssistantError, LibraryBusy
    from assistant.export.answered_question import AnsweredQuestion
    from assistant.export.formats import export_file
    from assistant.export.rated_answers import as_questions
    from assistant.export.readable import with_footnotes
    from assistant.library.conversation_store import Conversation, Conversations, Message
    from assistant.library.progress import Progress
    from assistant.library.store import SourceSummary
    from assistant.library.sync import SyncReport
    from assistant.reply import (
        Answer,
        Citation,
        Claim,
        ClaimChecked,
        ClaimRemoved,
        Cost,
        Event,
        Excerpt,
        ExcerptsFound,
        Filters,
        Finished,
        ModelOption,
        Related,
        Removed,
        Status,
        StepStarted,
        Turn,
    )
    from assistant.settings import Settings, load_settings

# Where each public name lives; it is imported when it is first used, so that nothing loads early.
_HOMES = {
    name: f"assistant.{module}"
    for module, names in {
        "answer.trace": "Trace trace_lines",
        "article": "Article",
        "assistant": "Assistant Removal open_assistant",
        "builders": "as_retriever as_runnable as_tool",
        "bundled": "bundled_folder",
        "errors": "AssistantError LibraryBusy",
        "export.answered_question": "AnsweredQuestion",
        "export.formats": "export_file",
        "export.rated_answers": "as_questions",
        "export.readable": "with_footnotes",
        "library.conversation_store": "Conversation Conversations Message",
        "library.progress": "Progress",
        "library.store": "SourceSummary",
        "library.sync": "SyncReport",
        "reply": "Answer Citation Claim ClaimChecked ClaimRemoved Cost Event Excerpt ExcerptsFound "
        "Filters Finished ModelOption Related Removed Status StepStarted Turn",
        "settings": "Settings load_settings",
    }.items()
    for name in names.split()
}

__all__ = [
    "Answer", "AnsweredQuestion", "Article", "Assistant", "AssistantError", "Citation", "Claim",
    "ClaimChecked", "ClaimRemoved", "Conversation", "Conversations", "Cost", "Event", "Excerpt",
    "ExcerptsFound", "Filters", "Finished", "LibraryBusy", "Message", "ModelOption", "Progress",
    "Related", "Removal", "Removed", "Settings", "SourceSummary", "Status", "StepStarted",
    "SyncReport", "Trace", "Turn", "as_questions", "as_retriever", "as_runnable", "as_tool",
    "bundled_folder", "export_file", "load_settings", "open_assistant", "trace_lines",
    "with_footnotes",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
