"""The vectors in a Chroma server: the same answers, whole generations, a server that is away."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import httpx
import pytest

from assistant import Assistant
from assistant.errors import IndexAway, SettingsError
from assistant.index.server import ChromaServer, close_client, named_server
from bench.browsing import free_port
from tests.beyond.machines import answers, hits, machine
from tests.beyond.servers import chroma_server
from tests.hashing import HashingEmbedder

EMBEDDER = HashingEmbedder()
QUESTIONS = [
    "What was vetoed by China and Russia?",
    "How many barrels of crude oil could North Korea import?",
    "Who resigned?",
    "Which countries supported the resolution?",
    "What did the ministry say about the price of bread on Mars?",
]
ARTICLE = "The harbour board of {place} met on Tuesday.\n\nIt will deepen the {place} channel.\n"


@pytest.fixture
def server(chroma: str) -> Iterator[ChromaServer]:
    """The server, emptied when the test has ended."""
    made = ChromaServer(chroma)
    yield made
    for name in collections(made):
        made.drop(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "one.txt").write_text(ARTICLE.format(place="Ostend"))
    return made


def collections(server: ChromaServer) -> list[str]:
    client = server.client()
    try:
        return [found.name for found in client.list_collections()]
    finally:
        close_client(client)


def found_by_vector(index: Any, words: str) -> set[str]:
    nearest = index.vectors(EMBEDDER.vector(words), 1)
    return {excerpt.source for excerpt in index.excerpts([hit.chunk_id for hit in nearest])}


def bad(assistant: Assistant) -> list[str]:
    return [finding.what for finding in assistant.doctor() if not finding.ok]


def test_the_seeds_give_the_same_answers_from_a_server(
    server: ChromaServer, seeds: Path, tmp_path: Path
):
    with (
        machine(tmp_path / "here", EMBEDDER) as here,
        machine(tmp_path / "there", EMBEDDER, server=server) as there,
    ):
        for one in (here, there):
            one.index([seeds])
        assert hits(there, QUESTIONS) == hits(here, QUESTIONS)
        assert answers(there, QUESTIONS) == answers(here, QUESTIONS)
        assert there.status().coverage == 1
        assert bad(there) == []
    assert not list((tmp_path / "there").rglob("chroma.sqlite3"))


def test_a_question_keeps_the_generation_that_it_began_with_and_the_next_has_the_new_one(
    server: ChromaServer, folder: Path, tmp_path: Path
):
    with machine(tmp_path / "home", EMBEDDER, server=server) as one:
        one.index([folder])
        with one._indexes.pinned() as before:
            assert found_by_vector(before, "Trieste channel") == {"one.txt"}
            (folder / "two.txt").write_text(ARTICLE.format(place="Trieste"))
            one.index([folder])
            assert found_by_vector(before, "Trieste channel") == {"one.txt"}
        with one._indexes.pinned() as after:
            assert found_by_vector(after, "Trieste channel") == {"two.txt"}
        assert one.status().notices == ()
        (folder / "one.txt").unlink()
        one.index([folder])
        assert found_by_vector(after, "Ostend channel") <= {"one.txt", "two.txt"}
    with machine(tmp_path / "home", EMBEDDER, server=server) as again:
        again.index([folder])
        assert len(collections(server)) == 1


def test_a_collection_that_was_never_whole_is_not_searched_and_goes_with_the_next_run(
    server: ChromaServer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with machine(tmp_path / "home", EMBEDDER, server=server) as one:
        with monkeypatch.context() as patched:
            patched.setattr(ChromaServer, "declare_whole", dies)
            with pytest.raises(KeyboardInterrupt):
                one.index([folder])
        assert len(collections(server)) == 1
        one.index([folder])
        assert len(collections(server)) == 1
        assert bad(one) == []


def test_what_the_server_lost_is_found_by_the_doctor_and_put_there_again(
    server: ChromaServer, folder: Path, tmp_path: Path
):
    with machine(tmp_path / "home", EMBEDDER, server=server) as one:
        one.index([folder])
        [name] = collections(server)
        server.drop(name)
        [what] = bad(one)
        assert "no longer holds the vectors" in what
        assert "assistant doctor --rebuild" in what
        one.doctor(rebuild=True)
        assert bad(one) == []


def test_a_collection_that_goes_while_it_is_open_costs_no_answer(
    server: ChromaServer, folder: Path, tmp_path: Path
):
    with machine(tmp_path / "home", EMBEDDER, server=server) as one:
        one.index([folder])
        expected = hits(one, ["Ostend channel"])
        [name] = collections(server)
        server.drop(name)
        assert hits(one, ["Ostend channel"]) == expected
        assert hits(one, ["Ostend channel"]) == expected
        assert len(collections(server)) == 1


def test_a_server_that_is_away_is_one_sentence_and_questions_are_answered_all_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("assistant.index.live_index._AWAY_SECONDS", 0)
    port = free_port()
    server = ChromaServer(f"http://127.0.0.1:{port}")
    with machine(tmp_path / "home", EMBEDDER, server=server) as one:
        with chroma_server(tmp_path / "chroma", port):
            one.index([folder])
            expected = hits(one, ["Ostend channel"])
        assert hits(one, ["Ostend channel"]) == expected
        assert hits(one, ["Ostend channel"]) == expected
        [notice] = one.status().notices
        assert f"127.0.0.1:{port} cannot be used" in notice
        assert "see that it runs" in notice
        (folder / "two.txt").write_text(ARTICLE.format(place="Trieste"))
        with pytest.raises(IndexAway, match="see that it runs, and that ASSISTANT_CHROMA names it"):
            one.index([folder])
        assert hits(one, ["Trieste"])[0][0][0] == "two.txt"
        with chroma_server(tmp_path / "chroma", port):
            one.index([folder])
            assert hits(one, ["Trieste"])[0][0][0] == "two.txt"
            assert one.status().notices == ()
            assert bad(one) == []


def test_a_library_moves_to_a_server_and_back_with_nothing_embedded_twice(
    server: ChromaServer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    home = tmp_path / "home"
    with machine(home, EMBEDDER) as here:
        here.index([folder])
        expected = hits(here, ["Ostend channel"])
    monkeypatch.setattr(HashingEmbedder, "vectors", pytest.fail)
    with machine(home, EMBEDDER, server=server) as there, there._indexes.pinned() as index:
        assert len(index.vectors(vector_of("Ostend"), 5)) == len(index)
        assert collections(server)
    with machine(home, EMBEDDER) as back, back._indexes.pinned() as index:
        assert len(index.vectors(vector_of("Ostend"), 5)) == len(index)
        assert back.status().notices == ()
    assert expected


def vector_of(text: str) -> Any:
    return type("Own", (HashingEmbedder,), {"vectors": OWN_VECTORS})().vector(text)


OWN_VECTORS = HashingEmbedder.vectors


@contextmanager
def guarded(chroma: str, secret: str) -> Iterator[str]:
    """A proxy that lets through only who brings the secret."""

    class Proxy(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            if self.headers.get("Authorization") != secret:
                self.send_error(403)
                return
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size) if size else None
            kept = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            asked = Request(chroma + self.path, body, kept, method=self.command)
            try:
                with urlopen(asked) as answer:
                    status, said = answer.status, answer.read()
            except HTTPError as error:
                with error:
                    status, said = error.code, error.read()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any

        def log_message(self, *_: object) -> None:
            """Nothing is to be said."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_port}"
        proxy.shutdown()


