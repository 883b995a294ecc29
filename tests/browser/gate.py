"""What holds the scripted assistant before each sentence until a test lets it through."""

import time
import uuid
from pathlib import Path

SENTENCES = 3
_PATIENCE = 180.0  # seconds: a slow machine is no fault


class Gate:
    """Shut at first; the other side of `scripted.ScriptedAssistant.stream`."""

    def __init__(self, folder: Path):
        self._name = f"gate-{uuid.uuid4().hex[:8]}"
        self._folder = folder
        self._through = 0
        folder.mkdir(exist_ok=True)

    def question(self, words):
        """The words, with the gate that their answer waits at."""
        return f"{words} {self._name}"

    def let(self, count):
        """Let so many more sentences through."""
        for _ in range(count):
            self._through += 1
            self._step(self._through).touch()

    def open(self):
        """Let all that is left through."""
        self.let(SENTENCES - self._through)

    def wait_left(self):
        """Wait until the assistant writes no more of this answer."""
        deadline = time.monotonic() + _PATIENCE
        while not self._step("left").exists():
            assert time.monotonic() < deadline, "the scripted assistant still writes"
            time.sleep(0.02)

    def _step(self, step):
        return self._folder / f"{self._name}-{step}"
