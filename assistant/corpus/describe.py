"""Turns a loaded text into an article: its reporting and its metadata, each with its evidence."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from assistant.article import METADATA, Article, Provenance, Span
from assistant.corpus.article_dates import read_dates
from assistant.corpus.clean import Cleaned, clean
from assistant.corpus.furniture import EMAIL
from assistant.corpus.head_lines import people_in
from assistant.corpus.language import detect_language
from assistant.corpus.loaded import A_GUESS, AN_ORGANIZATION, LoadedText, Record
from assistant.text.instructions import find_instructions
from assistant.text.sentences import split_sentences

# Addresses that say nothing of a paper.
_MAIL_SERVICES = ("gmail.", "yahoo.", "hotmail.", "outlook.", "aol.", "icloud.", "protonmail.")
_LONGEST_TITLE = 80
# How many sentences that instruct a model a warning quotes, and how much of each.
_QUOTED = 3
_LONGEST_QUOTE = 120


def describe(loaded: LoadedText) -> Article:
    """The article in a loaded text.

    Metadata of the record or the file is preferred to what the text shows; an unknown field is
    None. `evidence` names for each field where its value was found. One more entry, `reference`,
    is the day from which weekdays and words like "yesterday" may be resolved. It is missing if the
    day of publication is unknown, or not shown to be near the events; the note on `published`
    gives the reason.
    """
    cleaned = clean(loaded.text, loaded.record)
    evidence = _evidence(loaded, cleaned)
    values: dict[str, Any] = {key: one.value for key, one in evidence.items() if key in METADATA}
    return Article(
        source=loaded.source,
        text=loaded.text,
        encoding=loaded.encoding,
        evidence=evidence,
        kept=cleaned.kept,
        omitted=cleaned.omitted,
        warnings=loaded.warnings + _warnings(cleaned, evidence, loaded.text),
        **values,
    )


def _evidence(loaded: LoadedText, cleaned: Cleaned) -> dict[str, Provenance]:
    text, record, head = loaded.text, loaded.record, cleaned.head
    found = {
        "title": _title(text, cleaned, record),
        "byline": _byline(text, cleaned, record),
        "publisher": _of_record(record, "publisher")
        or _of_header(text, cleaned, "publisher")
        or _in_text(text, head.publisher, head.publisher_note)
        or _host(record),
        "url": _of_record(record, "url") or _of_header(text, cleaned, "url"),
        "language": _language(text, cleaned, record),
    }
    evidence = {key: value for key, value in found.items() if value is not None}
    return evidence | read_dates(loaded, cleaned)


def _of_record(record: Record, field: str) -> Provenance | None:
    value = getattr(record, field)
    return Provenance(value, "record", note=record.note_on(field)) if value else None


def _in_text(text: str, span: Span | None, note: str | None) -> Provenance | None:
    if span is None:
        return None
    return Provenance(span.of(text), "text", span.start, span.end, note)


def _of_header(text: str, cleaned: Cleaned, field: str) -> Provenance | None:
    return _in_text(text, cleaned.header.get(field), "a field of the text's header")


def _title(text: str, cleaned: Cleaned, record: Record) -> Provenance | None:
    """The title of the record, or the headline with its place in the text."""
    headline = cleaned.head.title
    if record.title is not None and (headline is None or headline.of(text) != record.title):
        return _of_record(record, "title")
    found = _of_header(text, cleaned, "title") or _in_text(text, headline, "the headline")
    return found or _first_sentence(text, cleaned)


def _byline(text: str, cleaned: Cleaned, record: Record) -> Provenance | None:
    """The byline of the record, unless that is weak and the text has one of its own.

    Agencies beside people are left out.
    """
    of_record, shown = _of_record(record, "byline"), cleaned.head.byline
    if of_record is not None:
        people = people_in(of_record.value, 0, len(of_record.value))
        of_record = replace(of_record, value=people.of(of_record.value))
    in_text = _of_header(text, cleaned, "byline") or _in_text(text, shown, "the byline")
    is_weak = record.places.get("byline") in (A_GUESS, AN_ORGANIZATION)
    return (in_text or of_record) if is_weak else (of_record or in_text)


def _first_sentence(text: str, cleaned: Cleaned) -> Provenance | None:
    """The first sentence of the reporting, shortened, for an article without a headline."""
    if not cleaned.kept:
        return None
    first = cleaned.kept[0]
    sentences = split_sentences(text, first.start, min(first.end, first.start + 1_000))
    if not sentences:
        return None
    words = " ".join(sentences[0].of(text).split())
    note = "the first sentence, as there is no headline"
    return Provenance(_shortened(words), "derived", note=note)


def _shortened(words: str) -> str:
    """The words, cut after the last word that fits."""
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words[: _LONGEST_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _host(record: Record) -> Provenance | None:
    """The name of the site, used as publisher where there is no better one."""
    host = urlsplit(record.url).hostname if record.url and "://" in record.url else None
    if host is None:
        return None
    return Provenance(host.removeprefix("www."), "derived", note=f"the address is {record.url}")


def _language(text: str, cleaned: Cleaned, record: Record) -> Provenance | None:
    """The detected language; that of the record if they agree or the text is too short."""
    reporting = " ".join(span.of(text)[:4_000] for span in cleaned.kept[:5])
    detected = detect_language(reporting)
    if detected is None or (record.language and detected == record.language):
        return _of_record(record, "language")
    return Provenance(detected, "derived", note="as the text reads")


def _warnings(cleaned: Cleaned, evidence: dict[str, Provenance], text: str) -> tuple[str, ...]:
    warnings = []
    if not cleaned.kept:
        warnings.append("nothing in it reads as reporting")
    language = evidence.get("language")
    if language is not None and language.value != "en":
        warnings.append(
            f"it is in another language ({language.value}) than the search knows: it is found by "
            "its exact words, hardly by their meaning"
        )
    if "publisher" not in evidence and (host := _author_host(cleaned, text)) is not None:
        warnings.append(f"the paper is not named; the author's address is at {host}")
    warnings += _instructions(text)
    return tuple(warnings)


def _instructions(text: str) -> list[str]:
    """A warning for each sentence that instructs a language model; the text keeps them as data."""
    found = find_instructions(text)
    shown = [" ".join(text[i.start : i.end].split())[:_LONGEST_QUOTE] for i in found[:_QUOTED]]
    named = [f"a sentence {i.why}: “{s}”" for i, s in zip(found, shown, strict=False)]
    more = len(found) - len(named)
    return [*named, f"{more} more sentences instruct a model"] if more else named


def _author_host(cleaned: Cleaned, text: str) -> str | None:
    """The host of an e-mail address in the text, which is too weak to name the publisher."""
    contacts = (text[o.start : o.end] for o in cleaned.omitted if o.why == "contact")
    hosts = [found[0].partition("@")[2] for words in contacts if (found := EMAIL.search(words))]
    return next((host for host in hosts if not host.startswith(_MAIL_SERVICES)), None)
