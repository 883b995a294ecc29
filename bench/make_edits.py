"""Makes claims whose truth is known from any corpus of articles, to measure the checker with.

    python bench/make_edits.py CORPUS.jsonl[.gz] --out CLAIMS.jsonl [--articles 300] [--seed 0]

From each article come true sentences (verbatim, a clause dropped, two joined, a quotation made
reported speech, a pronoun made a name, a number word made a figure) and the same with one thing
changed: a name, number, unit, date, noun, adjective, verb, negation, modality, attribution or role.
What is put in stands in the same article. Each line is `{"id", "document", "claim", "supported",
"kind", "base"}`, where `kind` names the edit and `base` the true form that it was made from.

Word classes are told from how words stand in the corpus itself; nothing of the checker is used but
the splitting of sentences and the finding of names, so that the test does not share its judgement.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.text.names import find_names, is_country
from assistant.text.sentences import split_sentences

DETERMINERS = set(
    "the a an this that these those his her its their our your my some any each".split()
)
CLOSED = DETERMINERS | set(
    "and or but of to in on at by for from with than as is are was were be been has have had will "
    "would could can may might must should do does did not who which that when where while after "
    "before since until if because said says he she it they we i you into over about".split()
)
SUBJECTS = set(
    "to will would could can may might must should he she they who we did does do".split()
)
MODALS = {
    "will": ["may", "could"], "would": ["might", "should"], "may": ["will", "must"],
    "might": ["will", "must"], "could": ["will", "must"], "can": ["must", "may"],
    "must": ["may", "can"], "should": ["will", "might"],
}  # fmt: skip
AUXILIARIES = (
    "is are was were has had will would could can should may might must did does do".split()
)
NUMBER_WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        range(2, 21),
        strict=True,
    )
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = (
    "January February March April May June July August September October November December".split()
)
SCALES = {"million": "billion", "billion": "million", "thousand": "million", "hundred": "thousand"}
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_CLAUSES = [
    re.compile(r", (?:who|which|where|whose|when)\b[^,;“”\"]{8,120},(?!\d)"),
    re.compile(r" \([^()]{4,80}\)"),
    re.compile(
        r", (?:who|which|where|while|after|before|as|although|because)\b[^,;“”\"]{8,140}(?=\.$)"
    ),
    re.compile(r"^(?:On|In|At|After|During|Since|For|With) [^,;“”\"]{4,80}, (?=[A-Za-z])"),
]
_SAID = re.compile(
    r"[“\"](?P<words>[^“”\"]{25,300}?),[”\"] (?P<who>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}) said\b"
)
_JUDGES = (
    r"(?=[^.“”\"\n]*\b(?:should|must|would|will|could|too|best|worst|wrong|unfair|dangerous"
    r"|need)\b)"
)
_VIEWS = [
    re.compile(
        r"(?<![^\s])[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3} (?:also |has |have )?"
        r"(?:said|argued|warned|believes?|insisted|claimed|says?|argues|thinks?|added) that "
        rf"(?P<words>{_JUDGES}[^.“”\"\n]{{30,200}})\."
    ),
    re.compile(
        rf"(?m)(?:^|(?<=[.!?] ))(?P<words>{_JUDGES}[A-Z][^.“”\"\n]{{30,200}}), "
        r"(?:[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}|he|she|officials|experts|they) "
        r"(?:said|argued|warned|believes?|insisted|claimed|says?|argues|thinks?|added)\."
    ),
]
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us|you|your)\b|I['’]|[Ww]e['’]")


@dataclass
class Classes:
    """Which words of a corpus are mostly nouns, adjectives or verbs."""

    nouns: set[str] = field(default_factory=set)
    adjectives: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)


@dataclass
class Article:
    """An article and what may be put into its sentences."""

    text: str
    sentences: list[str]
    names: list[str]
    people: list[str]
    words: list[str]


@dataclass(frozen=True)
class Base:
    """A true sentence and how it was made from the article."""

    text: str
    kind: str


def main() -> None:
    """Reads the corpus and writes the claims."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    texts = read_texts(given.corpus)
    claims = make_claims(texts, given.articles, given.seed)
    with given.out.open("w", encoding="utf-8") as out:
        count = 0
        for count, claim in enumerate(claims, start=1):  # noqa: B007
            out.write(json.dumps(claim, ensure_ascii=False) + "\n")
    print(f"{count} claims from {given.corpus.name}")


