"""Names of people, places and institutions with their spans; titles, short forms and aliases."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.text import lexicon
from assistant.text.sentences import split_sentences
from assistant.text.words import Word, stem, words

# What follows a name in a compound adjective: "US-led", "Vietnam-based", "COVID-like".
_COMPOUND = re.compile(
    r"[-‐‑](?:[a-z]+ed|led|born|made|era|held|run|wide|style|like|free|owned|bound)$"
)
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,}[a-z]?(?:-?\d+)?$|[A-Z]+&[A-Z]+$")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, without the title before it and the possessive after it.

    `title` is the role in front of it ("U.S. Ambassador"), or None. `stems` are the stems of its
    words. `opens` marks a single capitalised word at the start of a sentence, which may not be a
    name at all.
    """

    text: str
    start: int
    end: int
    stems: tuple[str, ...]
    title: str | None = None
    opens: bool = False

    @property
    def is_acronym(self) -> bool:
        """Whether it consists of initials: `UN`, `U.S.`, `NATO`."""
        return _ACRONYM.fullmatch(self.text) is not None


def find_names(text: str, start: int = 0, end: int | None = None) -> list[Name]:
    """The names of `text[start:end]`, in order, with offsets into `text`.

    Days and months are not names. A single capitalised word at the start of a sentence is a name
    if the text also has it within a sentence, or if it is an acronym or a possessive. Otherwise it
    is returned with `opens` set, unless it is a common first word ("However", "Police").
    """
    end = len(text) if end is None else end
    names: list[Name] = []
    for sentence in split_sentences(text, start, end):
        for run in _runs(text, list(words(text, sentence.start, sentence.end))):
            names += _names_of_run(text, run, _opens(text, run[0].start, sentence.start))
    inside = {name.stems for name in names if not name.opens}
    return [_confirmed(name, inside) for name in names]


def name_keys(name: str) -> frozenset[str]:
    """Keys for comparing names: the folded name, its initials, its country.

    Two names that share a key can mean the same: `UN` and `United Nations`, `Chinese` and `China`.
    """
    folded = _folded(name)
    parts = [part for part in folded.split() if part not in lexicon.INNER_WORDS]
    keys = {folded, " ".join(parts)}
    if country := _COUNTRY_KEYS.get(folded):
        keys.add(country)
    if len(parts) > 1:
        keys.add("".join(part[0] for part in parts))
    return frozenset(key for key in keys if key)


def same_name(claimed: str, found: str) -> bool:
    """Whether the two can mean the same person, place or institution.

    They do if they share a key, or if one is part of the other: `Biden` in `Joe Biden`.
    """
    if name_keys(claimed) & name_keys(found):
        return True
    shorter, longer = sorted((_folded(claimed).split(), _folded(found).split()), key=len)
    return bool(shorter) and any(
        longer[at : at + len(shorter)] == shorter for at in range(len(longer) - len(shorter) + 1)
    )


def is_country(name: str) -> bool:
    """Whether a name is a country or its adjective ("Chinese")."""
    return _folded(name) in _COUNTRY_KEYS


def is_body(word: str) -> bool:
    """Whether a word names a kind of institution: "University", "Ministry", "Council"."""
    return word.lower() in lexicon.BODIES


def is_title(word: str) -> bool:
    """Whether a word is a title that can precede a name."""
    return word.lower().rstrip(".") in lexicon.TITLES


def _opens(text: str, at: int, sentence: int) -> bool:
    """Whether a word is the first of a sentence or of a quotation."""
    return not text[sentence:at].strip("“‘\"'([ ") or text[at - 1 : at] in ("“", "‘", '"', "(", "[")


def _runs(text: str, sentence: list[Word]) -> Iterator[list[Word]]:
    """Runs of capitalised words, with the lower-case words that names contain."""
    run: list[Word] = []
    for word in sentence:
        if run and not _joined(text, run[-1], word):
            yield from _closed(run)
            run = []
        if _is_capital(word) or (
            run and word.text.lower() in lexicon.INNER_WORDS and word.text.islower()
        ):
            run.append(word)
        else:
            yield from _closed(run)
            run = []
    yield from _closed(run)


def _joined(text: str, before: Word, after: Word) -> bool:
    between = text[before.end : after.start]
    if between in (" ", "\u00a0", " & ", "&"):
        return not _owns(before) or before.text[:-2].lower() in lexicon.OWNERS
    # A name continues after the full stop of a title or an initial: "Gov. Smith", "J. Smith".
    short = len(before.text) == 1 or before.text.lower() in lexicon.TITLES
    return between in (". ", ".") and short


def _closed(run: list[Word]) -> Iterator[list[Word]]:
    """The run without lower-case words at its end, split where they join two names."""
    piece: list[Word] = []
    for at, word in enumerate(run):
        after = run[at + 1] if at + 1 < len(run) else None
        if word.text.islower() and (after is None or not _belongs(piece, run[at:])):
            if piece and not piece[-1].text.islower():
                yield piece
            piece = []
        elif not (word.text.islower() and not piece):
            piece.append(word)
    if piece:
        yield piece


def _belongs(piece: list[Word], rest: list[Word]) -> bool:
    """Whether lower-case words continue a name: "Bank of England", but not "Biden and Trump"."""
    small = [
        word.text
        for word in rest[: next((i for i, w in enumerate(rest) if not w.text.islower()), 0)]
    ]
    if not piece or not small:
        return bool(piece)
    if is_title(piece[-1].text):
        return (
            small[0] in ("of", "for")
            and small[-1] != "the"
            and not _is_acronym(rest[len(small)].text)
        )
    return small[0] in lexicon.PARTICLES or (
        small[0] == "of" and piece[-1].text.lower() in lexicon.BODIES
    )


