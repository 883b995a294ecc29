"""The five articles that come with the program."""

from pathlib import Path


def shipped_articles() -> Path:
    """Where they lie."""
    import seeds

    return Path(seeds.__path__[0])
