"""The page over an assistant that answers from the articles that `TOLD` names."""

import os
import runpy
from pathlib import Path

from assistant.article import Article, Span
from tests.ui.scripted import ScriptedAssistant
from ui import server_state

ARABIC = "افتتح الميناء يوم الاثنين."
LONG = (
    "The harbour of the old town, which had been closed for eleven months while its outer wall "
    "was built anew, opened on Monday to the fishing fleet and to the ferries of three lines.",
    "The mayor, who cut the ribbon at noon before some four thousand people, said that the wall "
    "had cost less than was feared, and that the last of its stones had come by sea.",
    "Two of the ferry lines will run as early as Thursday, the third when its crews are trained.",
)


def article(source, title, sentences):
    text, kept = "", []
    for sentence in sentences:
        kept.append(Span(len(text), len(text) + len(sentence)))
        text += f"{sentence}\n"
    return Article(source=source, text=text, title=title, published="2024-03-04", kept=tuple(kept))


TOLD = {
    "long": (article("long.txt", "Harbour opens", LONG),),
    "arabic": (article("arabic.txt", "الميناء", [ARABIC]), article("long.txt", "Quay", LONG[2:])),
}

vars(server_state)["open_assistant"] = lambda settings: ScriptedAssistant(
    settings.home, articles=TOLD[os.environ["TOLD"]]
)

runpy.run_path(str(Path(server_state.__file__).with_name("app.py")), run_name="__main__")