def read_texts(corpus: Path) -> list[str]:
    """The articles' texts of a JSONL file, compressed or not."""
    packed = corpus.read_bytes()
    raw = gzip.decompress(packed) if corpus.suffix == ".gz" else packed
    return [json.loads(line)["text"] for line in raw.decode("utf-8").splitlines()]


def make_claims(texts: list[str], articles: int, seed: int) -> Iterator[dict[str, Any]]:
    """The claims of a sample of the articles; the same seed gives the same claims."""
    dice = random.Random(seed)
    classes = learn_classes(texts)
    sample = dice.sample(texts, min(articles, len(texts)))
    for at, text in enumerate(sample):
        article = take_apart(text)
        if len(article.sentences) < 6 or len(article.names) < 4:
            continue
        for number, (claim, supported, kind, base) in enumerate(_claims_of(article, classes, dice)):
            yield {
                "id": f"{at}-{number}",
                "document": text,
                "claim": claim,
                "supported": supported,
                "kind": kind,
                "base": base,
            }


def make_misattributed(texts: list[str], seed: int = 1) -> Iterator[dict[str, Any]]:
    """Quotations with their speaker and with another of the article, and opinions without one.

    At most a few claims are made from an article.
    """
    dice = random.Random(seed)
    for text in texts:
        people = take_apart(text).people
        if (said := _SAID.search(text)) is not None:
            words, who = said["words"], said["who"]
            others = [p for p in people if not set(p.split()) & set(who.split())]
            claims = [(f"“{words},” {who} said.", True, "quotation by its speaker")]
            if others:
                claims.append((f"“{words},” {dice.choice(others)} said.", False, "other speaker"))
        else:
            claims = []
        for view in filter(None, (pattern.search(text) for pattern in _VIEWS)):
            opinion = view["words"].strip()
            claim = f"{opinion[0].upper()}{opinion[1:]}."
            claims.append((claim, False, "attribution dropped"))
        for claim, supported, kind in claims:
            yield {"document": text, "claim": claim, "supported": supported, "kind": kind}


def learn_classes(texts: list[str]) -> Classes:
    """Word classes from what stands before and behind each word of the corpus."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        tokens = re.findall(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[.,;:!?]", text)
        for before, word, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if not word.islower() or len(word) < 4 or word in CLOSED:
                continue
            seen[word][_slot(before.lower(), after.lower())] += 1
    classes = Classes()
    for word, slots in seen.items():
        total = slots.total()
        if total < 8:
            continue
        share = {slot: count / total for slot, count in slots.items()}
        if share.get("noun", 0) > 0.25 and share.get("verb", 0) < 0.03:
            classes.nouns.add(word)
        elif share.get("verb", 0) > 0.3 and share.get("noun", 0) < 0.03:
            classes.verbs.add(word)
        elif share.get("adjective", 0) > 0.35 and share.get("noun", 0) < 0.06:
            classes.adjectives.add(word)
    return classes


def _slot(before: str, after: str) -> str:
    closed = after in CLOSED or not after[0].isalpha()
    if before in SUBJECTS and before not in ("that", "this"):
        return "verb"
    if before in DETERMINERS:
        return "noun" if closed else "adjective"
    return "other"


def take_apart(text: str) -> Article:
    """An article's sentences that are fit for claims, and the names and words to put in."""
    spans = [span.of(text) for span in split_sentences(text)]
    sentences = [
        s
        for s in spans
        if (8 <= len(s.split()) <= 45 and s[-1] in '.”"' and s[0].isupper()) or s[:1] in '“"'
    ]
    names = [name for name in find_names(text) if not name.opens and len(name.text) > 2]
    unique = list(dict.fromkeys(name.text for name in names))
    people = [n for n in unique if len(n.split()) > 1 and not is_country(n)]
    return Article(text, sentences, unique, people, [w for w in _WORD.findall(text) if w.islower()])


