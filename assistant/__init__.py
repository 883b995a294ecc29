"""Ask a corpus of news articles, and get answers in which every sentence cites an article's words.

>>> from assistant import open_assistant
>>> with open_assistant() as assistant:          # doctest: +SKIP
...     print(assistant.ask("Who vetoed the resolution?").answer)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    "Answer": "assistant.reply",
    "AnsweredQuestion": "assistant.export.answered_question",
    "Article": "assistant.article",
    "Assistant": "assistant.assistant",
    "AssistantError": "assistant.errors",
    "Citation": "assistant.reply",
    "Claim": "assistant.reply",
    "ClaimChecked": "assistant.reply",
    "ClaimRemoved": "assistant.reply",
    "Conversation": "assistant.library.conversation_store",
    "Conversations": "assistant.library.conversation_store",
    "Cost": "assistant.reply",
    "Event": "assistant.reply",
    "Excerpt": "assistant.reply",
    "ExcerptsFound": "assistant.reply",
    "Filters": "assistant.reply",
    "Finished": "assistant.reply",
    "LibraryBusy": "assistant.errors",
    "Message": "assistant.library.conversation_store",
    "ModelOption": "assistant.reply",
    "Progress": "assistant.library.progress",
    "Related": "assistant.reply",
    "Removal": "assistant.assistant",
    "Removed": "assistant.reply",
    "Settings": "assistant.settings",
    "SourceSummary": "assistant.library.store",
    "Status": "assistant.reply",
    "StepStarted": "assistant.reply",
    "SyncReport": "assistant.library.sync",
    "Turn": "assistant.reply",
    "as_questions": "assistant.export.rated_answers",
    "as_retriever": "assistant.builders",
    "as_runnable": "assistant.builders",
    "as_tool": "assistant.builders",
    "bundled_folder": "assistant.bundled",
    "export_file": "assistant.export.formats",
    "load_settings": "assistant.settings",
    "open_assistant": "assistant.assistant",
    "with_footnotes": "assistant.export.readable",
}

__all__ = [
    "Answer",
    "AnsweredQuestion",
    "Article",
    "Assistant",
    "AssistantError",
    "Citation",
    "Claim",
    "ClaimChecked",
    "ClaimRemoved",
    "Conversation",
    "Conversations",
    "Cost",
    "Event",
    "Excerpt",
    "ExcerptsFound",
    "Filters",
    "Finished",
    "LibraryBusy",
    "Message",
    "ModelOption",
    "Progress",
    "Related",
    "Removal",
    "Removed",
    "Settings",
    "SourceSummary",
    "Status",
    "StepStarted",
    "SyncReport",
    "Turn",
    "as_questions",
    "as_retriever",
    "as_runnable",
    "as_tool",
    "bundled_folder",
    "export_file",
    "load_settings",
    "open_assistant",
    "with_footnotes",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
