"""MIME messages: e-mails, mailboxes, and pages saved by browsers (.mhtml)."""

import io
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any, BinaryIO

from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.html_text import html_to_text
from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure, Record, Skipped, with_failures
from assistant.corpus.readers.forwarded import read_forwarded
from assistant.corpus.readers.registry import reader_of, skipped_kind
from assistant.corpus.readers.streams import MAX_DOCUMENT, MAX_LINE, read_whole
from assistant.corpus.readers.text_file import decode
from assistant.corpus.readers.web_text import has_sentences
from assistant.errors import LoadError
from assistant.text.dates import parse_date

# A mail attached to a mail attached to a mail.
_DEEPEST = 2
_LONGEST_NOTE = 120


def read_web_archive(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The page in a web archive, read as a saved page is."""
    from assistant.corpus.readers.web_page import article_of_page

    message = _parsed(read_whole(stream))
    page = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    if page is None:
        raise LoadError("the archive holds no page; save the page again")
    address = page.get("Content-Location") or message.get("Snapshot-Content-Location")
    url = str(address) if address and str(address).startswith("http") else None
    yield article_of_page(source, _bytes_of(page), url)


def read_mail(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """A mailed or forwarded article, and the articles attached to it, named `source!file name`.

    Its text is the plain one, or the article on its page where the plain one is only a stub.
    """
    yield from _read_mail(source, read_whole(stream), fields)


def _read_mail(source: str, data: bytes, fields: Fields) -> Iterator[Loaded]:
    yield from _articles(source, _parsed(data), fields, depth=0)


def read_mailbox(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The mails of a mailbox, named `source#1`, `source#2` and so on."""
    number = 0
    for number, data in enumerate(_mails(stream), 1):
        name = f"{source}#{number}"
        yield from with_failures(name, _read_mail(name, data, fields))
    if not number:
        raise LoadError(
            "the file is no mailbox, as it does not begin with From; save single mails as .eml"
        )


def _mails(stream: BinaryIO) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a line "From " after a blank line."""
    held: list[bytes] | None = None
    size, is_after_blank = 0, True
    while line := stream.readline(MAX_LINE):
        if is_after_blank and line.startswith(b"From "):
            if held is not None:
                yield b"".join(held)
            held, size = [], 0
        elif held is not None and size <= MAX_DOCUMENT:
            held.append(line[1:] if line.startswith((b">From ", b">>From ")) else line)
            size += len(line)
        is_after_blank = not line.strip()
    if held is not None:
        yield b"".join(held)


def _articles(source: str, message: EmailMessage, fields: Fields, depth: int) -> Iterator[Loaded]:
    text = _text(source, message)
    attached = list(_attachments(source, message, fields, depth))
    unread = [
        each.source.removeprefix(f"{source}!")
        for each in attached
        if isinstance(each, Skipped | LoadFailure)
    ]
    if text:
        warnings = (f"attachments not read: {', '.join(unread)}",) if unread else ()
        mail = LoadedText(source, text, record=_record(message), warnings=warnings)
        yield from _forwarded(mail, message)
    elif not attached:
        raise LoadError("the mail holds no text; save its attachment by itself")
    yield from attached


def _forwarded(mail: LoadedText, message: EmailMessage) -> Iterator[LoadedText]:
    """The mail that this one forwards, or itself; others that it forwards are `source#2` and so on.

    Where the header lines are only on the page around the article, they give the metadata.
    """
    subject = mail.record.title or ""
    inner = read_forwarded(mail.text, subject)
    if inner is None:
        around = read_forwarded(_whole_page(message), subject)
        yield replace(mail, record=around.record) if around else mail
        return
    note = inner.note[:_LONGEST_NOTE]
    warnings = (f"text above the forwarded mail was not read: “{note}”",) if note else ()
    yield replace(mail, text=inner.text, record=inner.record, warnings=mail.warnings + warnings)
    number = 1
    while inner := read_forwarded(inner.rest, subject):
        number += 1
        yield LoadedText(f"{mail.source}#{number}", inner.text, record=inner.record)


def _whole_page(message: EmailMessage) -> str:
    """All words of a mail's page; empty if it has none, or none that can be read."""
    page = message.get_body(("html",))
    try:
        return html_to_text(decode(_bytes_of(page), declared=_charset(page))[0]) if page else ""
    except (LoadError, ValueError, RecursionError):
        return ""


def _text(source: str, message: EmailMessage) -> str:
    """The plain text of a mail, or that of its page if that is far longer."""
    # Some programs go on with the text in another part below an attachment.
    rest = (p for p in message.iter_attachments() if p.get_content_disposition() != "attachment")
    parts = [message.get_body(("plain",)), *(p for p in rest if _is_text(p))]
    texts = (decode(_bytes_of(p), declared=_charset(p))[0] for p in parts if _bytes_of(p).strip())
    plain = "\n\n".join(texts)
    page = message.get_body(("html",))
    if page is None or not _bytes_of(page).strip():
        return plain if plain.strip() else ""
    shown = _page_text(source, _bytes_of(page), _charset(page))
    is_stub = not has_sentences(plain) or 2 * _letters(plain) < _letters(shown)
    return shown if is_stub and shown else plain


def _is_text(part: Any) -> bool:
    return part.get_content_type() == "text/plain" and not part.get_filename()


def _page_text(source: str, data: bytes, charset: str | None) -> str:
    """The article on a mail's page, or all its words where no article is found on it."""
    from assistant.corpus.readers.web_page import article_of_page

    page = decode(data, declared=charset)[0]
    try:
        return article_of_page(source, page).text
    except LoadError:
        return html_to_text(page)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _attachments(
    source: str, message: EmailMessage, fields: Fields, depth: int
) -> Iterator[Loaded]:
    """The articles attached to a mail, and what is attached but not read."""
    for number, part in enumerate(message.iter_attachments(), 1):
        inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" else None
        name = part.get_filename() or (f"{number}.eml" if inner is not None else "")
        name = "".join(c for c in name if c.isprintable()).replace("/", "_")
        # Some programs call every attachment "inline"; only pictures are a part of the text.
        is_picture = part.get_content_maintype() == "image"
        if not name or (is_picture and part.get_content_disposition() == "inline"):
            continue
        attached = f"{source}!{name}"
        attachment = _attachment(attached, name, part, inner, fields, depth)
        yield from with_failures(attached, attachment)


def _attachment(
    source: str, name: str, part: Any, inner: Any, fields: Fields, depth: int
) -> Iterator[Loaded]:
    kind = None if isinstance(inner, EmailMessage) else skipped_kind(name)
    if kind is not None:
        yield Skipped(source, kind)
    elif depth >= _DEEPEST:
        raise LoadError("it is attached to a mail within a mail; save it by itself")
    elif isinstance(inner, EmailMessage):
        yield from _articles(source, inner, fields, depth + 1)
    else:
        yield from reader_of(name, fields)(source, io.BytesIO(_bytes_of(part)))


def _parsed(data: bytes) -> EmailMessage:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise LoadError("the message is damaged; export it again") from error
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
