"""What people prefer is kept, each person's for herself."""

import pytest
from sqlalchemy import create_engine

from assistant.library.preferences import Preferences


@pytest.fixture
def kept(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    yield Preferences(engine)
    engine.dispose()


def test_a_preference_is_kept_until_it_is_taken_back(kept):
    kept.set("language", "de")
    kept.set("language", "fr")
    assert Preferences(kept._engine).of() == {"language": "fr"}
    kept.set("language", None)
    assert kept.of() == {}


def test_each_person_has_her_own(kept):
    kept.set("language", "de", owner="ann@example.org")
    assert kept.of("bob@example.org") == {}
    assert kept.of("ann@example.org") == {"language": "de"}
