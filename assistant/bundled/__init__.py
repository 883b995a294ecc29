"""The folders that ship with the code: the page (`ui`), the prompts and the five seed articles.

In the repository they are top-level folders. The wheel carries them in this folder:
installing it adds one name, `assistant`, to an environment.
"""

from pathlib import Path

from assistant.errors import SettingsError

_PLACES = (Path(__file__).parent, Path(__file__).parents[2])


def bundled_folder(name: str) -> Path:
    """The folder `ui`, `prompts` or `seeds`, of the wheel or of the checkout.

    Raises:
        SettingsError: it is missing from this installation.
    """
    for place in _PLACES:
        if (place / name).is_dir():
            return place / name
    raise SettingsError(f"the folder {name} of this program is missing; install the program again")
