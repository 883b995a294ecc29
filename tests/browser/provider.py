"""An OpenID provider on loopback, which believes whoever says who they are."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "the-page"


@contextmanager
def providing(*people: str) -> Iterator[str]:
    """The provider's address, until the block ends; it offers these people's mail addresses."""
    server = _Server(people)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """The people whom it knows, the key that it signs with, and the nonce of each sign-in."""

    def __init__(self, people: tuple[str, ...]) -> None:
        super().__init__(("127.0.0.1", 0), _Provider)
        self.people = people
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.nonces: dict[str, str] = {}


class _Provider(BaseHTTPRequestHandler):
    """The code flow of OpenID Connect: a code names its person, and is changed for a token."""

    server: _Server

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/.well-known/openid-configuration":
            self._json(self._metadata())
        elif asked.path == "/keys":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        elif asked.path == "/authorize":
            self._offer(given)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        given = parse_qs(self.rfile.read(length).decode())
        self._json(self._token(given["code"][0]))

    def _metadata(self) -> dict[str, object]:
        issuer = self._issuer()
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _offer(self, given: dict[str, str]) -> None:
        """A link for each person, back to where the question came from."""
        links = []
        for person in self.server.people:
            self.server.nonces[person] = given["nonce"]
            back = (
                given["redirect_uri"] + "?" + urlencode({"code": person, "state": given["state"]})
            )
            links.append(f'<p><a href="{escape(back)}">{escape(person)}</a></p>')
        self._send("text/html", f"<h1>Who are you?</h1>{''.join(links)}".encode())

    def _token(self, person: str) -> dict[str, object]:
        now = int(time.time())
        claims = {
            "iss": self._issuer(),
            "aud": CLIENT,
            "sub": person,
            "email": person,
            "nonce": self.server.nonces[person],
            "iat": now,
            "exp": now + 3600,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.server.key)
        return {"access_token": person, "token_type": "Bearer", "id_token": signed}

    def _issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def _json(self, told: dict[str, object]) -> None:
        self._send("application/json", json.dumps(told).encode())

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a test's output is its own."""
