"""The page over the scripted assistant, slow enough to be clicked while it writes."""

import os
import runpy
from pathlib import Path

from scripted import ScriptedAssistant

from ui import opened

opened.open_assistant = lambda settings: ScriptedAssistant(
    settings.home, delay=float(os.environ.get("SCRIPT_DELAY", "0.5"))
)
runpy.run_path(str(Path(opened.__file__).with_name("app.py")), run_name="__main__")
