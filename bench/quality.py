"""Every figure of docs/quality.md, measured again.

    python bench/quality.py [--sets ../shared/eval] [--only seeds reading ...]

A section is written between its two marks in docs/quality.md; `--only` measures just those named
and leaves the others as they stand. Without the folder of the sets nothing is written. A set that
is not there is said to be missing, never guessed.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant import Assistant, open_assistant
from assistant.conversation import follow_up
from assistant.evaluate.figures import figures_of, refusals
from assistant.evaluate.question_sets import Case, read_cases
from assistant.evaluate.results import Outcome
from assistant.evaluate.run import ask_case
from assistant.evaluate.statistics import estimate_gain, estimate_mean, precision, recall
from assistant.evaluate.text_report import markdown_table
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality.md"
_WANTED_RECALL = 0.6


@contextmanager
def opened(*paths: Path) -> Iterator[Assistant]:
    """An assistant over a new library of these files, with the stub model."""
    with (
        tempfile.TemporaryDirectory() as home,
        open_assistant(Settings(home=Path(home), model="stub")) as assistant,
    ):
        if paths:
            assistant.index(list(paths))
        yield assistant


def asked(
    assistant: Assistant, cases: Sequence[Case], threshold: float | None = None
) -> list[Outcome]:
    """Every case asked, with a line on stderr for each hundred."""
    outcomes = []
    for n, case in enumerate(cases, start=1):
        outcomes.append(ask_case(assistant, case, threshold))
        if n % 100 == 0:
            print(f"  {cases[0].set}: {n} of {len(cases)}", file=sys.stderr)
    return outcomes


def seeds(sets: Path) -> str:
    """The forty questions over the five articles."""
    with opened(ROOT / "seeds") as assistant:
        outcomes = asked(assistant, read_cases(sets / "seed_questions.jsonl"))
    return markdown_table(figures_of(outcomes)) + "\n\n" + _failures(outcomes)


def natural(sets: Path) -> str:
    """Natural questions over three corpora of 250 articles each."""
    from bench.natural import CORPORA, measure, report

    parts: list[str] = []
    everything: list[Outcome] = []
    with tempfile.TemporaryDirectory() as homes:
        for corpus in CORPORA:
            outcomes = measure(corpus, sets / "natural", Path(homes))
            everything += outcomes
            parts += report(corpus, outcomes)
    return "\n".join([*parts, *report("all three", everything)])


def multihop(sets: Path) -> str:
    """Retrieval and declining over 141 articles, asked as users ask."""
    with opened(sets / "multihop" / "corpus.jsonl") as assistant:
        outcomes = asked(assistant, read_cases(sets / "multihop" / "queries.jsonl"))
    return markdown_table(figures_of(outcomes))


def clapnq(sets: Path) -> str:
    """Reading one passage: with everything answered, and at the default threshold."""
    cases = read_cases(sets / "clapnq.jsonl")
    with opened() as assistant:
        forced = asked(assistant, cases, threshold=0.0)
    return _reading(forced)


def mtrag(sets: Path) -> str:
    """Reading in conversations, and what rewriting the follow-up buys."""
    cases = read_cases(sets / "mtrag.jsonl")
    judged = [case for case in cases if case.kind != "underspecified"]
    followups = [case for case in judged if case.history and case.kind == "answerable"]
    with opened() as assistant:
        forced = asked(assistant, judged, threshold=0.0)
        with patch.object(follow_up, "standalone", lambda question, turns: question):
            alone = asked(assistant, followups, threshold=0.0)
    by_id = {outcome.id: outcome for outcome in forced}
    paired = _rewriting([by_id[o.id] for o in alone], alone)
    found = _found_among_all(judged, followups)
    return "\n\n".join([_reading(forced), _strictest(forced), paired, found])


def _found_among_all(cases: Sequence[Case], followups: Sequence[Case]) -> str:
    """What the conversation buys where the passages have to be found among those of all turns."""
    texts = {passage["text"]: passage for case in cases for passage in case.documents or ()}
    asking = [replace(case, documents=None) for case in followups]
    with tempfile.TemporaryDirectory() as folder:
        passages = Path(folder) / "passages.jsonl"
        records = ({"id": f"p{at}", **passage} for at, passage in enumerate(texts.values()))
        passages.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        with opened(passages) as assistant:
            told = asked(assistant, asking, threshold=0.0)
            alone = asked(assistant, [replace(c, history=()) for c in asking], threshold=0.0)
    scores = [[one.scores["reference_f1"] for one in outcomes] for outcomes in (told, alone)]
    groups = [one.group for one in told]
    return (
        f"Where the passages have to be found among the {len(texts)} of all turns, as in a\n"
        "library, knowing the conversation (the follow-up rewritten, and looked for together with\n"
        f"the question before it) gains {estimate_gain(scores[0], scores[1], groups)}:\n"
        f"{estimate_mean(scores[0], groups)} instead of {estimate_mean(scores[1], groups)}."
    )


def _reading(forced: Sequence[Outcome]) -> str:
    """One run answers everything; what the default threshold would decline is told from it.

    Reading and confidence do not depend on the threshold, so a second run would say the same.
    """
    wanted = ("token F1", "sentences", "answerable", "confidence", "milliseconds", "citations")
    threshold = Settings(home=Path()).threshold
    usual = [replace(o, said=o.said and o.confidence >= threshold) for o in forced]
    reading = [f for f in figures_of(forced) if f.name.startswith(wanted)]
    declining = [f for f in figures_of(usual) if f.name.startswith("refusal")]
    return (
        "With `--threshold 0`:\n\n"
        + markdown_table(reading)
        + f"\n\nAt the default threshold, {threshold}:\n\n"
        + markdown_table(declining)
    )


def _rewriting(forced: Sequence[Outcome], without: Sequence[Outcome]) -> str:
    """The paired gain on follow-ups that are answerable."""
    groups = [one.group for one in forced]
    threshold = Settings(home=Path()).threshold

    def scores(outcomes: Sequence[Outcome], at: float) -> list[float]:
        return [o.scores["reference_f1"] * (o.confidence >= at) for o in outcomes]

    usual = estimate_gain(scores(forced, threshold), scores(without, threshold), groups)
    told, alone = scores(forced, 0.0), scores(without, 0.0)
    most = estimate_gain(list(map(max, told, alone)), alone, groups)
    return (
        "Gain in token F1 by rewriting follow-ups, over the same reader that gets them as they\n"
        f"were asked, answerable turns, paired: {usual} at the default threshold,\n"
        f"where what is declined counts as 0, and {estimate_gain(told, alone, groups)}\n"
        "with everything answered. The passages are given here, so that a rewritten question\n"
        "only chooses other sentences of them; whoever knew for each turn which of the two reads\n"
        f"better would gain {most}."
    )


def _strictest(outcomes: Sequence[Outcome]) -> str:
    """How well the confidence could tell what to decline, wherever the threshold were."""
    declined = (
        refusals([replace(o, said=o.said and o.confidence > at) for o in outcomes])
        for at in sorted({o.confidence for o in outcomes})
    )
    found = [(precision(some), recall(some)) for some in declined]
    best, held = max(pair for pair in found if pair[1] >= _WANTED_RECALL)
    return (
        f"The best precision of declining at a recall of {_WANTED_RECALL} or more, had the\n"
        f"threshold been chosen on these turns: {best:.3f}, at {held:.3f}."
    )


def claims(sets: Path) -> str:
    """Claims that models wrote, and summaries with edited facts, by their verdicts."""
    from bench.checking import model_claims, summaries, table

    written = list(model_claims(sets / "model_claims.jsonl"))
    return (
        f"In the style of a chat model:\n\n{table(written)}\n\n"
        f"SummEdits:\n\n{table(list(summaries(sets)))}"
    )


def edits(sets: Path) -> str:
    """Sentences of articles, as they are and with one thing changed."""
    from bench.checking import edits as made
    from bench.checking import table

    return table(list(made(sets)))


def ablations(sets: Path) -> str:
    """What each part of retrieval buys."""
    from bench.ablations import markdown, run

    return markdown(run(sets, None))


def injection(sets: Path) -> str:
    """Instructions planted in articles."""
    from bench.injection import markdown, run

    return markdown(list(run(sets, 0)))


def _failures(outcomes: Sequence[Outcome]) -> str:
    failed = [o for o in outcomes if o.faults]
    lines = [f"- {o.question} — {'; '.join(o.faults)}" for o in failed]
    return "What fails:\n\n" + "\n".join(lines) if lines else "None fails."


SECTIONS: dict[str, Callable[[Path], str]] = {
    "natural": natural,
    "seeds": seeds,
    "multihop": multihop,
    "ablations": ablations,
    "clapnq": clapnq,
    "mtrag": mtrag,
    "edits": edits,
    "claims": claims,
    "injection": injection,
}


def put(page: str, name: str, content: str) -> str:
    """The page with the section's content between its marks.

    Raises:
        ValueError: the page has no such marks.
    """
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marks.search(page):
        raise ValueError(f"docs/quality.md has no marks for {name}")
    return marks.sub(lambda m: f"{m[1]}\n{content}\n\n{m[2]}", page)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--only", nargs="*", choices=SECTIONS, default=list(SECTIONS))
    args = parser.parse_args()
    if not args.sets.is_dir():
        sys.exit(f"There are no question sets in {args.sets}; name their folder with --sets.")
    for name in args.only:
        print(name, file=sys.stderr)
        try:
            content = SECTIONS[name](args.sets)
        except FileNotFoundError as error:
            content = f"Not measured: {error.filename} is not there."
        PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), name, content), encoding="utf-8")
        print(content)


if __name__ == "__main__":
    main()
