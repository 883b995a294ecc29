"""The page over the scripted assistant, on a server that is busy while the file `busy` exists."""

import os
import runpy
import time
from pathlib import Path

from tests.ui.scripted import ScriptedAssistant
from ui import server_state

busy = Path(os.environ["ASSISTANT_HOME"]) / "busy"
while busy.exists():
    time.sleep(0.05)
vars(server_state)["open_assistant"] = lambda settings: ScriptedAssistant(settings.home)
runpy.run_path(str(Path(server_state.__file__).with_name("app.py")), run_name="__main__")
