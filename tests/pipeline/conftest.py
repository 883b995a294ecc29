"""A small OpenAI-style server on loopback that says what a test has scripted."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.tracers.context import tracing_v2_enabled

USAGE = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}


@dataclass
class Script:
    """What the server says next, and the requests that it has received.

    `others` are whole answers to requests whose system prompt begins with their keys. `failures`
    are the statuses, headers and error objects of the first requests; `hang` is how many seconds
    pass before the first byte, `pause` before each piece; with `keep_alive`, comments come for ever
    instead of an answer. `raw` is sent in place of the pieces; `deltas` are sent before them.
    `whole_status` and `whole_finish` are those of answers that do not stream; `usage` is what all
    answers count, and None leaves it out.
    """

    url: str = ""
    pieces: list[str] = field(default_factory=list)
    status: int = 200
    cut: bool = False
    finish: str = "stop"
    failures: list[tuple[int, dict, dict]] = field(default_factory=list)
    hang: float = 0.0
    pause: float = 0.0
    keep_alive: bool = False
    raw: str = ""
    deltas: list[dict] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    requests: list[dict] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    whole_status: int = 200
    whole_finish: str = "stop"
    usage: dict | None = field(default_factory=lambda: USAGE)

    def says(self, request: dict) -> str:
        """The answer to a request that does not stream."""
        system = str(request["messages"][0]["content"])
        fitting = (text for start, text in self.others.items() if system.startswith(start))
        return next(fitting, "".join(self.pieces))


class _Handler(BaseHTTPRequestHandler):
    script: Script

    def log_message(self, *args: object) -> None:
        """Say nothing: the tests read what was received from the script."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.script.requests.append(body)
        self.script.over.wait(self.script.hang)
        if self.script.failures:
            status, headers, error = self.script.failures.pop(0)
            self._say_json({"error": error}, status, headers)
        elif self.script.status != 200:
            self._say_json({"error": {"message": "out of order"}}, self.script.status)
        elif body.get("stream"):
            self._stream()
        elif self.script.whole_status != 200:
            self._say_json({"error": {"message": "out of order"}}, self.script.whole_status)
        else:
            message = {"role": "assistant", "content": self.script.says(body)}
            choice = {"index": 0, "message": message, "finish_reason": self.script.whole_finish}
            self._say_json(
                {**_head("chat.completion"), "choices": [choice], "usage": self.script.usage}, 200
            )

    def _say_json(self, body: dict, status: int, headers: dict | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while self.script.keep_alive and not self.script.over.wait(0.05):
            self._chunk(b": still here\n\n")
        if self.script.raw:
            self._event(self.script.raw)
        for extra in self.script.deltas:
            delta = {"index": 0, "delta": {"role": "assistant", **extra}, "finish_reason": None}
            self._event(json.dumps({**_head("chat.completion.chunk"), "choices": [delta]}))
        role = {"role": "assistant"}
        for piece in self.script.pieces:
            self.script.over.wait(self.script.pause)
            choice = _delta(piece, **role)
            self._event(json.dumps({**_head("chat.completion.chunk"), "choices": [choice]}))
            role = {}
        if self.script.cut:
            self.close_connection = True
            return
        self._event(
            json.dumps(
                {
                    **_head("chat.completion.chunk"),
                    "choices": [_delta("", finish=self.script.finish)],
                }
            )
        )
        if usage := self.script.usage:
            last = {"choices": [], "usage": usage}
            self._event(json.dumps({**_head("chat.completion.chunk"), **last}))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: str) -> None:
        self._chunk(f"data: {data}\n\n".encode())

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is part of the tests."""


def _head(kind: str) -> dict:
    return {"id": "c1", "object": kind, "created": 0, "model": "scripted"}


def _delta(piece: str, finish: str | None = None, **role: str) -> dict:
    return {"index": 0, "delta": {**role, "content": piece}, "finish_reason": finish}


@pytest.fixture
def scripted_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """The script of a server that `openai:scripted` talks to."""
    script = Script()
    handler = type("Handler", (_Handler,), {"script": script})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}/v1"
    monkeypatch.setenv("OPENAI_API_KEY", "no-key-is-needed")
    monkeypatch.setenv("OPENAI_BASE_URL", script.url)
    yield script
    script.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


class _LangSmith:
    """Takes what LangChain would send to LangSmith."""

    tracing_mode = "langsmith"

    def __init__(self) -> None:
        self.sent: list[str] = []

    def create_run(self, *given: object, **run: object) -> None:
        self.sent.append(repr((given, run)))

    update_run = create_run


@pytest.fixture
def sent_to_langsmith() -> Iterator[list[str]]:
    """What LangSmith would be sent by the test."""
    langsmith: Any = _LangSmith()
    with tracing_v2_enabled(client=langsmith):
        yield langsmith.sent
