"""Text from outside made safe to show: no markup, and no characters that reorder a line."""

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
    """The file name of a source; empty if it is little more than a hash."""
    last = source.replace("!", "/").rsplit("/", 1)[-1]
    return "" if _HASHED.fullmatch(last) else source


def shown(text: str | None, limit: int = 0) -> str:
    """The text without deceptive characters; cut to `limit` characters with an ellipsis."""
    clean = _LONE_SURROGATE.sub("\ufffd", _DECEIVING.sub("", text or ""))
    return clean if not limit or len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def escaped(text: str | None, limit: int = 0) -> str:
    """The text escaped for Streamlit's widgets, whose labels are Markdown."""
    parted = _LINKED.sub("\\g<0>\u2060", shown(text, limit))
    return _MARKUP.sub(r"\\\1", parted).replace("\n", " ")