def _claims_of(
    article: Article, classes: Classes, dice: random.Random
) -> Iterator[tuple[str, bool, str, str]]:
    bases = _bases(article, dice)
    for base in bases:
        yield base.text, True, base.kind, base.kind
    for kind, edit in EDITS.items():
        for base in dice.sample(bases, len(bases)):
            changed = edit(base.text, article, classes, dice)
            if changed is not None and changed != base.text:
                yield changed, False, kind, base.kind
                break


def _bases(article: Article, dice: random.Random) -> list[Base]:
    """A few true sentences of each form that the article offers."""
    plain = [s for s in article.sentences if s[0].isupper() and s.endswith(".")]
    found = [Base(s, "verbatim") for s in dice.sample(plain, min(3, len(plain)))]
    for kind, make in FORMS.items():
        made = [text for at in range(len(article.sentences)) if (text := make(article, at, dice))]
        found += [Base(text, kind) for text in dice.sample(made, min(2, len(made)))]
    return found


def drop_clause(article: Article, at: int, dice: random.Random) -> str | None:
    """The sentence without one of its clauses."""
    sentence = article.sentences[at]
    if any(mark in sentence for mark in '“”"'):
        return None
    for clause in dice.sample(_CLAUSES, len(_CLAUSES)):
        if (match := clause.search(sentence)) is not None:
            rest = sentence[: match.start()] + sentence[match.end() :]
            rest = rest[0].upper() + rest[1:]
            if len(rest.split()) >= 6:
                return rest
    return None


def join_two(article: Article, at: int, dice: random.Random) -> str | None:
    """Two sentences that follow each other, or stand apart, joined into one."""
    first = article.sentences[at]
    other = article.sentences[min(len(article.sentences) - 1, at + dice.choice([1, 1, 2, 4]))]
    fit = first.endswith(".") and first != other and first[0].isupper() and other[0].isupper()
    if not fit or any(mark in first + other for mark in '“”"'):
        return None
    opening = other.split()[0]
    lower = opening in (
        "The",
        "A",
        "An",
        "He",
        "She",
        "They",
        "It",
        "In",
        "On",
        "But",
        "This",
        "That",
    )
    second = other[0].lower() + other[1:] if lower else other
    return f"{first[:-1]}{dice.choice([', and ', '; ', ', while '])}{second}"


def report_speech(article: Article, at: int, dice: random.Random) -> str | None:
    """A quotation made reported speech."""
    match = _SAID.search(article.sentences[at])
    if match is None or _FIRST_PERSON.search(match["words"]):
        return None
    words = match["words"]
    names = find_names(words)
    keep = words.split()[0].isupper() or (bool(names) and names[0].start == 0)
    return f"{match['who']} said that {words if keep else words[0].lower() + words[1:]}."


def name_pronoun(article: Article, at: int, dice: random.Random) -> str | None:
    """A sentence's opening pronoun made the one person of the sentence before."""
    if not at or not (match := re.match(r"(He|She) (?=[a-z])", article.sentences[at])):
        return None
    before = article.sentences[at - 1]
    people = [n.text for n in find_names(before) if n.text in article.people and not n.opens]
    if len(set(people)) != 1 or not before.startswith(people[0]) or "“" in article.sentences[at]:
        return None
    return f"{people[0]} {article.sentences[at][match.end() :]}"


def figure_word(article: Article, at: int, dice: random.Random) -> str | None:
    """A number word made a figure, outside of quoted words."""
    match = re.search(
        rf"(?<![\w-])({'|'.join(NUMBER_WORDS)})(?= (?!first|third|quarters)[a-z]{{3,}})",
        article.sentences[at],
    )
    sentence = article.sentences[at]
    if match is None or not sentence[0].isupper() or any(mark in sentence for mark in '“”"'):
        return None
    return f"{sentence[: match.start()]}{NUMBER_WORDS[match.group()]}{sentence[match.end() :]}"


FORMS: dict[str, Callable[[Article, int, random.Random], str | None]] = {
    "clause dropped": drop_clause,
    "two joined": join_two,
    "reported speech": report_speech,
    "pronoun made name": name_pronoun,
    "number made figure": figure_word,
}


