"""Addresses of pages: the original one of a page in a web archive."""

import re

_ARCHIVED = re.compile(
    r"(?:(?:https?:)?//(?:web\.archive\.org|archive\.(?:org|ph|is|today|li|vn|md|fo)|"
    r"arquivo\.pt|(?:www\.)?webarchive\.\w[\w.]*|webcitation\.org))?"
    r"/(?:web/|wayback/|noFrame/replay/)?(?:\d{4,14}(?:[a-z]{2}_)?|\*)/(?P<original>https?:/{1,2}.+)"
)


def original_address(url: str) -> str:
    """The address of the page that a web archive holds under this address, or the address itself.

    `https://web.archive.org/web/20210305101010/https://echo.example/a` is of echo.example.
    """
    found = _ARCHIVED.fullmatch(url.strip())
    if found is None:
        return url
    return re.sub(r"^(https?):/+", r"\1://", found["original"])
