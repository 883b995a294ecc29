"""An answer as plain text with footnotes, to paste anywhere."""

from assistant.export.said import reference, unconfirmed
from assistant.reply import Answer


def with_footnotes(answer: Answer) -> str:
    """The answer, a line for each unconfirmed sentence, then one for each citation."""
    notes = [
        f"[{one.marker}] “{' '.join(one.quote.split())}” — {reference(one)}"
        for one in answer.citations
    ]
    return "\n\n".join(
        part for part in (answer.answer, "\n".join(unconfirmed(answer)), "\n".join(notes)) if part
    )
