"""How an answer came about, as lines in the language of the page."""

from collections.abc import Iterator

from assistant import Trace
from ui.texts import Texts
from ui.translation import translated_reasons
from ui.turn_view import spent_lines


def shown_trace(trace: Trace, t: Texts) -> Iterator[str]:
    """Model, steps with their times, cost, excerpts, prompt, raw text and verdicts."""
    yield t("trace.model", model=trace.model)
    yield t("trace.question", question=trace.question)
    steps = [t(f"trace.taken.{name}", ms=t.number(ms)) for name, ms in trace.timings_ms.items()]
    yield t("trace.steps", steps=", ".join(steps))
    yield from spent_lines(trace.usage, trace.cost, t)
    if trace.usage and trace.cost is None:
        yield t("trace.no_price")
    for one in trace.excerpts:
        place = {"start": t.number(one.start), "end": t.number(one.end)}
        score = t.number(one.score, 3)
        yield t("trace.excerpt", n=one.number, score=score, source=one.source, **place)
    for role, text in trace.prompt:
        yield t(f"trace.prompt_{role}")
        yield from _indented(text)
    yield t("trace.raw")
    yield from _indented(trace.raw)
    for claim in trace.claims:
        verdict = "supported" if claim.supported else "unconfirmed"
        yield t(f"trace.{verdict}", score=t.number(claim.score, 2), text=claim.text)
    for removed in trace.removed:
        yield t("trace.removed", why=translated_reasons(removed.why, t), text=removed.text)
    for text in trace.declined:
        yield t("trace.declined", text=text)


def _indented(text: str) -> Iterator[str]:
    yield from (f"    {line}" for line in text.splitlines())
