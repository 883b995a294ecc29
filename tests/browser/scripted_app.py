"""The page over the scripted assistant, whose sentences a test lets through one by one."""

import runpy
from pathlib import Path

from tests.ui.scripted import ScriptedAssistant
from ui import server_state

vars(server_state)["open_assistant"] = lambda settings: ScriptedAssistant(settings.home)
runpy.run_path(str(Path(server_state.__file__).with_name("app.py")), run_name="__main__")
