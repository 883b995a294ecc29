"""Makes questions of which the answering sentence is known, from any articles.

    python bench/make_questions.py CORPUS.jsonl[.gz] [--articles 300] [--seed 1]

Public question sets hardly ask what newsrooms ask of their own articles: what did somebody say
about something, who did it, when, how many. A sentence of a fitting form is turned into such a
question, some of its words left out, as people do. Each question comes a second time about
somebody else whom the same article names: that one has no answer. Prints a record a line.
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answer.stub.terms import idf
from assistant.text.dates import find_dates
from assistant.text.names import find_names, is_body, is_country
from assistant.text.quotes import find_quotations
from assistant.text.sentences import split_sentences
from assistant.text.words import STOP_WORDS, stem, words

_PERSON = r"(?P<name>[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]+){1,2})"
_DID = re.compile(rf"^{_PERSON} (?:has |had )?(?P<verb>[a-z]+ed) (?P<rest>[^,;:“”\"]{{20,110}})")
_COUNT = re.compile(
    r"\b(?:\d{1,3}(?:,\d{3})*|two|three|four|five|six|seven|eight|nine|ten|dozens of|hundreds of)"
    r" (?P<noun>(?:[a-z]+ )?[a-z]{3,}s) (?P<rest>[a-z][^,;:“”\"]{20,90})"
)
_LEFT_OUT = 0.3  # how often a plain word of the sentence is not in the question


@dataclass(frozen=True)
class Made:
    """A question, the sentence that answers it, and the article; no sentence, no answer."""

    question: str
    kind: str
    article: str
    sentence: str | None


def read_articles(corpus: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file, compressed or not."""
    packed = corpus.read_bytes()
    raw = gzip.decompress(packed) if corpus.suffix == ".gz" else packed
    return [json.loads(line) for line in raw.decode("utf-8").splitlines()]


def make_questions(articles: Sequence[dict[str, Any]], seed: int) -> Iterator[Made]:
    """Up to one question of each kind from an article, each followed by its twin without answer."""
    dice = random.Random(seed)
    for article in articles:
        sentences = [s.of(article["text"]).strip() for s in split_sentences(article["text"])]
        people = _people(article["text"])
        for kind, make in KINDS.items():
            fitting = dice.sample(sentences, len(sentences))
            made = next((m for s in fitting if (m := make(s, people, dice)) is not None), None)
            if made is None:
                continue
            question, twin, sentence = made
            yield Made(question, kind, article["id"], sentence)
            if twin is not None:
                yield Made(twin, kind, article["id"], None)


Found = tuple[str, str | None, str]


def _who(sentence: str, people: Sequence[str], dice: random.Random) -> Found | None:
    did = _DID.match(sentence)
    if did is None:
        return None
    rest = _thinned(did["rest"], dice)
    return f"Who {did['verb']} {rest}?", None, sentence


def _when(sentence: str, people: Sequence[str], dice: random.Random) -> Found | None:
    did = _DID.match(sentence)
    dates = find_dates(sentence)
    if did is None or not dates:
        return None
    rest = did["rest"]
    for date in reversed(dates):
        at = date.start - did.start("rest")
        rest = (
            re.sub(r"\b(?:on|in|since|by)\s*$", "", rest[: max(0, at)])
            + rest[at + len(date.text) :]
        )
    rest = _thinned(rest, dice)
    ask = f"When did {{}} {_base(did['verb'])} {rest}?"
    other = _other(people, sentence, dice)
    return ask.format(did["name"]), ask.format(other) if other else None, sentence


def _how_many(sentence: str, people: Sequence[str], dice: random.Random) -> Found | None:
    counted = _COUNT.search(sentence)
    if counted is None or not 8 <= len(sentence.split()) <= 45:
        return None
    return f"How many {counted['noun']} {_thinned(counted['rest'], dice)}?", None, sentence


def _said(sentence: str, people: Sequence[str], dice: random.Random) -> Found | None:
    for quotation in find_quotations(sentence):
        speaker = quotation.speaker
        told = sentence[quotation.start : quotation.end]
        topic = _rarest(told)
        if speaker in people and len(topic) == 2:
            ask = f"What did {{}} say about {' and '.join(topic)}?"
            other = _other(people, sentence, dice)
            return ask.format(speaker), ask.format(other) if other else None, sentence
    return None


KINDS: dict[str, Callable[[str, Sequence[str], random.Random], Found | None]] = {
    "who": _who,
    "when": _when,
    "how many": _how_many,
    "said": _said,
}


def _people(text: str) -> list[str]:
    names = dict.fromkeys(name.text for name in find_names(text))
    return [
        name
        for name in names
        if re.fullmatch(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,2}", name)
        and not is_country(name)
        and not any(is_body(part) for part in name.split())
    ]


def _other(people: Sequence[str], sentence: str, dice: random.Random) -> str | None:
    """Somebody whom the article names, but not here."""
    others = [p for p in people if not any(part in sentence for part in p.split())]
    return dice.choice(others) if others else None


def _thinned(text: str, dice: random.Random) -> str:
    """The first words of a text, some of the plain ones left out."""
    kept = [
        word
        for word in text.split()[:12]
        if not word.islower() or word in STOP_WORDS or dice.random() >= _LEFT_OUT
    ]
    while kept and kept[-1].lower() in STOP_WORDS:
        kept.pop()
    return " ".join(kept).rstrip(".?!")


def _rarest(text: str) -> list[str]:
    """The two most telling plain words of a text, in order."""
    plain = [w.text for w in words(text) if w.text.islower() and len(w.text) > 3 and not w.is_stop]
    telling = sorted(dict.fromkeys(plain), key=lambda word: -idf(stem(word)))[:2]
    return [word for word in dict.fromkeys(plain) if word in telling]


def _base(verb: str) -> str:
    """A past tense as it stands behind "did", near enough to be stemmed alike."""
    return verb[:-1] if verb[-3] in "cgsuvz" else verb[:-2]


def main() -> None:
    """Print the questions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    articles = random.Random(given.seed).sample(read_articles(given.corpus), given.articles)
    for made in make_questions(articles, given.seed):
        print(json.dumps(asdict(made), ensure_ascii=False))


if __name__ == "__main__":
    main()
