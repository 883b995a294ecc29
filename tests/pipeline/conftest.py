"""A small OpenAI-style server on loopback that says what a test has scripted."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Script:
    """What the server says next, and the requests that it has received.

    `others` are whole answers to requests whose system prompt begins with their keys.
    """

    url: str = ""
    pieces: list[str] = field(default_factory=list)
    status: int = 200
    cut: bool = False
    requests: list[dict] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)

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
        if self.script.status != 200:
            self._say_json({"error": {"message": "out of order"}}, self.script.status)
        elif body.get("stream"):
            self._stream()
        else:
            message = {"role": "assistant", "content": self.script.says(body)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self._say_json({**_head("chat.completion"), "choices": [choice], "usage": _USAGE}, 200)

    def _say_json(self, body: dict, status: int) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in self.script.pieces:
            self._event(json.dumps({**_head("chat.completion.chunk"), "choices": [_delta(piece)]}))
        if self.script.cut:
            self.close_connection = True
            return
        self._event(json.dumps({**_head("chat.completion.chunk"), "choices": [_delta("", "stop")]}))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: str) -> None:
        content = f"data: {data}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()


_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def _head(kind: str) -> dict:
    return {"id": "c1", "object": kind, "created": 0, "model": "scripted"}


def _delta(piece: str, finish: str | None = None) -> dict:
    delta = {"role": "assistant", "content": piece}
    return {"index": 0, "delta": delta, "finish_reason": finish}


@pytest.fixture
def scripted_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """The script of a server that `openai:scripted` talks to."""
    script = Script()
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}/v1"
    monkeypatch.setenv("OPENAI_API_KEY", "no-key-is-needed")
    monkeypatch.setenv("OPENAI_BASE_URL", script.url)
    yield script
    server.shutdown()
    server.server_close()
    thread.join()
