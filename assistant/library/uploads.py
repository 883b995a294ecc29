"""Tells whether a file that arrives under a name in use is a new version or another article."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice
from pathlib import Path

from assistant.article import Article
from assistant.corpus.fields import NO_FIELDS
from assistant.corpus.loaded import Loaded, LoadedText, with_failures
from assistant.corpus.readers.registry import reader_of
from assistant.library.edits import reporting
from assistant.library.sync import DESCRIBE_ERRORS
from assistant.text.overlap import is_copy

# A longer file is judged by its first articles; more of them would keep the page waiting.
_COMPARED = 20


def is_new_version(path: Path, content: bytes) -> bool:
    """Whether content that arrives under the name of a file is a new version of that file.

    It is if both share a title or half of their text. A file in which no article can be read may
    be replaced, and replaces another.
    """
    old, new = _articles(path.name, path.read_bytes()), _articles(path.name, content)
    if not old or not new or _titles(old) & _titles(new):
        return True
    return is_copy("\n".join(map(reporting, old)), "\n".join(map(reporting, new)))


def _titles(articles: Iterable[Article]) -> set[str]:
    return {article.title for article in articles if article.title}


def _articles(name: str, content: bytes) -> list[Article]:
    return list(islice(_described(name, content), _COMPARED))


def _described(name: str, content: bytes) -> Iterator[Article]:
    # Its patterns take as long to load as the rest of the page; see `pipeline.ingest`.
    from assistant.corpus.describe import describe

    for loaded in with_failures(name, _loaded(name, content)):
        if isinstance(loaded, LoadedText):
            with suppress(*DESCRIBE_ERRORS):
                yield describe(loaded)


def _loaded(name: str, content: bytes) -> Iterator[Loaded]:
    yield from reader_of(name, NO_FIELDS)(name, BytesIO(content))
