"""Text and Markdown files, and the detection of encodings."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText
from assistant.corpus.readers.database_exports import split_export
from assistant.corpus.readers.latin import decode_latin, find_latin
from assistant.corpus.readers.streams import PIECE, joined, pieces_of, read_whole
from assistant.errors import LoadError

# With an explicit byte order the mark stays in the text, and counts as one code point.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# The encodings of newspapers and databases. With all that Python knows, short texts are often
# taken for a rare one.
_IN_USE = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2"),
    *("iso8859_5", "iso8859_7", "koi8_r", "cp866", "shift_jis", "euc_jp", "cp949", "gb18030"),
    *("big5", "tis_620"),
)
_SAMPLE = 256 * 1024
_WIDE_SAMPLE = 64 * 1024
_LATIN_1 = ("iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii")
# So many invalid bytes can be an accident in a text of any length.
_FEW = 2
_WESTERN_SHARE = 0.1
# Letters and digits: a text with fewer is no article in any script.
_FEWEST_LETTERS = 4


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding: `data.decode(name, "replace") == text`.

    The encoding is that of the byte order mark, else UTF-8, else `declared`, else the most likely
    one. Single invalid bytes become U+FFFD; `warning_about` counts them. Where some lines of UTF-8
    text are in another encoding, the name is like "utf-8+cp1250", which Python does not know.

    Raises:
        LoadError: the bytes are not text.
    """
    marked = wide_encoding(data)
    if marked is not None:
        return _checked(data, marked)
    if _is_valid(data, "utf-8"):
        return _checked(data, "utf-8")
    if not _is_valid(data, declared) and (in_utf8 := _encoding_around_utf8(data)):
        return _checked(data, in_utf8)
    return _checked(data, _holding(data, declared) or _guessed(data))


def warning_about(data: bytes, text: str, encoding: str) -> tuple[str, ...]:
    """A warning for the reader where bytes were invalid or may mean other letters, else none."""
    base, _, other = encoding.partition("+")
    if not base.startswith("utf"):
        latin = find_latin(data)
        is_sure = latin is not None and latin.is_sure and latin.encoding == encoding
        if is_sure or not _is_mostly_ascii(text):
            return ()
        return (f"the encoding is not certain; read as {encoding.upper()}, so check its letters",)
    if not other and ("\ufffd" not in text or "\ufffd".encode(encoding) in data):
        return ()
    bad = data.decode(base, "replace").count("\ufffd")
    many = f"{bad} bytes in the file are" if bad > 1 else "1 byte in the file is"
    shown = f"read as {other.upper()}" if other else "shown as \ufffd"
    return (f"{many} not valid {base.upper()}; {shown}",)


def _is_mostly_ascii(text: str) -> bool:
    """Whether most letters of a text are those from a to z, as in the Latin encodings."""
    return sum(c.isalpha() and c.isascii() for c in text) > sum(map(str.isalpha, text)) / 2


