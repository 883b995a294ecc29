"""A language model on this machine: a llama.cpp server in this process, on loopback.

The server starts with the first question and ends with the program. Context length and chat
template come from the model's file.
"""

import json
import os
import threading
import urllib.request
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.errors import ModelError
from assistant.providers.local_files import find_file

_STARTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: the address of its OpenAI-style interface, and its context in tokens."""

    base_url: str
    context: int
    server: Any


def serve(name: str) -> Served:
    """The server of a GGUF file, or of `smollm2`; started at the first call, the same after it.

    Raises:
        ModelError: there is no such file, the package that carries it is missing, or llama.cpp
            cannot load it.
    """
    with _STARTING:
        return _started(str(find_file(name).resolve()))


@cache
def _started(path: str) -> Served:
    import xllamacpp

    try:
        server = xllamacpp.Server(_parameters(xllamacpp.CommonParams(), path))
        address = server.listening_address
        with urllib.request.urlopen(f"{address}/props", timeout=10) as answer:
            properties = json.load(answer)
    except (OSError, RuntimeError, ValueError) as error:
        what = " ".join(str(error).split())[:160]
        raise ModelError(f"{path}: llama.cpp cannot serve it ({what}); use a GGUF file") from error
    context = int(properties.get("default_generation_settings", {}).get("n_ctx") or 0)
    return Served(f"{address}/v1", context, server)


def _parameters(parameters: Any, path: str) -> Any:
    """One request at a time, one thread fewer than there are cores, nothing on the terminal."""
    threads = max(1, (os.cpu_count() or 2) - 1)
    parameters.model.path = path
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = 0
    parameters.n_parallel = 1
    parameters.use_jinja = True
    parameters.cpuparams.n_threads = threads
    parameters.cpuparams_batch.n_threads = threads
    parameters.warmup = False
    parameters.ui = False
    parameters.verbosity = -1
    return parameters
