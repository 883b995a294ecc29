"""The OpenTelemetry span of an answer."""

import time

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant.answer.trace import record_span
from assistant.reply import Answer


def test_an_answer_is_one_span_without_any_words(monkeypatch):
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    answer = Answer(
        question="Who?",
        standalone_question="Who?",
        answer="Ada Novak [1].",
        abstained=False,
        reason=None,
        confidence=0.5,
        usage={"input_tokens": 900, "output_tokens": 24},
        timings_ms={"retrieve": 9.0, "total": 27.0},
    )
    record_span(answer, time.time_ns() - 27_000_000)
    (span,) = exporter.get_finished_spans()
    assert span.name == "assistant.answer"
    assert span.attributes["gen_ai.usage.input_tokens"] == 900
    assert span.attributes["assistant.retrieve_ms"] == 9.0
    assert span.end_time - span.start_time >= 27_000_000
    assert not any("Novak" in str(value) for value in span.attributes.values())
