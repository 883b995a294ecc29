"""An answer as plain text with footnotes, to paste anywhere."""

from assistant.export.said import reference
from assistant.reply import Answer


def with_footnotes(answer: Answer) -> str:
    """The answer, then one line a citation: its words and where they stand."""
    notes = [
        f"[{one.marker}] “{' '.join(one.quote.split())}” — {reference(one)}"
        for one in answer.citations
    ]
    return "\n\n".join(part for part in (answer.answer, "\n".join(notes)) if part)
