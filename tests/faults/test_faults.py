"""Whatever befalls the indexer, what was reported as in is in, and is found."""

import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults import corrections, harness

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="it takes POSIX signals and limits"),
]
SEED = 20


@pytest.fixture
def base():
    """A folder that another user may enter; pytest's own may only be entered by its owner."""
    made = Path(tempfile.mkdtemp(prefix="faults-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize(
    ("scenario", "times"),
    [
        (harness.kill_at_random, 8),
        (harness.kill_at_flush_points, 8),
        (harness.damage_index_files, 10),
        (harness.damage_library_file, 6),
        (harness.fill_the_disk, 4),
        (harness.lose_the_right_to_write, 3),
        (harness.two_writers_and_a_reader, 2),
        (corrections.kill_edits, 6),
        (corrections.kill_purges, 6),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_nothing_that_was_in_is_lost(base, scenario, times):
    count = scenario(base, times, SEED)
    assert count.broken == []
    assert count.times == times


def test_a_second_writer_is_told_which_process_writes(base):
    assert "process" in harness.busy_is_said(base)
