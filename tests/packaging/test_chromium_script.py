"""`.ci/chromium`, which the test run asks where the browser is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci/chromium"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """With a PATH that holds nothing but what the script itself is made of."""
    for name in ("id", "uname", "sh"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return subprocess.run(
        [str(folder / "sh"), str(SCRIPT)],
        env={"PATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_browser_that_is_named_goes_before_others(tmp_path: Path):
    program(tmp_path / "chromium")
    named = program(tmp_path / "my-browser")
    assert run(tmp_path, CHROMIUM=str(named)).stdout.strip() == str(named)


def test_a_browser_on_the_path_is_found(tmp_path: Path):
    found = program(tmp_path / "google-chrome")
    assert run(tmp_path).stdout.strip() == str(found)


def test_where_it_may_not_install_one_it_says_the_command(tmp_path: Path):
    done = run(tmp_path)
    assert done.returncode == 1
    assert "install" in done.stderr
    assert len(done.stderr.splitlines()) == 1
