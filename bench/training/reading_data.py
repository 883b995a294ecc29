"""Questions with excerpts, as the reader sees them, from the open question-answering sets.

A sample is a question with one or two excerpts: the one that may answer it, often joined with a
neighbour of the same article, and for half of the questions one that a search by words finds for
it but that does not answer. So scores learn to be comparable between the excerpts of a search. A
quarter of the samples are sentences of several articles side by side, as the program's second
reading shows them.
"""

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer

CLS, SEP = 101, 102
MOST_TOKENS = 272
_MOST_QUESTION = 48
_JOINED = 100  # words: passages shorter than this are joined with a neighbour a third of the time
_SIDE_BY_SIDE = 0.25  # the share of samples that are single sentences of several articles
_COMPARED = 8  # sentences side by side

# The share of each set's questions that is used. Real search queries and news in full; the two
# sets whose labels are noisy or whose questions are translated in part.
SHARES = {
    "squad11_train": 0.6,
    "squad20_train_no": 0.5,
    "fairytaleqa": 0.25,
    "afriqa_en": 0.4,
    "covid_qa": 0.5,
    "qamr": 0.6,
}
_WORD = re.compile(r"[a-z0-9]+")
_OUTLETS = (
    "Reuters", "Associated Press", "The New York Times", "BBC News", "The Guardian", "CNN",
    "USA Today", "Fox News", "The Hill", "Politico", "NPR", "Washington Post", "Vox",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass
class Excerpt:
    """An excerpt of a sample: its header line, its sentences, which of them answer, and where.

    `answers` are strings that occur in the gold sentences.
    """

    header: str
    sentences: list[str]
    gold: set[int]
    answers: list[str]


@dataclass
class Encoded:
    """One excerpt as token ids; `sentence_of[i]` is -1 outside of sentences, `answer` 0 or 1."""

    ids: list[int]
    types: list[int]
    sentence_of: list[int]
    answer: list[int]
    sentences: int
    gold: list[int]


class ReadingData:
    """Every `step`-th question from `first` on, and all passages with a search by words."""

    def __init__(self, folder: Path, seed: int, first: int = 0, step: int = 1) -> None:
        self.random = random.Random(seed)
        self.passages = _read(folder / "passages.jsonl.gz")
        self.questions = [
            q
            for q in _read(folder / "questions.jsonl.gz")
            if self.random.random() < SHARES.get(q["set"], 1.0) * self._share(q["p"])
        ]
        self.random.shuffle(self.questions)
        self.questions = self.questions[first::step]
        self.by_title: dict[str, list[int]] = defaultdict(list)
        for p in self.passages:
            if p["title"]:
                self.by_title[p["title"]].append(p["p"])
        texts = [f"{p['title'] or ''} {' '.join(p['sentences'])}" for p in self.passages]
        self.vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2)
        self.matrix: csr_matrix = self.vectorizer.fit_transform(texts).T.tocsr()

    def _share(self, p: int) -> float:
        """Long passages cost most and are rare in the product: half of their questions do."""
        return 0.5 if sum(len(s.split()) for s in self.passages[p]["sentences"]) > 160 else 1.0

    def samples(self, at_once: int = 200) -> Iterator[tuple[str, list[Excerpt]]]:
        """Questions, each with its excerpts, in random order, once."""
        for start in range(0, len(self.questions), at_once):
            asked = self.questions[start : start + at_once]
            found = self._found([q["q"] for q in asked])
            for q, near in zip(asked, found, strict=True):
                yield self._noisy(q["q"]), self._excerpts(q, near)

    def _found(self, questions: list[str]) -> list[list[int]]:
        scores = (self.vectorizer.transform(questions) @ self.matrix).toarray()
        return [list(np.argpartition(-row, 12)[:12]) for row in scores]

    def _excerpts(self, q: dict, near: list[int]) -> list[Excerpt]:
        passage = self.passages[q["p"]]
        answers = q.get("answers") or []
        if self.random.random() < _SIDE_BY_SIDE:
            return [self._side_by_side(q, near, answers)]
        excerpts = [self._joined(passage, set(q["gold"]), answers)]
        draw = self.random.random()
        if draw < (0.5 if q["gold"] else 0.15):
            other = self._negative(q, near, answers)
            if other is not None:
                excerpts.append(self._joined(other, set(), []))
                if q["gold"] and draw < 0.1:  # nothing that was found answers it
                    excerpts = excerpts[1:]
        self.random.shuffle(excerpts)
        return excerpts

    def _side_by_side(self, q: dict, near: list[int], answers: list[str]) -> Excerpt:
        """The gold sentences among others that share most words with the question."""
        mine = self.passages[q["p"]]["sentences"]
        gold = [mine[g] for g in q["gold"][:3]]
        asked = set(_WORD.findall(q["q"].lower()))
        others = [s for i, s in enumerate(mine) if i not in q["gold"]]
        others += [s for p in near if p != q["p"] for s in self.passages[p]["sentences"]]
        lower = [a.casefold() for a in answers if a]
        others = [s for s in others if not any(a in s.casefold() for a in lower)]
        self.random.shuffle(others)
        others.sort(key=lambda s: -len(asked & set(_WORD.findall(s.lower()))))
        chosen = gold + others[: _COMPARED - len(gold)]
        self.random.shuffle(chosen)
        places = {i for i, s in enumerate(chosen) if s in gold}
        return Excerpt("", chosen, places, answers)

    def _negative(self, q: dict, near: list[int], answers: list[str]) -> dict | None:
        title = self.passages[q["p"]]["title"]
        pool = [p for p in near if p != q["p"]]
        if title and self.random.random() < 0.4:
            pool = [p for p in self.by_title[title] if p != q["p"]] or pool
        self.random.shuffle(pool)
        for p in pool:
            text = " ".join(self.passages[p]["sentences"]).casefold()
            if not any(a and a.casefold() in text for a in answers):
                return self.passages[p]
        return None

    def _joined(self, passage: dict, gold: set[int], answers: list[str]) -> Excerpt:
        sentences = list(passage["sentences"])
        title = passage["title"]
        words = sum(len(s.split()) for s in sentences)
        if title and words < _JOINED and self.random.random() < 0.35:
            others = self.by_title[title]
            other = self.passages[self.random.choice(others)]
            short = sum(len(s.split()) for s in other["sentences"]) < 150
            mine = " ".join(other["sentences"]).casefold()
            if (
                other["p"] != passage["p"]
                and short
                and not any(a.casefold() in mine for a in answers)
            ):
                if self.random.random() < 0.5:
                    sentences += other["sentences"]
                else:
                    gold = {g + len(other["sentences"]) for g in gold}
                    sentences = list(other["sentences"]) + sentences
        return Excerpt(self._header(title), sentences, gold, answers)

    def _header(self, title: str | None) -> str:
        draw = self.random.random()
        if draw < 0.15 or not title:
            return ""
        if draw < 0.5:
            return title
        r = self.random
        day = f"{r.choice(_MONTHS)} {r.randint(1, 28)}, {r.randint(2005, 2025)}"
        return f"{title} | {r.choice(_OUTLETS)} | {day}"

    def _noisy(self, question: str) -> str:
        r = self.random
        if r.random() < 0.25:
            question = question.rstrip(" ?")
        if r.random() < 0.06:
            words = question.split()
            at = r.randrange(len(words))
            word = words[at]
            if len(word) > 4:
                cut = r.randrange(1, len(word) - 1)
                words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
                question = " ".join(words)
        return question


