"""E-mails and the archives that browsers save pages in (MHTML): both are MIME messages."""

from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.bounds import read_whole
from assistant.corpus.readers.encoding import decode
from assistant.errors import LoadError
from assistant.text.dates import parse_date


def read_web_archive(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The page in a web archive, read as a saved page is.

    Raises:
        LoadError: there is no page in it, or no article on that.
    """
    from assistant.corpus.readers.page import article_of_page

    message = _parsed(stream)
    page = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    if page is None:
        raise LoadError("the archive holds no page")
    address = page.get("Content-Location") or message.get("Snapshot-Content-Location")
    url = str(address) if address and str(address).startswith("http") else None
    yield article_of_page(source, _bytes_of(page), url)


def read_mail(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """A mailed article: its plain text, or else the article on its page.

    Raises:
        LoadError: the mail holds no text.
    """
    from assistant.corpus.readers.page import article_of_page

    message = _parsed(stream)
    record = _record(message)
    plain = message.get_body(("plain",))
    if (
        plain is not None
        and (text := decode(_bytes_of(plain), declared=_charset(plain))[0]).strip()
    ):
        yield LoadedText(source, text, record=record)
        return
    page = message.get_body(("html",))
    if page is None:
        raise LoadError("the mail holds no text; save its attachment by itself")
    yield LoadedText(source, article_of_page(source, _bytes_of(page)).text, record=record)


def _parsed(stream: BinaryIO) -> EmailMessage:
    try:
        message = BytesParser(policy=policy.default).parsebytes(read_whole(stream))
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise LoadError("the file is damaged: it is no message that can be read") from error
    assert isinstance(message, EmailMessage)
    return message


def _bytes_of(part: object) -> bytes:
    content = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
    return content if isinstance(content, bytes) else b""


def _charset(part: object) -> str | None:
    return part.get_content_charset() if isinstance(part, EmailMessage) else None


def _record(message: EmailMessage) -> Record:
    """Subject, sender and day of the mail."""
    places = dict.fromkeys(("title", "publisher", "published"), "the mail's header")
    try:
        name, address = parseaddr(str(message.get("From", "")))
        subject, day = str(message.get("Subject", "")), str(message.get("Date", ""))
    except (MessageError, ValueError, LookupError, IndexError):
        return Record()
    return Record(
        title=" ".join(subject.split()) or None,
        publisher=name or address or None,
        published=parse_date(day),
        places=places,
    )