def wide_encoding(data: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding of the bytes, with or without a byte order mark, or None."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None or b"\0" not in data[:_WIDE_SAMPLE]:
        return marked
    sample = data[: min(len(data), _WIDE_SAMPLE) // 2 * 2]
    scores = {name: _plainness(sample, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda name: scores[name])
    # Text by itself, unlike UTF-16, which has control characters or bytes over 127.
    bare = sample.replace(b"\0", b"")
    if scores[best] < 0.5 and bare.isascii() and not _CONTROLS.search(bare.decode("ascii")):
        return None
    return best if scores[best] > max(0.0, 2 * min(scores.values())) else None


def _plainness(sample: bytes, encoding: str) -> float:
    """The share of spaces, ASCII letters and common marks; 0 where a control character is found.

    Read in the wrong byte order, a space becomes U+2000 and a line feed U+0A00.
    """
    text = sample.decode(encoding, "replace")
    if _CONTROLS.search(text) or "\0" in text or text.count("\ufffd") > 1 + len(text) // 1000:
        return 0.0
    return sum(c.isascii() for c in text) / max(1, len(text))


def _holding(data: bytes, declared: str | None) -> str | None:
    """The declared encoding, where it exists and the bytes are valid in it.

    As in browsers, ISO 8859-1 means Windows-1252: pages that declare the former hold the latter.
    """
    name = "cp1252" if (declared or "").strip().lower() in _LATIN_1 else declared
    if name and _is_valid(data, name):
        return name
    return declared if _is_valid(data, declared) else None


def _is_valid(data: bytes, encoding: str | None) -> bool:
    try:
        return encoding is not None and bool(data.decode(encoding))
    except (UnicodeError, LookupError):
        return False


def _encoding_around_utf8(data: bytes) -> str | None:
    """UTF-8 or a mixed encoding, if most of what is not ASCII is valid UTF-8 or all else fails."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(ord(c) > 127 for c in text) - bad
    if good < bad and (find_latin(data) or (bad <= _FEW and _is_western(data))):
        return None
    mixed = find_latin(data, mixed=True) if good else None
    if mixed is not None:
        return mixed.encoding
    return "utf-8" if good >= bad or bad <= _FEW else None


def _checked(data: bytes, encoding: str) -> tuple[str, str]:
    """The text and its encoding."""
    text = decode_latin(data, encoding) if "+" in encoding else data.decode(encoding, "replace")
    if text.count("\ufffd") > _FEW + len(text) // 100:
        raise LoadError(
            f"the text is damaged, as most of it is not valid {encoding}; save it as UTF-8"
        )
    controls = len(_CONTROLS.findall(text[:_SAMPLE]))
    if "\0" in text or controls > len(text[:_SAMPLE]) * 0.01:
        raise LoadError("the file is binary, not text; give it the extension of its format")
    return text, encoding


def _guessed(data: bytes) -> str:
    if b"\0" in data:
        raise LoadError("the file is binary, not text; give it the extension of its format")
    latin = find_latin(data)
    if latin is not None or _is_western(data):
        return latin.encoding if latin else "cp1252"
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:_SAMPLE], cp_isolation=list(_IN_USE)))
    if not matches:
        raise LoadError("the file is no text in any encoding that is known; save it as UTF-8")
    # Only Japanese has kana; short texts in it are often taken for Korean.
    kana = [sum("\u3041" <= c <= "\u30ff" for c in str(match)) for match in matches]
    japanese = (m for m, count in zip(matches, kana, strict=True) if count > len(str(m)) / 6)
    return next(japanese, matches[0]).encoding


def _is_western(data: bytes) -> bool:
    """Whether it reads as Windows Latin: mostly ASCII, the rest letters and printers' marks.

    Statistical guesses are weakest here, where a handful of bytes differ from ASCII.
    """
    try:
        special = [c for c in data.decode("cp1252") if ord(c) > 127]
    except UnicodeDecodeError:
        return False
    plausible = sum(
        unicodedata.name(c, "").startswith("LATIN ") or c in "‘’“”–—…•€£§°«»¿¡·´\u00a0\u00ad©®™"
        for c in special
    )
    return plausible == len(special) <= _WESTERN_SHARE * len(data)


def read_text(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The file as one article, or as many where a news database has put them into it."""
    data = read_whole(stream)
    text, encoding = decode(data)
    if not text.strip("\ufeff \t\r\n"):
        raise LoadError("the file is empty; save it again")
    if len(list(islice(filter(str.isalnum, text), _FEWEST_LETTERS))) < _FEWEST_LETTERS:
        raise LoadError("the file holds no text worth reading; check its content")
    warnings = warning_about(data, text, encoding)
    yield from split_export(LoadedText(source, text, encoding, warnings=warnings))


def narrowed(stream: BinaryIO) -> BinaryIO:
    """The stream in an encoding whose lines end in one byte: UTF-16 and UTF-32 become UTF-8."""
    head = stream.read(PIECE)
    encoding = wide_encoding(head)
    pieces = chain([head], pieces_of(stream))
    if encoding is None:
        return joined(pieces)
    texts = codecs.iterdecode(pieces, encoding, "replace")
    return joined(text.encode("utf-8", "replace") for text in texts)
