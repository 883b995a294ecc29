"""A question as it may be asked."""

import unicodedata

from assistant.errors import QuestionError

LONGEST_QUESTION = 4000


def askable(question: str) -> str:
    """The question on its way in: control characters become spaces, the ends are trimmed.

    Raises:
        QuestionError: nothing is left, or it is longer than 4,000 characters.
    """
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in question)
    plain = " ".join(plain.split())
    if not any(c.isalnum() for c in plain):
        raise QuestionError("The question is empty; write what you want to know")
    if len(plain) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(plain):,} characters; ask it in {LONGEST_QUESTION:,} or fewer"
        )
    return plain