def _names_of_run(text: str, run: list[Word], opens: bool) -> Iterator[Name]:
    run, opens = _without_openers(run, opens)
    run = _without_times(run)
    body_at = _body_of_an_office(text, run)
    if body_at:
        yield from _names_of_run(text, run[:body_at], opens)
        run, opens = run[body_at:], False
    cut = _title_end(run)
    title, body = run[:cut], run[cut:]
    if not title and len(body) > 1 and is_title(body[-1].text):
        body = body[:-1] if not body[-2].text.islower() else body
    if not body or _is_no_name(body, opens):
        return
    lone = opens and len(body) == 1 and not title and not _is_acronym(body[0].text)
    yield _name(text, body, title, lone and not _owns(body[0]))


def _without_openers(run: list[Word], opens: bool) -> tuple[list[Word], bool]:
    """The run without the common first words of its sentence: "However Biden"."""
    while opens and len(run) > 1 and _is_opener(run[0]):
        run, opens = run[1:], False
        while run and run[0].text.islower():
            run = run[1:]
    return run, opens


def _is_opener(word: Word) -> bool:
    low = word.text.lower()
    return low in lexicon.SENTENCE_OPENERS and not (word.text.isupper() and len(low) > 1)


def _is_no_name(body: list[Word], opens: bool) -> bool:
    """Whether it is a single pronoun, number word or common first word, or a title alone."""
    if len(body) > 1:
        return False
    first = re.split(r"['’-]", body[0].text)[0]
    low = first.lower()
    if low in lexicon.STOP_WORDS and not (first.isupper() and len(first) > 1):
        return True
    everyday = low == "i" or low in lexicon.NUMBER_WORDS or low in lexicon.CALENDAR_WORDS
    return everyday or _is_opener(body[0]) or (opens and is_title(low))


def _body_of_an_office(text: str, run: list[Word]) -> int:
    """Where a name begins after an institution: "Ambassador to the UN | Jane Doe"."""
    if len(run) < 3 or not _is_acronym(run[0].text) or _owns(run[0]):
        return 0
    before = text[max(0, run[0].start - 40) : run[0].start]
    office = re.search(r"([\w-]+) (?:to|of|at|for)(?: the)? $", before)
    return 1 if office and is_title(office.group(1)) else 0


def _without_times(run: list[Word]) -> list[Word]:
    """The run without days and months at its ends; May, April and June can be first names."""
    while run and _is_time(run[-1]) and not _may_end_a_name(run):
        run = run[:-1]
    while len(run) > 1 and _is_time(run[0]) and run[0].text.lower() not in ("may", "april", "june"):
        run = run[1:]
    return run


def _may_end_a_name(run: list[Word]) -> bool:
    """Whether a three-letter month or day is part of a name: "Zhang Jun", but not "on 3 Jun"."""
    short = len(run[-1].text) == 3 and run[-1].text.lower() != "may"
    return short and len(run) > 1 and not run[-2].text.islower() and not _is_time(run[-2])


def _is_time(word: Word) -> bool:
    return _POSSESSIVE.sub("", word.text.lower()).rstrip(".") in lexicon.CALENDAR_WORDS


def _title_end(run: list[Word]) -> int:
    """How many words at the front are the title: up to the last title word before a name."""
    last = 0
    for at, word in enumerate(run[:-1]):
        low = word.text.lower().rstrip(".")
        tail = low in lexicon.TITLE_ENDINGS and bool(last)
        if low in lexicon.TITLES or tail:
            last = at + 1
    after = [word for word in run[last:] if not word.text.islower()]
    return last if after and run[last].text[:1].isupper() else 0


def _name(text: str, body: list[Word], title: list[Word], opens: bool) -> Name:
    start, end = body[0].start, body[-1].end
    for ending in (_POSSESSIVE, _COMPOUND):
        cut = ending.search(text[start:end])
        end -= len(cut.group()) if cut else 0
    role = text[title[0].start : title[-1].end] if title else None
    stems = tuple(stem(word.text) for word in words(text, start, end) if not word.text.islower())
    return Name(text[start:end], start, end, stems, role, opens)


def _confirmed(name: Name, inside: set[tuple[str, ...]]) -> Name:
    named_inside = name.opens and any(set(name.stems) <= set(other) for other in inside)
    return replace(name, opens=False) if named_inside else name


def _is_capital(word: Word) -> bool:
    first, second = word.text[:1], word.text[1:2]
    return first.isalpha() and (not first.islower() or second.isupper())


def _is_acronym(word: str) -> bool:
    return _ACRONYM.fullmatch(_POSSESSIVE.sub("", word)) is not None


def _owns(word: Word) -> bool:
    return word.text.endswith(("'s", "’s"))


def _folded(text: str) -> str:
    """The text in lower case, without accents, possessives, hyphens and the dots of initials."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text.lower().replace("’", "'")))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-‐‑]", " ", plain.replace(".", "")).split()).removeprefix("the ")


# Folded names and adjectives of countries, each with the key of its country
_COUNTRY_KEYS = {
    _folded(name): f"={_folded(names[0])}" for names in lexicon.COUNTRIES for name in names
}
