"""The trace of an answer: prompt, excerpts, raw output and verdicts, to see why it is as it is."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answer.stream import EventWriter
from assistant.reply import Answer, Claim, Cost, Excerpt, Removed

# Variables of OpenTelemetry that name a collector for spans.
_EXPORTS_TO = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


@dataclass(frozen=True, slots=True)
class Trace:
    """The prompt, the excerpts with their scores, the raw output, and each sentence's verdict.

    `prompt` holds pairs of role and text; `raw` is the model's text as it came; `declined` are the
    sentences that only say what the excerpts do not hold; `usage` counts tokens, and `cost` is None
    if a price is not known. Keys and headers are in none of it.
    """

    model: str
    question: str
    timings_ms: Mapping[str, float]
    prompt: tuple[tuple[str, str], ...]
    excerpts: tuple[Excerpt, ...]
    raw: str
    claims: tuple[Claim, ...]
    removed: tuple[Removed, ...]
    declined: tuple[str, ...]
    usage: Mapping[str, int]
    cost: Cost | None


def trace_of(writer: EventWriter, timings_ms: Mapping[str, float]) -> Trace:
    """The trace of an answer that is written."""
    inquiry, composed = writer.inquiry, writer.composer
    return Trace(
        model=writer.chain.model.name,
        question=inquiry.standalone_question,
        timings_ms=timings_ms,
        prompt=tuple((message.type, message.text) for message in inquiry.messages),
        excerpts=inquiry.excerpts,
        raw=writer.message.text if writer.message is not None else "",
        claims=tuple(composed.claims),
        removed=tuple(composed.removed),
        declined=tuple(composed.declined),
        usage=writer.chain.usage,
        cost=writer.chain.cost,
    )


def record_span(answer: Answer, started: int) -> None:
    """Record an answer as an OpenTelemetry span that began at `started`, in Unix nanoseconds.

    Nothing happens unless OpenTelemetry is set up: by the program that runs this one, or by its own
    variables. Words of questions, answers and articles are not recorded.
    """
    if any(os.environ.get(name) for name in _EXPORTS_TO):
        _export_spans()
    telemetry = sys.modules.get("opentelemetry.trace")
    if telemetry is None:
        return
    attributes = {
        "gen_ai.request.model": answer.model,
        **{f"gen_ai.usage.{name}": count for name, count in answer.usage.items()},
        **({"assistant.cost_usd": answer.cost.usd} if answer.cost else {}),
        **{f"assistant.{step}_ms": spent for step, spent in answer.timings_ms.items()},
        "assistant.abstained": answer.abstained,
        "assistant.confidence": answer.confidence,
        "assistant.claims": len(answer.claims),
        "assistant.removed": len(answer.removed),
    }
    tracer = telemetry.get_tracer("assistant")
    tracer.start_span("assistant.answer", start_time=started, attributes=attributes).end()


def _export_spans() -> None:
    """Send spans to the collector that OpenTelemetry's variables name, until the program ends."""
    from opentelemetry import trace

    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        provider = TracerProvider()
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(provider)


def trace_lines(trace: Trace) -> Iterator[str]:
    """The trace as lines for a terminal."""
    yield f"Model: {trace.model}"
    yield f"Question searched for: {trace.question}"
    yield "Steps: " + ", ".join(f"{step} {ms:.0f} ms" for step, ms in trace.timings_ms.items())
    if trace.usage:
        read, written = (trace.usage.get(f"{name}_tokens", 0) for name in ("input", "output"))
        yield f"Tokens: {read} read, {written} written; {_priced(trace.cost)}"
    for one in trace.excerpts:
        yield f"Excerpt {one.number}: score {one.score:.3f}, {one.source} {one.start} to {one.end}"
    for role, text in trace.prompt:
        yield f"Prompt ({role}):"
        yield from (f"    {line}" for line in text.splitlines())
    yield "Raw output:"
    yield from (f"    {line}" for line in trace.raw.splitlines())
    for claim in trace.claims:
        verdict = "supported" if claim.supported else "not confirmed"
        yield f"Sentence, {verdict} ({claim.score:.2f}): {claim.text}"
    for removed in trace.removed:
        yield f"Sentence, removed ({removed.why}): {removed.text}"
    for text in trace.declined:
        yield f"Sentence, not a claim: {text}"


def _priced(cost: Cost | None) -> str:
    if cost is None:
        return "no price is known"
    day = f" at the prices of {cost.prices}" if cost.prices else ""
    return f"{cost.usd:.6f} US dollars{day}"
