"""The settings, from `ASSISTANT_*` in the environment or in a `.env` file."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

_PREFIX = "ASSISTANT_"
_FILE = Path(".env")
DECLINE_BELOW = 0.3
"""The default threshold.

On three corpora, each judged by weights fitted on the other two, it declines about two thirds of
questions about something else and one answerable question in ten (`bench/training/calibrate.py`).
"""


def _default_home() -> Path:
    return Path(platformdirs.user_data_dir("cited-news-assistant"))


class Settings(BaseSettings):
    """The settings; each is documented in `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default_factory=_default_home)
    library: str = Field(default="", repr=False)
    chroma: str = ""
    chroma_headers: str = Field(default="", repr=False)
    chroma_tenant: str = ""
    chroma_database: str = ""
    chroma_api_key: str = Field(default="", repr=False)
    embeddings: str = "minilm"
    embeddings_args: str = Field(default="", repr=False)
    model: str = "stub"
    model_args: str = Field(default="", repr=False)
    model_seconds: float = Field(default=120, gt=0.0)
    fallback: str = ""
    judge: str = ""
    unconfirmed: Literal["show", "hide"] = "show"
    threshold: float = Field(default=DECLINE_BELOW, ge=0.0, le=1.0)
    excerpts: int | None = Field(default=None, ge=1, le=50)
    prompt_tokens: int = Field(default=6000, ge=500)
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=0, le=65535)


def load_settings(**overrides: object) -> Settings:
    """Read the settings; what is given as a keyword goes before the environment.

    Raises:
        SettingsError: a value is out of range, an `ASSISTANT_*` variable is not a setting, or a
            line of the file `.env` cannot be read.
    """
    _check_names(os.environ)
    _check_names(_names_in_file(), f"{_FILE}: ")
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        fault = error.errors()[0]
        name = _PREFIX + str(fault["loc"][0]).upper()
        raise SettingsError(f"{name}: {fault['msg'].lower()}, found {fault['input']!r}") from error


def _check_names(names: Iterable[str], where: str = "") -> None:
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(names):
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            raise SettingsError(f"{where}{name} is no setting; .env.example lists those there are")


def _names_in_file() -> list[str]:
    """The names that the file sets; it is checked here because its reader skips odd lines."""
    from dotenv.parser import parse_stream

    if not _FILE.is_file():
        return []
    try:
        with _FILE.open(encoding="utf-8") as stream:
            bindings = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{_FILE} cannot be read; save it as a UTF-8 text file") from error
    for binding in bindings:
        if binding.error:
            before, line = binding.original.string, binding.original.line
            line += before[: len(before) - len(before.lstrip())].count("\n")
            raise SettingsError(f"{_FILE}, line {line} is not NAME=value; correct or remove it")
    return [binding.key for binding in bindings if binding.key]
