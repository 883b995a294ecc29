"""A Chroma server that holds the vectors of one or several homes, one collection a generation."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from assistant.errors import IndexAway, IndexDamaged, SettingsError

_CLOUD = "https://api.trychroma.com"
_CONNECT_SECONDS = 10
_NOTE = "collection.json"


class Kept(NamedTuple):
    """A complete collection on a server: its name, its size, and the chunks it cannot reach."""

    name: str
    chunks: int
    strays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """The address of a server and the headers of each call; with a key it is Chroma Cloud."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    tenant: str = ""
    database: str = ""
    api_key: str = field(default="", repr=False)

    def client(self) -> Any:
        """A new client; call this inside `asked`."""
        import chromadb
        import httpx
        from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings

        # Chroma's client waits forever for a host that does not exist, and leaves its connections
        # open after a refusal. Therefore check with a request first.
        told = {**self.headers, "X-Chroma-Token": self.api_key} if self.api_key else self.headers
        heartbeat = f"{self.address}/api/v2/heartbeat"
        httpx.get(heartbeat, headers=told, timeout=_CONNECT_SECONDS).raise_for_status()
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        if self.api_key:
            host, port = _host_and_port(self.address)
            return chromadb.CloudClient(
                self.tenant or None,
                self.database or None,
                self.api_key,
                settings,
                cloud_host=host,
                cloud_port=port,
                enable_ssl=self.address.startswith("https"),
            )
        return chromadb.HttpClient(
            self.address,
            _host_and_port(self.address)[1],
            ssl=self.address.startswith("https"),
            headers=dict(self.headers),
            settings=settings,
            tenant=self.tenant or DEFAULT_TENANT,
            database=self.database or DEFAULT_DATABASE,
        )

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Map the errors of the server.

        Raises:
            IndexAway: the server cannot be reached, does not answer, or refuses access.
            IndexDamaged: the server does not have the collection.
        """
        import httpx
        from chromadb.errors import AuthorizationError, ChromaAuthError, ChromaError, NotFoundError

        try:
            yield
        except NotFoundError as error:
            raise IndexDamaged(
                f"the Chroma server {self.address} no longer holds the vectors; "
                "assistant doctor --rebuild puts them there again"
            ) from error
        except (ChromaAuthError, AuthorizationError) as error:
            raise self._refused() from error
        except httpx.HTTPStatusError as error:
            refused = error.response.status_code in (401, 403)
            raise self._refused() if refused else self._away(error) from error
        except (ChromaError, httpx.HTTPError, ValueError, RuntimeError, OSError) as error:
            raise self._away(error) from error

    def _refused(self) -> IndexAway:
        return IndexAway(
            f"the Chroma server {self.address} refuses to answer; "
            "correct ASSISTANT_CHROMA_HEADERS or ASSISTANT_CHROMA_API_KEY"
        )

    def _away(self, error: Exception) -> IndexAway:
        return IndexAway(
            f"the Chroma server {self.address} cannot be used ({' '.join(str(error).split())}); "
            "see that it runs, and that ASSISTANT_CHROMA names it"
        )

    def kept(self, library_id: str, state: str) -> Kept | None:
        """The complete collection of this state of a library, whichever machine filled it."""
        with self._opened() as client:
            for found in client.list_collections():
                known = found.metadata or {}
                if (known.get("library"), known.get("state")) == (library_id, state):
                    strays = tuple(json.loads(known["strays"]))
                    return Kept(found.name, int(known["chunks"]), strays)
        return None

    def declare_whole(self, library_id: str, state: str, kept: Kept) -> None:
        """Mark a collection as complete, so that every machine of the library uses it."""
        known = {"library": library_id, "state": state}
        with self._opened() as client:
            client.get_collection(kept.name, embedding_function=None).modify(
                metadata={**known, "chunks": kept.chunks, "strays": json.dumps(kept.strays)}
            )

    def drop(self, name: str) -> None:
        """Remove a collection if it exists."""
        with suppress(IndexDamaged), self._opened() as client:
            client.delete_collection(name)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        with self.asked():
            client = self.client()
            try:
                yield client
            finally:
                close_client(client)


Server: TypeAlias = ChromaServer | None


def named_server(
    address: str, headers: str = "", tenant: str = "", database: str = "", api_key: str = ""
) -> Server:
    """The server that the settings name; None if vectors are in the home folder.

    Raises:
        SettingsError: the address is invalid, or the headers are not a JSON object of strings.
    """
    address = (address or (_CLOUD if api_key else "")).rstrip("/")
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise SettingsError(
            "ASSISTANT_CHROMA is no address of a Chroma server; write http://HOST:PORT"
        )
    return ChromaServer(address, _headers(headers), tenant, database, api_key)


def close_client(client: Any) -> None:
    """Close a client and its connections; Chroma's own `close` leaves them open."""
    parts = (client._server, client._admin_client._server)
    connections = [part._session for part in parts if hasattr(part, "_session")]
    client.close()
    for connection in connections:
        connection.close()


def name_collection(folder: Path, library_id: str, name: str = "") -> str:
    """Write the name of a collection, by default a new one, into a generation's folder."""
    name = name or f"news-{library_id}-{uuid.uuid4().hex[:12]}"
    (folder / _NOTE).write_text(json.dumps({"collection": name}), "utf-8")
    return name


def collection_of(folder: Path) -> str | None:
    """The collection that a generation's folder names, or None."""
    try:
        return str(json.loads((folder / _NOTE).read_text("utf-8"))["collection"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop_unused(server: Server, folder: Path, used: Sequence[str | None]) -> bool:
    """Remove a folder's collection from the server; False if the server does not answer."""
    name = collection_of(folder)
    if server is None or name is None or name in used:
        return True
    try:
        server.drop(name)
    except IndexAway:
        return False
    return True


def _host_and_port(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _headers(written: str) -> dict[str, str]:
    if not written:
        return {}
    try:
        found = json.loads(written)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise SettingsError(
            'ASSISTANT_CHROMA_HEADERS is no JSON object of texts; write {"Authorization": "..."}'
        )
    return found
