"""Fits the weights by which the stub ranks sentences and tells how surely they answer.

    python bench/train_reader.py [--sets ../shared/eval]

Questions with passages come from CLAPnq and MTRAG (encyclopedias, forums, manuals); questions of
news from MultiHop-RAG, and from `make_questions.py` over articles of a newsroom. These are asked
again about somebody else, or with everything taken away that holds their answer: then they must be
declined. Two kinds of model are fitted, all logistic and readable:

- `sentence`: which sentences of the excerpts are the evidence. Fitted question by question (the
  chance of each among its rivals), then stretched so that it is a probability.
- `evidence`: whether the best sentences answer at all. No weight may count in the wrong direction;
  sets count alike, in each the questions without an answer as `EVIDENCE` says. MTRAG has few of
  them: its other turns are asked again over what comes closest to their own passages.

Each comes a second time for where nothing is embedded (`_words`). What is printed at the end is
cross-validated with whole conversations kept apart, and for each set also by weights that were
fitted without any of it.
"""

import argparse
import json
import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from make_questions import make_questions, read_articles
from quality import opened

from assistant import Assistant
from assistant.answer.frame import FramedExcerpt, choose_key, frame_excerpts, read_excerpts
from assistant.answer.stub.rank import cosines, likely, measure_all
from assistant.answer.stub.read import NEWS, Look, look_closely, measures_of
from assistant.answer.stub.terms import asking
from assistant.answer.stub.weigh import chance, load_models
from assistant.evaluate.distract import Distractors
from assistant.evaluate.metrics import Decision, auc, f1, precision, recall, token_f1
from assistant.evaluate.questions import Case, read_cases, read_records
from assistant.index.embed import Embedder, open_embedder
from assistant.index.remember import RememberingEmbedder
from assistant.reply import Excerpt, ExcerptsFound
from assistant.settings import Settings

OUT = Path(__file__).parents[1] / "assistant/answer/stub/weights.json"
Floats = NDArray[np.float64]
Measures = dict[str, float]

# How much each set counts for the ranking of sentences.
RANKED = {"clapnq": 4.0, "mtrag": 1.0, "multihop": 2.0, "newsroom": 1.0}
ARTICLES = 300  # of the newsroom, of which questions are made
RIDGE = {"sentence": 40.0, "evidence": 30.0}
# The sets of each model, and the share of questions without an answer that it reckons with in them:
# those found in encyclopedias come from search engines, those of a newsroom from people who know
# what their archive is about; in a conversation it was found to be so.
EVIDENCE = {
    "evidence": {"clapnq": 1 / 2, "mtrag": 2 / 5},
    "evidence_news": {"clapnq": 1 / 3, "multihop": 1 / 3, "newsroom": 1 / 3},
}
# Of follow-ups fewer are without an answer than are fitted with (one in eight of MTRAG's): these
# shares are reckoned with, by words alone a larger one. The larger the share, the more is declined;
# with these, cross-validated, three in five at least of what has no answer are declined.
FOLLOWING = {"": 2 / 15, "_words": 3 / 10}
SMALLEST = 0.03  # a standardised weight below this changes nothing
# Where the weights are held while nothing speaks against it: the public sets hardly ever ask for
# somebody's words, and seldom count.
HELD = {
    "sentence": {
        "behind_cosine": -1.0,
        "behind_with_before": -2.5,
        "cosine": 1.5,
        "holds": 0.3,
        "length": 1.0,
        "names_near": 1.0,
        "near_own": 1.0,
        "phrase": 0.5,
        "speaks": 2.2,
        "with_title": 1.0,
    },
    "evidence": {"about": 1.5, "counts_head": 1.5, "speaks": 1.5, "typed": 0.5},
}
AGAINST = ("absent", "absent_share", "missing", "title_cosine", "unheld_")
EITHER = ("follows", "several", "asks_number", "terms", "beyond_title")
FOLDS = 8
# What is added to the ids of questions whose answer was taken away, and of turns asked again.
TAKEN, AGAIN = " taken", " again"
_EXCERPTS = Settings(home=Path()).excerpts


@dataclass(frozen=True)
class Asked:
    """A question with the excerpts it is answered from, and what is known of its answer."""

    case: Case
    question: str
    excerpts: tuple[FramedExcerpt, ...]

    @property
    def group(self) -> str:
        """What is not independent of other questions: a conversation, or the question itself."""
        return self.case.group or self.case.id.removesuffix(TAKEN)


@dataclass(frozen=True)
class Rivals:
    """The sentences of a question: a row of measures each, and how much of an answer each tells."""

    asked: Asked
    measures: list[Measures]
    gains: Floats