def change_name(text: str, article: Article, classes: Classes, dice: random.Random) -> str | None:
    """Another name of the article in place of one."""
    names = [n for n in find_names(text) if not n.opens and n.text in article.names]
    if not names:
        return None
    name = dice.choice(names)
    multi = " " in name.text
    fit = [
        o
        for o in _others(name.text, article.names, text)
        if (" " in o) == multi and is_country(o) == is_country(name.text)
    ]
    if not fit:
        return None
    return text[: name.start] + dice.choice(fit) + text[name.end :]


def _others(name: str, names: list[str], text: str) -> list[str]:
    """Names that share no word with the one, and do not stand in the sentence."""
    parts = set(name.lower().split())
    return [
        o
        for o in names
        if not parts & set(o.lower().split()) and o not in text and not _same_initials(o, name)
    ]


def _same_initials(left: str, right: str) -> bool:
    def initials(name: str) -> str:
        return "".join(part[0] for part in name.split()).lower()

    plain = [n.replace(".", "").lower() for n in (left, right)]
    return (
        plain[0] in (initials(right), plain[1])
        or plain[1] == initials(left)
        or plain[0][:4] == plain[1][:4]
    )


def change_number(text: str, article: Article, classes: Classes, dice: random.Random) -> str | None:
    """Another number in place of one."""
    found = [
        m for m in re.finditer(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,:]\d)", text)
        if not any(month in text[max(0, m.start() - 11) : m.end() + 11] for month in MONTHS)
    ]  # fmt: skip
    spelt = list(re.finditer(rf"\b({'|'.join(NUMBER_WORDS)})\b(?!-)", text))
    if spelt and (not found or dice.random() < 0.5):
        match = dice.choice(spelt)
        other = dice.choice([w for w in NUMBER_WORDS if w != match.group()])
        return text[: match.start()] + other + text[match.end() :]
    if not found:
        return None
    match = dice.choice(found)
    value = match.group()
    digit = dice.choice([i for i, c in enumerate(value) if c.isdigit()])
    new = dice.choice([c for c in "123456789" if c != value[digit]])
    return text[: match.start()] + value[:digit] + new + value[digit + 1 :] + text[match.end() :]


def change_unit(text: str, article: Article, classes: Classes, dice: random.Random) -> str | None:
    """Another scale, currency or counted noun behind a number."""
    choices: list[str] = []
    for match in re.finditer(rf"\b({'|'.join(SCALES)})\b(?!s)", text):
        choices.append(text[: match.start()] + SCALES[match.group()] + text[match.end() :])
    for match in re.finditer(r"(?<=\d)(?: percent| per cent|%)", text):
        choices.append(
            text[: match.start()] + dice.choice([" million", " people"]) + text[match.end() :]
        )
    for match in re.finditer(r"\$(?=\d)", text):
        choices.append(text[: match.start()] + dice.choice("€£") + text[match.end() :])
    counted = rf"\b(?:\d[\d,.]*|{'|'.join(NUMBER_WORDS)}) (?P<noun>[a-z]+s)\b"
    for match in re.finditer(counted, text):
        nouns = [
            w for w in article.words if w in classes.nouns and w.endswith("s") and w not in text
        ]
        if nouns:
            choices.append(text[: match.start("noun")] + dice.choice(nouns) + text[match.end() :])
    return dice.choice(choices) if choices else None


def change_date(text: str, article: Article, classes: Classes, dice: random.Random) -> str | None:
    """Another weekday, month or year."""
    choices: list[str] = []
    for names in (WEEKDAYS, MONTHS):
        pattern = (
            rf"\b({'|'.join(names)})\b"
            if names is WEEKDAYS
            else rf"\b({'|'.join(names)})\b(?= \d| of|\.|,)"
        )
        for match in re.finditer(pattern, text):
            other = dice.choice([n for n in names if n != match.group()])
            choices.append(text[: match.start()] + other + text[match.end() :])
    for match in re.finditer(r"\b(19|20)\d\d\b(?!-)", text):
        year = str(int(match.group()) + dice.choice([-3, -2, -1, 1, 2, 3]))
        choices.append(text[: match.start()] + year + text[match.end() :])
    return dice.choice(choices) if choices else None


