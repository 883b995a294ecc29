"""Bytes -> text, by the encoding they are in."""

import codecs
import re
import unicodedata

from assistant.errors import LoadError

# With an explicit byte order the mark stays in the text, and counts as one code point.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# What newspapers and databases have been written in; among all that Python knows, short texts are
# taken for rarities.
_IN_USE = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2"),
    *("iso8859_5", "iso8859_7", "koi8_r", "cp866", "shift_jis", "euc_jp", "cp949", "gb18030"),
    *("big5", "tis_620"),
)
# Only Japanese has kana; short Japanese passes for Korean otherwise.
_KANA = re.compile("[\u3041-\u30ff]")
_SAMPLE = 256 * 1024
_WESTERN_SHARE = 0.1


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding, so that `data.decode(name) == text`.

    By byte order mark, else UTF-8 where it is that, else what is `declared`, else what the bytes
    look like.

    Raises:
        LoadError: the bytes are no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data, name)
    try:
        return _checked(data, "utf-8")
    except UnicodeDecodeError:
        return _checked(data, _holding(data, declared) or _guessed(data))


def _holding(data: bytes, declared: str | None) -> str | None:
    """The declared encoding, where there is such a one and the bytes are in it."""
    try:
        return declared if declared and data.decode(declared) else None
    except (UnicodeError, LookupError):
        return None


def _checked(data: bytes, encoding: str) -> tuple[str, str]:
    text = data.decode(encoding) if encoding == "utf-8" else _decoded(data, encoding)
    controls = len(_CONTROLS.findall(text[:_SAMPLE]))
    if "\0" in text or controls > len(text[:_SAMPLE]) * 0.01:
        raise LoadError("the file is binary, not text")
    return text, encoding


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise LoadError(f"the text is damaged: it breaks off as {encoding}") from error


def _guessed(data: bytes) -> str:
    if b"\0" in data:
        raise LoadError("the file is binary, not text")
    if _is_western(data):
        return "cp1252"
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:_SAMPLE], cp_isolation=list(_IN_USE)))
    if not matches:
        raise LoadError("the file is no text in any encoding that is known; save it as UTF-8")
    japanese = (match for match in matches if len(_KANA.findall(str(match))) > len(str(match)) / 6)
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
