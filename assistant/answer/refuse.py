"""The one way to say that the articles do not hold an answer; prompt, code and tests share it."""

REFUSAL = "The articles do not say."


def is_refusal(text: str) -> bool:
    """Whether a model's text declines: it is nothing but the refusal, however it is wrapped."""
    return text.strip().strip("\"'“”*_ ").rstrip(".").casefold() == REFUSAL.rstrip(".").casefold()