def _change_word(words_of: Callable[[Classes], set[str]]) -> Callable[..., str | None]:
    def change(text: str, article: Article, classes: Classes, dice: random.Random) -> str | None:
        """Another word of the same class and ending, out of the same article."""
        known = words_of(classes)
        found = [m for m in _WORD.finditer(text) if m.group() in known]
        dice.shuffle(found)
        for match in found:
            ending = _ending(match.group())
            fit = [
                word
                for word in article.words
                if word in known
                and word not in text
                and _ending(word) == ending
                and word[:4] != match.group()[:4]
            ]
            if fit:
                return text[: match.start()] + dice.choice(fit) + text[match.end() :]
        return None

    return change


def _ending(word: str) -> str:
    return next((e for e in ("ing", "ed", "s") if word.endswith(e) and not word.endswith("ss")), "")


def change_negation(
    text: str, article: Article, classes: Classes, dice: random.Random
) -> str | None:
    """A negation put in or taken out."""
    removed = [re.sub(p, r, text, count=1) for p, r in _UNNEGATED if re.search(p, text)]
    if removed:
        return dice.choice(removed)
    found = list(re.finditer(rf"\b(?:{'|'.join(AUXILIARIES[:13])})\b(?! not|n)", text))
    if not found:
        return None
    match = dice.choice(found)
    return text[: match.end()] + dice.choice([" not", " not", " never"]) + text[match.end() :]


_UNNEGATED = [
    (r"\b(is|are|was|were|has|had|have|will|would|could|should|may|might|must) not\b", r"\1"),
    (r"\b(is|are|was|were|has|had|have|would|could|should)n['’]t\b", r"\1"),
    (r"\b(did|does|do) not ", ""),
    (r"\b(?:did|does|do)n['’]t ", ""),
    (r"\bnever ", ""),
]


def change_modality(
    text: str, article: Article, classes: Classes, dice: random.Random
) -> str | None:
    """Another modal verb: what may be made what will be."""
    found = list(re.finditer(rf"\b({'|'.join(MODALS)})\b(?!['’])", text))
    if not found:
        return None
    match = dice.choice(found)
    return text[: match.start()] + dice.choice(MODALS[match.group()]) + text[match.end() :]


def change_attribution(
    text: str, article: Article, classes: Classes, dice: random.Random
) -> str | None:
    """Somebody else who says it."""
    match = re.search(
        r"(?P<who>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})(?= (?:said|told|added|says|wrote)\b)",
        text,
    )
    if match is None or match["who"] not in article.names:
        return None
    fit = _others(match["who"], article.people, text)
    return text[: match.start()] + dice.choice(fit) + text[match.end() :] if fit else None


def change_role(text: str, article: Article, classes: Classes, dice: random.Random) -> str | None:
    """Two names of the sentence in each other's place, with a verb between them."""
    names = [n for n in find_names(text) if not n.opens and n.text in article.names]
    for first, second in pairwise(names):
        between = text[first.end : second.start]
        listed = (
            re.fullmatch(r"(?:['’]s)?,? ?(?:and|or|,|of|in|the)? ?", between)
            or len(between.split()) > 9
        )
        share = set(first.text.lower().split()) & set(second.text.lower().split())
        if (
            listed
            or share
            or _same_initials(first.text, second.text)
            or re.search(r"\b(?:and|with)\b", between)
        ):
            continue
        return text[: first.start] + second.text + between + first.text + text[second.end :]
    return None


EDITS: dict[str, Callable[[str, Article, Classes, random.Random], str | None]] = {
    "name": change_name,
    "number": change_number,
    "unit": change_unit,
    "date": change_date,
    "noun": _change_word(lambda classes: classes.nouns),
    "adjective": _change_word(lambda classes: classes.adjectives),
    "verb": _change_word(lambda classes: classes.verbs),
    "negation": change_negation,
    "modality": change_modality,
    "attribution": change_attribution,
    "role": change_role,
}


if __name__ == "__main__":
    main()
