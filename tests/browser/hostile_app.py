"""The page over an assistant all of whose words are hostile: articles, model and all."""

import runpy
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.article import Article, Omission, Span
from assistant.reply import Claim, Finished, Removed
from tests.browser.hostile import LONG, MARKUP
from tests.ui.scripted import ScriptedAssistant
from ui import server_state


def article(source, body):
    """All of it hostile, and shown: quoted, left out with a reason, described."""
    text = f"{body}\n{MARKUP}\n"
    return Article(
        source=source,
        text=text,
        title=body,
        byline=body,
        publisher=body,
        published="2024-03-04",
        kept=(Span(0, len(body)),),
        omitted=(Omission(len(body) + 1, len(text) - 1, MARKUP),),
    )


ARTICLES = (article(MARKUP, MARKUP), article(LONG[:500], LONG))


@dataclass(eq=False)
class HostileAssistant(ScriptedAssistant):
    articles: tuple[Article, ...] = ARTICLES

    def suggestions(self, filters=None, *, about=(), threshold=None, before_each=bool):
        return iter([MARKUP, LONG[:3000]])

    def status(self):
        return replace(super().status(), notices=(MARKUP, LONG[:500]))

    def _events(self, question, gate, stopped):
        for event in super()._events(question, gate, stopped):
            yield Finished(hostile(event.answer)) if isinstance(event, Finished) else event


def hostile(answer):
    """The answer, with what a hostile model could put into every other part of it."""
    return replace(
        answer,
        answer=MARKUP if answer.abstained else answer.answer,
        reason=MARKUP if answer.abstained else None,
        claims=(*answer.claims, Claim(MARKUP, (1, 2), False, 0.1, MARKUP)) if answer.claims else (),
        removed=(Removed(MARKUP, LONG), Removed(LONG, MARKUP)),
        notices=(MARKUP, LONG),
        related=tuple(replace(one, why=MARKUP) for one in answer.related),
        model=MARKUP,
    )


vars(server_state)["open_assistant"] = lambda settings: HostileAssistant(settings.home)
runpy.run_path(str(Path(server_state.__file__).with_name("app.py")), run_name="__main__")
