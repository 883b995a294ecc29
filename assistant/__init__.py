"""Ask a corpus of news articles, and get answers in which every sentence cites an article's words.

>>> from assistant import open_assistant
>>> with open_assistant() as assistant:          # doctest: +SKIP
...     print(assistant.ask("Who vetoed the resolution?").answer)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.article import Article
    from assistant.assistant import Assistant, open_assistant
    from assistant.errors import AssistantError
    from assistant.reply import Answer, Citation, Claim, Excerpt, Filters, Turn
    from assistant.settings import Settings, load_settings

# Where each public name lives; it is imported when it is first used, so that nothing loads early.
_HOMES = {
    "Answer": "assistant.reply",
    "Article": "assistant.article",
    "Assistant": "assistant.assistant",
    "AssistantError": "assistant.errors",
    "Citation": "assistant.reply",
    "Claim": "assistant.reply",
    "Excerpt": "assistant.reply",
    "Filters": "assistant.reply",
    "Settings": "assistant.settings",
    "Turn": "assistant.reply",
    "load_settings": "assistant.settings",
    "open_assistant": "assistant.assistant",
}

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "AssistantError",
    "Citation",
    "Claim",
    "Excerpt",
    "Filters",
    "Settings",
    "Turn",
    "load_settings",
    "open_assistant",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
