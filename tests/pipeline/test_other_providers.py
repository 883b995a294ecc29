"""The clients of the other providers against servers of their formats."""

import gc
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.answer import stream
from assistant.assistant import Assistant
from assistant.embedders.opening import OpenedEmbedder
from assistant.errors import ModelFault
from assistant.providers.catalog import PROVIDERS
from assistant.settings import load_settings

VOTE = "The council of Farnham voted 9 to 4 on Monday to close the old bridge."
COST = "Repairs will cost 2 million pounds, the engineer told the council."
DOCUMENTS = [{"title": "Council closes bridge", "text": f"{VOTE} {COST}"}]
QUESTION = "Why did the council of Farnham vote to close the bridge?"
FIRST = "The council voted 9 to 4 to close the old bridge [1]. "
PLAIN = ["The council voted 9 to 4 ", "to close the old bridge [1]."]
KEY = "sk-test-0123456789abcdef"
NAMES = ("anthropic", "ollama", "google", "mistral")
# These clients warn of things in their own code.
pytestmark = [
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def anthropic(pieces: list[str], ending: str | None) -> Iterator[str]:
    usage = {"input_tokens": 1000, "output_tokens": 100}
    head: dict[str, Any] = {"id": "m", "type": "message", "role": "assistant", "model": "m"}
    begun = {**head, "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}
    events: list[dict[str, Any]] = [{"type": "message_start", "message": begun}]
    block = {"type": "text", "text": ""}
    events.append({"type": "content_block_start", "index": 0, "content_block": block})
    for text in pieces:
        delta = {"type": "text_delta", "text": text}
        events.append({"type": "content_block_delta", "index": 0, "delta": delta})
    if ending:
        last = {"stop_reason": ending, "stop_sequence": None}
        events += [{"type": "message_delta", "delta": last, "usage": usage}]
        events += [{"type": "message_stop"}]
    return (f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events)


def ollama(pieces: list[str], ending: str | None) -> Iterator[str]:
    head = {"model": "m", "created_at": "2030-01-01T00:00:00Z"}
    lines = [
        {**head, "message": {"role": "assistant", "content": text}, "done": False}
        for text in pieces
    ]
    if ending:
        counts = {"prompt_eval_count": 1000, "eval_count": 100}
        last = {"message": {"role": "assistant", "content": ""}, "done": True}
        lines.append({**head, **last, "done_reason": ending, **counts})
    return (f"{json.dumps(line)}\n" for line in lines)


def google(pieces: list[str], ending: str | None) -> Iterator[str]:
    def event(text: str, **more: Any) -> dict[str, Any]:
        return {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0, **more}

    events: list[dict[str, Any]] = [{"candidates": [event(text)]} for text in pieces]
    if ending:
        counts = {"promptTokenCount": 1000, "candidatesTokenCount": 100, "totalTokenCount": 1100}
        last = event("", finishReason=ending)
        events.append({"candidates": [last], "usageMetadata": counts})
    return (f"data: {json.dumps(one)}\n\n" for one in events)


def mistral(pieces: list[str], ending: str | None) -> Iterator[str]:
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "m"}

    def event(text: str, ending: str | None = None) -> dict[str, Any]:
        delta = {"role": "assistant", "content": text}
        return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": ending}]}

    events = [event(text) for text in pieces]
    if ending:
        counts = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        events.append({**event("", ending), "usage": counts})
    yield from (f"data: {json.dumps(one)}\n\n" for one in events)
    if ending:
        yield "data: [DONE]\n\n"


FORMATS = {"anthropic": anthropic, "ollama": ollama, "google": google, "mistral": mistral}
WHOLE = {"anthropic": "end_turn", "ollama": "stop", "google": "STOP", "mistral": "stop"}
TOO_LONG = {"anthropic": "max_tokens", "ollama": "length", "google": "MAX_TOKENS",
            "mistral": "length"}  # fmt: skip


@dataclass
class Script:
    """What the server says to each request, and the requests that it has received."""

    provider: str
    pieces: list[str] = field(default_factory=list)
    ending: str | None = None
    failures: list[tuple[int, dict, str]] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    script: Script

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        script = self.script
        length = self.headers["Content-Length"]
        body = self.rfile.read(int(length)) if length else b"".join(self._chunks())
        script.requests.append(json.loads(body))
        if script.failures:
            status, headers, message = script.failures.pop(0)
            error = {"message": message, "code": status, "status": "", "type": "error"}
            says = {"error": message if script.provider == "ollama" else error}
            self._say(status, [json.dumps(says)], "application/json", headers)
        else:
            kind = "application/x-ndjson" if script.provider == "ollama" else "text/event-stream"
            self._say(200, FORMATS[script.provider](script.pieces, script.ending), kind, {})

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()

    def _say(self, status: int, texts: Any, kind: str, headers: dict) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for text in texts:
            self.wfile.write(text.encode())
        self.close_connection = True


@pytest.fixture(params=NAMES)
def script(request) -> Iterator[Script]:
    script = Script(request.param, PLAIN, WHOLE[request.param])
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}"
    yield script
    server.shutdown()
    server.server_close()
    thread.join()
    if request.param == "google":
        gc.collect()  # its client leaves a coroutine behind, which warns while this test runs