@dataclass(frozen=True)
class Example:
    """The evidence for one answer as measures, and whether there is an answer."""

    asked: Asked
    measures: Measures

    @property
    def set(self) -> str:
        """The question set."""
        return self.asked.case.set

    @property
    def is_judged(self) -> bool:
        """Whether it counts for what is printed: turns that were asked again do not."""
        return AGAIN not in self.asked.case.id


Model = dict[str, Any]
Fit = Callable[[Sequence[Example]], Model]


def main() -> None:
    """Fits, writes, and prints what held-out questions say of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=Path("../shared/eval"))
    asked = list(collect(parser.parse_args().sets))
    print(Counter((a.case.set, bool(a.case.answerable)) for a in asked), file=sys.stderr)
    embedder = RememberingEmbedder(open_embedder().embedder, None)
    models: dict[str, Model] = {}
    for name, by in (("sentence", embedder), ("sentence_words", None)):
        rivals = [r for a in asked if a.case.answerable and (r := rivals_of(a, by)) is not None]
        models[name] = fit_ranking(rivals)
    _write(models)
    for ending, by in (("", embedder), ("_words", None)):
        for name, shares in EVIDENCE.items():
            near = None if name == NEWS else by
            examples = [
                Example(a, measures_of(look, near))
                for a in asked
                if a.case.set in shares and (look := _look(a, by))
            ]
            fitted = partial(fit_evidence, shares=shares, following=FOLLOWING[ending])
            models[name + ending] = fitted(examples)
            report(name + ending, examples, fitted)
    _write(models)


def _look(asked: Asked, embedder: Embedder | None) -> Look | None:
    follows = bool(asked.case.history)
    return look_closely(asked.question, asked.excerpts, embedder, follows=follows)


def _write(models: dict[str, Model]) -> None:
    """Write weights.json and let the stub read it again."""
    about = "Log odds; made by bench/train_reader.py, the measures are those of features.py"
    OUT.write_text(json.dumps({"about": about, "models": models}, indent=1) + "\n")
    load_models.cache_clear()


def collect(sets: Path) -> Iterator[Asked]:
    """The questions with the excerpts that the program gives its model for them."""
    with opened() as assistant:
        for case in read_cases(sets / "clapnq.jsonl"):
            yield _look_up(assistant, case)
    yield from _conversations(sets / "mtrag.jsonl")
    with opened(sets / "multihop" / "corpus.jsonl") as assistant:
        for case in read_cases(sets / "multihop" / "queries.jsonl"):
            yield _look_up(assistant, case)
            if case.answerable and (taken := _without_answer(assistant, case)) is not None:
                yield taken
    yield from _newsroom(sets / "newsroom_2020.jsonl.gz")


def _conversations(path: Path) -> Iterator[Asked]:
    """The turns, and those with an answer asked twice again, over passages that are not theirs.

    Once over the closest of other turns, as those without an answer are, and once over what is
    found among all.
    """
    records = {record["id"]: record for record in read_records(path)}
    near = Distractors(list(records.values()))
    passages = {p["id"]: p for record in records.values() for p in record["passages"]}
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "passages.jsonl"
        library.write_text("\n".join(map(json.dumps, passages.values())), encoding="utf-8")
        with opened(library) as assistant:
            for case in read_cases(path):
                if case.kind == "underspecified":
                    continue
                yield (found := _look_up(assistant, case))
                if case.answerable:
                    own = [passage["id"] for passage in records[case.id]["passages"]]
                    others = near.passages(records[case.id], without=own)
                    again = replace(case, id=case.id + AGAIN, answerable=False)
                    documents = tuple({"title": p["title"], "text": p["text"]} for p in others)
                    yield _look_up(assistant, replace(again, documents=documents))
                    again = replace(again, question=found.question, articles=tuple(own))
                    yield from filter(None, [_taken(assistant, again, frozenset())])


def _newsroom(corpus: Path, seed: int = 1) -> Iterator[Asked]:
    """Questions made of a sample of articles, and twins of them without an answer."""
    articles = random.Random(seed).sample(read_articles(corpus), ARTICLES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newsroom.jsonl"
        path.write_text("\n".join(json.dumps(article) for article in articles), encoding="utf-8")
        with opened(path) as assistant:
            made = list(make_questions(articles, seed))
            for at, one in enumerate(made):
                case = Case(
                    id=f"newsroom {at}",
                    question=one.question,
                    set="newsroom",
                    kind=one.kind,
                    group=one.article,
                    answerable=one.sentence is not None,
                    evidence=(one.sentence,) if one.sentence else (),
                    articles=(one.article,),
                )
                found = _look_up(assistant, case)
                if all(any(e in x.text for x in found.excerpts) for e in case.evidence):
                    yield found
                twin = made[at + 1 : at + 2]
                if case.answerable and (not twin or twin[0].sentence is not None):
                    yield from filter(None, [_taken(assistant, case, frozenset())])


def _look_up(assistant: Assistant, case: Case) -> Asked:
    events = assistant.stream(case.question, history=case.history, documents=case.documents)
    found = next(event for event in events if isinstance(event, ExcerptsFound))
    return Asked(case, found.standalone_question, _framed(found.excerpts))


def _without_answer(assistant: Assistant, case: Case) -> Asked | None:
    """The question over what is left without gold articles and what names the answer.

    None where the answer is a yes or no, which cannot be taken away.
    """
    answer = case.references[0].lower()
    return None if answer in {"yes", "no"} else _taken(assistant, case, frozenset(answer.split()))


def _taken(assistant: Assistant, case: Case, names: frozenset[str]) -> Asked | None:
    """The question over the excerpts of other articles that hold none of the names."""
    left = [
        excerpt
        for excerpt in assistant.search(case.question, 60)
        if excerpt.source.rpartition("#")[2] not in case.articles
        and names.isdisjoint(excerpt.text.lower().split())
        and not any(evidence in excerpt.text for evidence in case.evidence)
    ]
    without = replace(case, id=case.id + TAKEN, answerable=False)
    numbered = [replace(e, number=n) for n, e in enumerate(left[:_EXCERPTS], 1)]
    return Asked(without, case.question, _framed(numbered)) if numbered else None


def _framed(excerpts: Sequence[Excerpt]) -> tuple[FramedExcerpt, ...]:
    """The excerpts as the stub reads them in its prompt."""
    return tuple(read_excerpts(frame_excerpts(excerpts, choose_key(e.text for e in excerpts))))


def rivals_of(asked: Asked, embedder: Embedder | None) -> Rivals | None:
    """The likely sentences of a question; None where all, or none, are evidence."""
    look = look_closely(asked.question, asked.excerpts, None)
    if look is None:
        return None
    sentences = likely(look.asked, look.terms, look.sentences)
    texts = [sentence.text for sentence in sentences]
    near = cosines(asking(look.asked.text), texts, embedder) if embedder else None
    gains = np.array([_gain(asked.case, text) for text in texts])
    if gains.max() == gains.min():
        return None
    return Rivals(asked, measure_all(look.asked, look.terms, sentences, near), gains)


def _gain(case: Case, sentence: str) -> float:
    """How much a sentence tells of a right answer; 0 for what is no evidence."""
    if case.facts:
        return float(any(_within(fact, sentence) for fact in case.facts))
    if case.evidence:
        return float(
            any(_within(e, sentence) or token_f1(sentence, e) > 0.7 for e in case.evidence)
        )
    return token_f1(sentence, case.references[0]) if case.set == "mtrag" else 0.0


def _within(one: str, other: str) -> bool:
    shorter, longer = sorted((" ".join(one.split()), " ".join(other.split())), key=len)
    return len(shorter) > 30 and shorter in longer


def fit_ranking(rivals: Sequence[Rivals]) -> Model:
    """Weights that give the evidence the best chance among its rivals, then as probabilities."""
    names = sorted(rivals[0].measures[0])
    rows = [_rows(r.measures, names) for r in rivals]
    scale = np.concatenate(rows).std(axis=0)
    used = scale > 1e-6
    names, scale = [n for n, u in zip(names, used, strict=True) if u], scale[used]
    rows = [r[:, used] / scale for r in rows]
    held = np.array([HELD["sentence"].get(name, 0.0) for name in names]) * scale
    weights = held.copy()
    for _ in range(12):
        slope, curve = RIDGE["sentence"] * (held - weights), RIDGE["sentence"] * np.eye(len(names))
        for design, rival in zip(rows, rivals, strict=True):
            counts = RANKED[rival.asked.case.set]
            wanted = rival.gains / rival.gains.sum()
            chance = np.exp(design @ weights - (design @ weights).max())
            chance /= chance.sum()
            around = design - chance @ design
            slope += counts * design.T @ (wanted - chance)
            curve += counts * (around * chance[:, None]).T @ around
        weights += np.linalg.solve(curve, slope)
    scores = np.concatenate([design @ weights for design in rows])
    truth = np.concatenate([(r.gains >= 0.8 * r.gains.max()).astype(float) for r in rivals])
    bias, stretch = _newton(
        np.c_[np.ones(len(scores)), scores], truth, np.ones(len(truth)), np.zeros(2), 0.0
    )
    return _model(bias, names, stretch * weights / scale)


def fit_evidence(
    examples: Sequence[Example], shares: Mapping[str, float], following: float
) -> Model:
    """A logistic regression of which no weight counts in the wrong direction.

    `shares` are those of the questions without an answer, by set, `following` that of follow-ups.
    """
    names = sorted(examples[0].measures)
    rows = _rows([e.measures for e in examples], names)
    scale = rows.std(axis=0) + 1e-9
    truth = np.array([float(bool(e.asked.case.answerable)) for e in examples])
    design = np.c_[np.ones(len(rows)), rows / scale]
    active = np.r_[True, rows.std(axis=0) > 1e-6]
    directions = np.array([0, *(_direction(name) for name in names)])
    held = np.r_[0.0, [HELD["evidence"].get(name, 0.0) for name in names] * scale]
    while True:
        found = np.zeros(design.shape[1])
        found[active] = _newton(
            design[:, active], truth, _counts(examples, shares), held[active], RIDGE["evidence"]
        )
        wrong = (found * directions < 0) | ((abs(found) < SMALLEST) & (found != 0))
        wrong[0] = False
        if not wrong.any():
            fitted_to = {shares[e.set] for e in examples if e.measures["follows"]}
            model = _model(found[0], names, found[1:] / scale)
            return _reckoned(model, *fitted_to, following) if fitted_to else model
        active[max(np.flatnonzero(wrong), key=lambda at: -found[at] * directions[at])] = False


def _reckoned(model: Model, share: float, following: float) -> Model:
    """A model fitted to follow-ups of which `share` had no answer, for others of them."""
    told = math.log((1 - following) / following) - math.log((1 - share) / share)
    weights = model["weights"]
    return model | {"weights": weights | {"follows": round(weights.get("follows", 0.0) + told, 3)}}


def _direction(name: str) -> int:
    if name.startswith(EITHER):
        return 0
    return -1 if name.startswith(AGAINST) else 1


def _counts(examples: Sequence[Example], shares: Mapping[str, float]) -> Floats:
    """How much each question counts: sets alike, in each its share for those without an answer."""
    keys = [(e.set, bool(e.asked.case.answerable)) for e in examples]
    of = Counter(keys)
    return np.array(
        [
            2
            * (1 - shares[set_name] if answered else shares[set_name])
            * len(examples)
            / len(of)
            / of[set_name, answered]
            for set_name, answered in keys
        ]
    )


def _newton(design: Floats, truth: Floats, counts: Floats, held: Floats, ridge: float) -> Floats:
    """The weights of a logistic regression, pulled to where they are held; the first is free."""
    weights = np.zeros(design.shape[1])
    pull = ridge * np.eye(design.shape[1])
    pull[0, 0] = 1e-6
    for _ in range(40):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        curve = (design * (counts * chance * (1 - chance))[:, None]).T @ design + pull
        slope = design.T @ (counts * (chance - truth)) + pull @ (weights - held)
        weights -= np.linalg.solve(curve, slope)
    return weights


def _model(bias: float, names: Sequence[str], weights: Floats) -> Model:
    kept = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 5e-4}
    return {"bias": round(float(bias), 3), "weights": kept}


def _rows(measures: Sequence[Measures], names: Sequence[str]) -> Floats:
    return np.array([[row[name] for name in names] for row in measures])


def report(name: str, examples: Sequence[Example], fitted: Fit) -> None:
    """Area under the curve, and declining at 0.5, by set: cross-validated, and fitted elsewhere."""
    groups = sorted({e.asked.group for e in examples})
    fold = {
        group: at % FOLDS for at, group in enumerate(np.random.default_rng(0).permutation(groups))
    }
    held_out = _scored(examples, fitted, lambda e: fold[e.asked.group])
    elsewhere = _scored(examples, fitted, lambda e: e.set)
    for set_name in sorted({e.set for e in examples}):
        at = [i for i, e in enumerate(examples) if e.set == set_name and e.is_judged]
        truth = [bool(examples[i].asked.case.answerable) for i in at]
        for how, scores in (("cross-validated", held_out), ("fitted elsewhere", elsewhere)):
            sure = [float(scores[i]) for i in at]
            decisions = [Decision(s < 0.5, not t) for s, t in zip(sure, truth, strict=True)]
            print(
                f"{name:20} {set_name:9} {how:17} auc {auc(sure, truth):.3f}"
                f" refusal precision {precision(decisions):.3f} recall {recall(decisions):.3f}"
                f" F1 {f1(decisions):.3f} ({len(at)})"
            )


def _scored(examples: Sequence[Example], fitted: Fit, part: Callable[[Example], object]) -> Floats:
    """Each example's probability by a model that was fitted without its part."""
    scores = np.zeros(len(examples))
    parts = [part(e) for e in examples]
    for held in set(parts):
        others = [e for e, p in zip(examples, parts, strict=True) if p != held]
        model = fitted(others)
        for at, example in enumerate(examples):
            if parts[at] == held:
                scores[at] = chance(model, example.measures)
    return scores


if __name__ == "__main__":
    main()
