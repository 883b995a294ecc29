"""Foreign text made harmless to look at: nothing in it is markup, and nothing reorders its line."""

import re

# overrides, embeddings and isolates can show a name or a figure in another order than it has;
# control characters show as nothing or as boxes
_DECEIVING = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# what Streamlit's Markdown would make a link of, escaped or not: an invisible joiner parts it
_LINKED = re.compile(r"https?:(?=//)|www(?=\.)|@", re.IGNORECASE)
_HASHED = re.compile(r"(?:\d+_)?[0-9a-f]{12,}(?:\.\w+)?")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:^=&@/])")


def file_name(source: str) -> str:
    """The name of a source as people know it; nothing where it is little but a hash."""
    last = source.replace("!", "/").rsplit("/", 1)[-1]
    return "" if _HASHED.fullmatch(last) else source


def shown(text: str | None, limit: int = 0) -> str:
    """The text without what would deceive the eye; with a limit, its beginning and an ellipsis."""
    clean = _LONE_SURROGATE.sub("\ufffd", _DECEIVING.sub("", text or ""))
    return clean if not limit or len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def escaped(text: str | None, limit: int = 0) -> str:
    """The text for Streamlit's own widgets, whose labels are Markdown: every sign is itself."""
    parted = _LINKED.sub("\\g<0>\u2060", shown(text, limit))
    return _MARKUP.sub(r"\\\1", parted).replace("\n", " ")
