"""Which embedder is used: the one that the settings name, if it made the library's vectors."""

from typing import NamedTuple

from assistant.embedders.base import WHOLE, Embedder, Projection
from assistant.embedders.minilm.embedder import EMBEDDER_ID, MiniLM, open_minilm

BUILT_IN = "minilm"
_PROJECTIONS = {EMBEDDER_ID: MiniLM.projection}


class OpenedEmbedder(NamedTuple):
    """The embedder, or None and the sentence that says why there is none.

    `refused` is an embedder that did not make the library's vectors: it can be used once the
    library is embedded again with it.
    """

    embedder: Embedder | None
    notice: str | None = None
    refused: Embedder | None = None


def open_embedder(name: str = BUILT_IN, arguments: str = "") -> OpenedEmbedder:
    """The embedder called `minilm`, or `provider:name` through LangChain's `init_embeddings`.

    Raises:
        ModelError: the name is unknown, or the provider's package or key is missing.
        SettingsError: the arguments are not a JSON object, or the provider does not take them.
    """
    if is_built_in_embedder(name):
        return OpenedEmbedder(*open_minilm())
    from assistant.embedders.hosted import open_hosted

    return OpenedEmbedder(open_hosted(name, arguments))


def is_built_in_embedder(name: str) -> bool:
    """Whether texts are embedded in this program; none then leaves the machine."""
    return name == BUILT_IN


def suiting(opened: OpenedEmbedder, library_model: str | None) -> OpenedEmbedder:
    """The embedder, unless the library's vectors are of another model; then it is refused."""
    chosen = opened.embedder
    if chosen is None or library_model in (None, chosen.embedder_id):
        return opened
    notice = (
        f"Searching by words alone, not by meaning: this library's vectors were made by "
        f"{library_model}, and ASSISTANT_EMBEDDINGS names {chosen.embedder_id}. To embed the "
        "library again, run: assistant doctor --rebuild. Or set ASSISTANT_EMBEDDINGS back."
    )
    return OpenedEmbedder(None, notice, chosen)


def projection_of(embedder_id: str | None) -> Projection:
    """How the approximate index keeps the vectors of an embedder; whole for one not known here."""
    return _PROJECTIONS.get(embedder_id or "", WHOLE)
