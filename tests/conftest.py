"""The order of the tests."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: the browser's event loop runs on until the end of the session."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
