"""The OpenTelemetry span of an answer."""

import os
import subprocess
import sys
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


def test_the_variables_of_opentelemetry_turn_spans_on():
    """In a process of its own, because OpenTelemetry is set up once for each."""
    program = (
        "from opentelemetry import trace\n"
        "from assistant.answer.trace import record_span\n"
        "from assistant.reply import Answer\n"
        "answer = Answer('a', 'a', 'b', abstained=True, reason=None, confidence=0.5)\n"
        "record_span(answer, 1)\n"
        "print(type(trace.get_tracer_provider()).__module__)\n"
    )
    for variables, set_up in (
        ({}, "opentelemetry.trace"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}, "opentelemetry.sdk.trace"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "OTEL_EXPORTER_OTLP_TIMEOUT": "1", **variables},
        )
        assert done.stdout.strip() == set_up, done.stderr
