"""Fits the weights of evidence and of confidence on natural questions, judged corpus by corpus.

    python bench/training/calibrate.py [--sets ../shared/eval/natural] --homes FOLDER [--write]

Each corpus is judged by weights that were fitted on the two others; `--write` then fits on all
three and writes `assistant/reader/weights.json`. The questions of each corpus are also asked of the
next one, which does not answer them: so confidence learns what is off topic. The libraries in
FOLDER are those that `bench/natural.py` keeps there.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from assistant import open_assistant
from assistant.answer.chain import Inquiry, find_excerpts, rewrite_question
from assistant.answer.stub import read_answer as reading
from assistant.evaluate.question_sets import Case, read_cases
from assistant.evaluate.scoring import answer_faults
from assistant.reader import sentence_evidence as scoring
from assistant.reader.reader import weighted
from assistant.reader.reading_model import open_reader
from assistant.reply import Answer, Citation, Excerpt, Turn
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
OUT = ROOT / "assistant/reader/weights.json"
CORPORA = ("oct2013", "sep2019", "jun2022")
SENTENCE = (
    "reader", "again", "excerpt", "own", "near", "around", "rank", "length", "asks", "amount",
    "day", "words", "reason", "fragment",
)  # fmt: skip
# The first ranking chooses the sentences that are read again; it has all measures but that.
FIRST = tuple(name for name in SENTENCE if name != "again")
_STRANGER = 0.25  # what an off-topic question counts: users ask one in five such questions
_SAME = 0.75  # of the words of the shorter: then a sentence is one that the author named


@dataclass
class Read:
    """A question with the sentences that its search for `topic` found, and which answer it."""

    case: Case
    topic: str
    excerpts: tuple[Excerpt, ...]
    evidence: list[scoring.SentenceEvidence]
    answers: list[bool]

    def answer(self, weights: Mapping[str, float]) -> tuple[bool, Mapping[str, float]]:
        """Whether the answer by these weights passes, and its signs."""
        asked, outlets = reading.understand(self.case.question, self.excerpts)
        scored = sorted(
            (
                scoring.SentenceEvidence(e.sentence, e.measures, weighted(weights, e.measures))
                for e in self.evidence
            ),
            key=lambda e: -e.score,
        )
        said = reading.compose(asked, outlets, scored)
        text = " ".join(sentence.text for sentence in said)
        sources = [self.excerpts[n - 1] for sentence in said for n in sentence.numbers]
        return self._passes(text, sources), reading.signs(self.topic, scored)

    def _passes(self, text: str, cited: Sequence[Excerpt]) -> bool:
        citations = tuple(
            Citation(n, e.source, e.article_id, None, None, None, e.text, e.start, e.end)
            for n, e in enumerate(cited, 1)
        )
        answer = Answer("", "", text, False, None, 0.0, citations=citations)
        assert self.case.rules is not None
        return not answer_faults(self.case.rules, answer)


def collect(corpus: str, asked: str, sets: Path, homes: Path) -> list[Read]:
    """Search and read the questions of one corpus, once, in the library of the same or another."""
    path = sets / f"{asked}_questions.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = []
    with open_assistant(Settings(home=homes / corpus, model="stub")) as assistant:
        assistant.index([sets / f"{corpus}.jsonl"])
        for record, case in zip(records, read_cases(path), strict=True):
            found.append(_read(assistant, record, case))
    return found


def _read(assistant: Any, record: Mapping[str, Any], case: Case) -> Read:
    from assistant.answer.chat_models import STUB, open_answer_model
    from assistant.retrieve.retriever import NewsRetriever

    turns = tuple(Turn("user", str(said)) for said in case.history)
    model = open_answer_model(STUB, assistant.settings, 0.0)
    with assistant._searched(None) as index:
        retriever = NewsRetriever(index=index, embedder=assistant._embedder.embedder)
        inquiry = rewrite_question(Inquiry(case.question, turns), model)
        excerpts = find_excerpts(inquiry, retriever, model.excerpts).excerpts
    question = inquiry.standalone_question
    excerpts = tuple(replace(e, number=n) for n, e in enumerate(excerpts, 1))
    evidence = scoring.find_evidence(case.question, excerpts, open_reader(), topic=question)
    gold = [scoring.content(e["text"]) for e in record.get("evidence", ())]
    answers = [any(_same(e.sentence.stems, g) for g in gold) for e in evidence]
    return Read(case, question, excerpts, evidence, answers)


def _same(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    shared = len(ours & theirs)
    return shared >= 3 and shared >= _SAME * min(len(ours), len(theirs))


def fit(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[bool],
    decay: float,
    counts: Sequence[float] | None = None,
) -> dict[str, float]:
    """Logistic regression by Newton's method.

    `decay` pulls the weights of scaled measures to 0; `counts` says how much each row counts.
    """
    keys = list(rows[0])
    x = np.array([[row[key] for key in keys] for row in rows])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    x = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    y = np.array(labels, dtype=float)
    share = np.ones(len(x)) if counts is None else np.array(counts)
    w = np.zeros(x.shape[1])
    pull = np.full(x.shape[1], decay)
    pull[-1] = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (share * (p - y)) + pull * w
        hessian = (x * (share * p * (1 - p))[:, None]).T @ x + np.diag(pull + 1e-6)
        w -= np.linalg.solve(hessian, gradient)
    weights = dict(zip(keys, (w[:-1] / spread).tolist(), strict=True))
    return {"intercept": float(w[-1] - (w[:-1] * mean / spread).sum())} | weights


def fit_order(
    reads: Sequence[Read],
    names: Sequence[str] = SENTENCE,
    decay: float = 0.003,
    steps: int = 400,
) -> dict[str, float]:
    """Weights that put the sentences that answer above the others of their own question.

    Maximises the mean logarithm of the share that they have in a softmax over all sentences.
    """
    known = [r for r in reads if any(r.answers)]
    tables = [np.array([[e.measures[k] for k in names] for e in r.evidence]) for r in known]
    answers = [np.array(r.answers) for r in known]
    mean, spread = np.vstack(tables).mean(0), np.vstack(tables).std(0) + 1e-9
    scaled = [(table - mean) / spread for table in tables]
    w, first, second = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, steps + 1):
        slope = -decay * w
        for x, right in zip(scaled, answers, strict=True):
            shares = np.exp(x @ w - (x @ w).max())
            shares /= shares.sum()
            wanted = shares * right / (shares * right).sum()
            slope += x.T @ (wanted - shares) / len(scaled)
        first = 0.9 * first + 0.1 * slope  # Adam
        second = 0.99 * second + 0.01 * slope**2
        w += 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    weights = dict(zip(names, (w / spread).tolist(), strict=True))
    return {"intercept": float(-(w * mean / spread).sum())} | weights


def fit_all(reads: Sequence[Read], strangers: Sequence[Read]) -> dict[str, dict[str, float]]:
    """The weights of sentences by the named evidence, then those of confidence by what passes.

    `strangers` are questions asked of a corpus that does not answer them.
    """
    sentence = fit_order(reads)
    judged = [r.answer(sentence) for r in reads if r.evidence]
    counts = [1.0] * len(judged)
    judged += [(False, r.answer(sentence)[1]) for r in strangers if r.evidence]
    counts += [_STRANGER] * (len(judged) - len(counts))
    confidence = fit([dict(s) for _, s in judged], [ok for ok, _ in judged], 5.0, counts)
    return {"first": fit_order(reads, FIRST), "sentence": sentence, "confidence": confidence}


def report(
    name: str,
    reads: Sequence[Read],
    strangers: Sequence[Read],
    weights: Mapping[str, Mapping[str, float]],
) -> None:
    """How one corpus does by weights made without it, at several thresholds."""
    judged = [(r, *r.answer(weights["sentence"])) for r in reads if r.evidence]
    sure = [scoring.logistic(weighted(weights["confidence"], s)) for _, _, s in judged]
    strange = [
        scoring.logistic(weighted(weights["confidence"], r.answer(weights["sentence"])[1]))
        for r in strangers
        if r.evidence
    ]
    print(
        f"\n{name}: threshold, passes, wrongly declined, rightly declined, of off-topic questions"
    )
    for at in (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        passes = wrong = right = must = cannot = 0
        for (r, ok, _), p in zip(judged, sure, strict=True):
            rules = r.case.rules
            assert rules is not None
            may_decline = rules.abstain or "abstain" in rules.either
            passes += may_decline if p < at else ok and not rules.abstain
            must += r.case.answerable is True
            cannot += r.case.answerable is False
            wrong += r.case.answerable is True and p < at
            right += r.case.answerable is False and p < at
        off = sum(p < at for p in strange)
        counts = f"{passes}/{len(judged)}  {wrong}/{must}  {right}/{cannot}  {off}/{len(strange)}"
        print(f"  {at:.2f}  {counts}")
    order = sorted(range(len(judged)), key=lambda i: -sure[i])[: len(judged) // 2]
    print(f"  most confident half: {sum(judged[i][1] for i in order)}/{len(order)} right")


def main() -> None:
    """Collect, cross-validate, fit, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared/eval/natural")
    parser.add_argument("--homes", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    following = dict(zip(CORPORA, (*CORPORA[1:], CORPORA[0]), strict=True))
    reads = {c: collect(c, c, args.sets, args.homes) for c in CORPORA}
    strange = {c: collect(c, following[c], args.sets, args.homes) for c in CORPORA}
    for corpus in CORPORA:
        others = [c for c in CORPORA if c != corpus]
        weights = fit_all(
            [r for c in others for r in reads[c]], [r for c in others for r in strange[c]]
        )
        report(corpus, reads[corpus], strange[corpus], weights)
    weights = fit_all(
        [r for c in CORPORA for r in reads[c]], [r for c in CORPORA for r in strange[c]]
    )
    print(json.dumps(weights, indent=1))
    if args.write:
        OUT.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
