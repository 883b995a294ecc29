"""The order of the tests, and that none of them is measured against the clock."""

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no failure of the program, and the same tree passes or fails the same way.
settings.register_profile(
    "untimed",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: the browser's event loop runs on until the end of the session."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
