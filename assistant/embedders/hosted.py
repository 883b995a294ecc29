"""An embedding model of a provider, through LangChain's `init_embeddings`.

The texts of all articles, and every question, are sent to the provider.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from assistant.embedders.base import Embedder, Matrix, unit
from assistant.errors import ModelError, SettingsError
from assistant.providers.catalog import PROVIDERS, ModelState, arguments_for, provider_state
from assistant.providers.model_faults import fault, hide_secrets, provider_errors, redact

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


SETTING = "ASSISTANT_EMBEDDINGS"
# A question waits so long for its vector, whatever the provider's client allows.
_SECONDS = 15.0


class HostedEmbedder(Embedder):
    """Unit vectors from any LangChain embedding model; its name is also the vectors' id."""

    def __init__(self, name: str, model: "Embeddings", arguments: str = "") -> None:
        self.embedder_id = name
        self._model = model
        self._arguments = arguments

    def __reduce__(self) -> tuple[Any, ...]:
        """A worker of a cluster opens the model by itself."""
        return open_hosted, (self.embedder_id, self._arguments)

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One unit vector a text, in the order of the texts.

        Raises:
            ModelFault: the provider or the network failed.
        """
        with provider_errors(self.embedder_id):
            return self._units(self._model.embed_documents(list(texts)))

    def vector(self, text: str) -> Matrix:
        """The unit vector of a question; some models embed questions in another way than texts.

        Raises:
            ModelFault: the provider or the network failed, or took longer than 15 seconds.
        """
        made: Future[list[float]] = Future()

        def embed() -> None:
            try:
                made.set_result(self._model.embed_query(text))
            except Exception as error:  # noqa: BLE001 - it is raised where the vector is taken
                made.set_exception(error)

        # A daemon: a client that hangs does not keep the program from ending.
        threading.Thread(target=embed, name="embed a question", daemon=True).start()
        with provider_errors(self.embedder_id):
            try:
                numbers = made.result(_SECONDS)
            except TimeoutError:
                raise fault(self.embedder_id, "timeout") from None
        one: Matrix = self._units([numbers])[0]
        return one

    def _units(self, numbers: Sequence[Sequence[float]]) -> Matrix:
        import numpy as np

        return unit(np.asarray(numbers, dtype=np.float32))


def state_of(name: str, arguments: str = "") -> ModelState:
    """Whether the model's package and key are there; nothing is loaded or sent.

    Raises:
        SettingsError: the arguments are not a JSON object.
    """
    has_key = "api_key" in arguments_for(name, arguments, f"{SETTING}_ARGS")
    return provider_state(name, SETTING, built_in="minilm", has_key=has_key, embeds=True)


def open_hosted(name: str, arguments: str = "") -> HostedEmbedder:
    """The embedder `provider:name`; `arguments` is the JSON of ASSISTANT_EMBEDDINGS_ARGS.

    Raises:
        ModelError: the name is unknown, or the provider's package or key is missing.
        SettingsError: the arguments are not a JSON object, or the provider does not take them.
    """
    chosen = arguments_for(name, arguments, f"{SETTING}_ARGS")
    hide_secrets(chosen)
    state = state_of(name, arguments)
    if state.problem:
        raise ModelError(state.problem)
    provider, _, model = name.partition(":")
    with provider_errors(name):
        from langchain.embeddings import init_embeddings

        try:
            opened = init_embeddings(model, provider=PROVIDERS[provider].langchain, **chosen)
        except (TypeError, ValueError) as error:
            raise SettingsError(
                f"{SETTING}_ARGS does not suit {name}: {redact(str(error))[:200]}; "
                "correct the arguments"
            ) from None
    return HostedEmbedder(name, opened, arguments)