def test_headers_reach_the_proxy_that_guards_a_server(
    server: ChromaServer, chroma: str, folder: Path, tmp_path: Path
):
    with guarded(chroma, "Bearer good") as address:
        told = named_server(address, '{"Authorization": "Bearer good"}')
        with machine(tmp_path / "home", EMBEDDER, server=told) as one:
            one.index([folder])
            assert len(collections(server)) == 1
            assert bad(one) == []
        untold = named_server(address)
        with (
            machine(tmp_path / "other", EMBEDDER, server=untold) as one,
            pytest.raises(IndexAway, match="refuses to answer; correct ASSISTANT_CHROMA_HEADERS"),
        ):
            one.index([folder])


def test_with_a_key_it_is_the_cloud_s_client_that_calls(monkeypatch: pytest.MonkeyPatch):
    import chromadb

    called: dict[str, Any] = {}

    def cloud(*given: object, **named: object) -> str:
        called.update(given=given[:3], **named)
        return "client"

    def heartbeat(address: str, headers: dict[str, str], **_: object) -> httpx.Response:
        called.update(token=headers["X-Chroma-Token"])
        return httpx.Response(200, request=httpx.Request("GET", address))

    monkeypatch.setattr(chromadb, "CloudClient", cloud)
    monkeypatch.setattr(httpx, "get", heartbeat)
    server = named_server("", tenant="t", database="d", api_key="k")
    assert server is not None
    assert server.client() == "client"
    assert called == {
        "token": "k",
        "given": ("t", "d", "k"),
        "cloud_host": "api.trychroma.com",
        "cloud_port": 443,
        "enable_ssl": True,
    }


def test_no_secret_stands_in_what_a_server_shows_of_itself():
    server = named_server("https://chroma.example", '{"X-Token": "hidden"}', api_key="hidden")
    assert "hidden" not in repr(server)


def test_without_an_address_vectors_lie_in_the_home():
    assert named_server("") is None


@pytest.mark.parametrize("address", ["chroma", "ftp://host", "http://", "http://me:word@host"])
def test_an_address_that_is_none_is_refused_with_what_to_write(address: str):
    with pytest.raises(SettingsError, match="write http://HOST:PORT"):
        named_server(address)


@pytest.mark.parametrize("headers", ["Authorization: x", "[1]", '{"a": 1}'])
def test_headers_that_are_none_are_refused_with_what_to_write(headers: str):
    with pytest.raises(SettingsError, match="ASSISTANT_CHROMA_HEADERS is no JSON object"):
        named_server("http://127.0.0.1:8000", headers)