def _read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def encode(tokenizer: Tokenizer, question: str, excerpt: Excerpt) -> Encoded:
    """`[CLS] question [SEP] header [SEP] sentences [SEP]`; long excerpts lose their last ones."""
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:_MOST_QUESTION]
    head = tokenizer.encode(excerpt.header, add_special_tokens=False).ids[:40]
    ids = [CLS, *asked, SEP, *head, SEP]
    types = [0] * (len(asked) + 2) + [1] * (len(head) + 1)
    sentence_of = [-1] * len(ids)
    answer = [0] * len(ids)
    count = 0
    for number, sentence in enumerate(excerpt.sentences):
        encoded = tokenizer.encode(sentence, add_special_tokens=False)
        tokens = encoded.ids[:120]
        if len(ids) + len(tokens) + 1 > MOST_TOKENS:
            break
        ids += tokens
        sentence_of += [number] * len(tokens)
        marks = _answer_tokens(sentence, encoded.offsets, excerpt.answers)
        answer += marks[: len(tokens)] if number in excerpt.gold else [0] * len(tokens)
        count = number + 1
    ids.append(SEP)
    types += [1] * (len(ids) - len(types))
    sentence_of.append(-1)
    answer.append(0)
    gold = sorted(g for g in excerpt.gold if g < count)
    return Encoded(ids, types, sentence_of, answer, count, gold)


def _answer_tokens(sentence: str, offsets: list[tuple[int, int]], answers: list[str]) -> list[int]:
    marks = [0] * len(offsets)
    for wanted in answers[:3]:
        found = re.search(re.escape(wanted), sentence, re.I) if wanted else None
        if found:
            for i, (start, end) in enumerate(offsets):
                if start < found.end() and end > found.start():
                    marks[i] = 1
            break
    return marks