@pytest.fixture
def ask(script, tmp_path, monkeypatch) -> Callable[..., Any]:
    monkeypatch.setattr(stream, "_sleep", lambda seconds, stopped: None)
    for variable in PROVIDERS[script.provider].keys[:1]:
        monkeypatch.setenv(variable, KEY)

    def ask(**arguments: Any) -> Any:
        address = script.url + ("/v1" if script.provider == "mistral" else "")
        settings = load_settings(
            home=tmp_path,
            model=f"{script.provider}:m",
            threshold=0.0,
            model_seconds=60.0,
            model_args=json.dumps({"base_url": address, **arguments}),
        )
        return Assistant(None, None, OpenedEmbedder(None), settings).ask(
            QUESTION, documents=DOCUMENTS
        )

    return ask


def test_an_answer_is_read_and_nothing_is_sent_unasked(ask, script):
    answer = ask()
    assert answer.answer == FIRST.strip()
    assert answer.usage == {"input_tokens": 1000, "output_tokens": 100}
    sent = script.requests[0]
    options = {**sent, **sent.get("options", {}), **sent.get("generationConfig", {})}
    assert not options.keys() & {"temperature", "top_p", "topP", "topK"}


def test_evidence_comes_first_where_the_profile_allows_it(ask, script):
    said = {"evidence": [{"excerpt": 1, "words": "voted 9 to 4 on Monday"}],
            "text": "The council voted 9 to 4 to close the old bridge."}  # fmt: skip
    text = json.dumps({"sentences": [said]})
    script.pieces = [text[at : at + 9] for at in range(0, len(text), 9)]
    answer = ask(profile={"structured_output": True})
    assert [citation.quote for citation in answer.citations] == [VOTE]
    assert '"sentences"' in json.dumps(script.requests[0])
    script.failures = [(400, {}, "the form is not supported")]
    script.pieces = PLAIN
    assert ask(profile={"structured_output": True}).answer == FIRST.strip()


@pytest.mark.parametrize(
    ("status", "kind", "tries"),
    [(401, "key", 1), (403, "forbidden", 1), (404, "missing", 1), (413, "too_long", 2),
     (429, "busy", 6), (500, "server", 3), (503, "server", 3), (504, "timeout", 2)],
)  # fmt: skip
def test_each_status_has_its_outcome_and_is_retried_here_alone(
    ask, script, sent_to_langsmith, status, kind, tries
):
    script.failures = [(status, {}, f"no {KEY}")] * 9
    with pytest.raises(ModelFault) as caught:
        ask()
    assert (caught.value.kind, len(script.requests)) == (kind, tries)
    assert KEY not in "".join([*sent_to_langsmith, str(caught.value)])
    assert any(f"The model {script.provider}:m failed" in sent for sent in sent_to_langsmith)
    assert "{" not in str(caught.value)


@pytest.mark.parametrize("ending", [TOO_LONG, dict.fromkeys(NAMES), dict.fromkeys(NAMES, "other")])
def test_a_sentence_that_is_cut_off_is_dropped(ask, script, ending):
    script.pieces = [FIRST, "Repairs will cost 2 million pounds [1]"]
    script.ending = ending[script.provider]
    answer = ask()
    assert len(answer.claims) == 1
    assert any("broke off" in notice for notice in answer.notices)
