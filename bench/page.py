"""How quick the chat page is, with twenty readers on two cores; writes docs/page_speed.md.

    python -m bench.page [--sessions 20] [--rounds 5] [--out docs/page_speed.md]

The server runs over the five articles with the stub model. The twenty readers speak to it as a
browser does and draw nothing; what one reader sees is measured in a Chromium. All of it is held to
the same two cores.
"""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import open_assistant
from assistant.library.store import open_library
from assistant.pipeline import ingest
from assistant.settings import load_settings
from bench.browsing import ROOT, browsing, index, serving
from bench.sessions import Reader

CORES = 2
LARGE = 5000  # articles of the library whose Sources page is opened
QUESTIONS = (
    "Who vetoed the resolution, and when?",
    "What did China say about the sanctions?",
    "How many members voted for the resolution?",
    "What did Zhang Jun say?",
    "Who is Liu Xiaoming?",
    "How many missiles did North Korea launch?",
    "What did the United States propose?",
    "Who won the football world cup?",
)

# In the window: sends what stands in the field, and looks for the first words of the answer.
_ASK = """
(turns) => new Promise((done) => {
  const begun = performance.now();
  const all = (selector) => [...document.querySelectorAll("*")]
    .flatMap((node) => (node.shadowRoot ? [...node.shadowRoot.querySelectorAll(selector)] : []));
  const look = () => all(".answer").filter((node) => node.textContent.trim()).length >= turns
    ? done((performance.now() - begun) / 1000)
    : setTimeout(look, 5);
  document.querySelector("[data-testid=stChatInputSubmitButton]").click();
  look();
})
"""


@dataclass(frozen=True)
class Measured:
    """Seconds, but for memory in megabytes; one figure a time or a session where there are more."""

    up: float
    first_page: float
    first_text: list[float]
    together_first: list[float]
    together_whole: list[float]
    not_whole: int
    megabytes: float
    sources_window: list[float]
    sources_link: list[float]


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/page_speed.md")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):  # what is started from here is held to them too
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        measured = measure(browser, Path(folder), options.sessions, options.rounds)
    command = f"python -m bench.page --sessions {options.sessions} --rounds {options.rounds}"
    told = page(measured, options.sessions, options.rounds, command, load)
    options.out.write_text(told, "utf-8")
    print(told)


def measure(browser: Any, folder: Path, sessions: int, rounds: int) -> Measured:
    """Everything, over a new library of the five articles, and one of 5,000."""
    small, large = folder / "small", folder / "large"
    index(small, ROOT / "seeds")
    started = time.perf_counter()
    with serving(ROOT / "ui/app.py", small, folder / "small.log") as address:
        up = time.perf_counter() - started
        first_page = _first_page(browser, address)
        first_text = _alone(browser, address)
        firsts, wholes, megabytes = _together(address, sessions, rounds)
    _make_large(large)
    with serving(ROOT / "ui/app.py", large, folder / "large.log") as address:
        _sources(browser, address)  # what the first window begins in the background ends first
        time.sleep(5)
        opened = [_sources(browser, address) for _ in range(5)]
    return Measured(
        up=up,
        first_page=first_page,
        first_text=first_text,
        together_first=firsts,
        together_whole=wholes,
        not_whole=_not_whole(small),
        megabytes=megabytes,
        sources_window=[window for window, _ in opened],
        sources_link=[link for _, link in opened],
    )


def _first_page(browser: Any, address: str) -> float:
    """Until the first page of a server that has just come up can be used."""
    with _window(browser) as window:
        started = time.perf_counter()
        window.goto(address)
        window.locator(".welcome h1").wait_for()
        window.get_by_placeholder("Ask the articles").wait_for()
        taken = time.perf_counter() - started
        _at_rest(window)
    return taken


def _at_rest(window: Any) -> None:
    """Wait for the last suggestion, after which the server has nothing to do."""
    window.locator(".welcome .ask").nth(3).wait_for()


def _alone(browser: Any, address: str) -> list[float]:
    """Until the first words of each answer, in one window; the first question warms up."""
    taken = []
    with _window(browser) as window:
        window.goto(address)
        _at_rest(window)
        for turns, question in enumerate(QUESTIONS, 1):
            window.get_by_placeholder("Ask the articles").fill(question)
            taken.append(float(window.evaluate(_ASK, turns)))
            window.locator(".turn .actions [data-act=again]").nth(turns - 1).wait_for()
    return taken[1:]


def _together(address: str, sessions: int, rounds: int) -> tuple[list[float], list[float], float]:
    """Readers that ask at once: until the first words, until the whole, and memory for each."""
    before = _resident(address)
    readers = [Reader(address) for _ in range(sessions)]
    for reader in readers:
        reader.wait_drawn()
    for turn in range(rounds):
        for number, reader in enumerate(readers):
            reader.ask(QUESTIONS[(number + turn) % len(QUESTIONS)])
        for reader in readers:
            reader.wait_answered()
        time.sleep(2)  # what was begun for this round ends before the next
    grown = (_resident(address) - before) / sessions
    asked = [one for reader in readers for one in reader.asked]
    for reader in readers:
        reader.close()
    whole = [one.whole for one in asked if one.whole is not None]
    return [one.first for one in asked if one.first is not None], whole, grown


def _sources(browser: Any, address: str) -> tuple[float, float]:
    """Until the rows are there: in a new window, and by the link from the chat."""
    with _window(browser) as window:
        started = time.perf_counter()
        window.goto(f"{address}/sources")
        window.locator("tbody tr").nth(49).wait_for()
        opened = time.perf_counter() - started
        window.get_by_role("link", name="Ask", exact=True).click()
        window.locator(".welcome h1").wait_for()
        started = time.perf_counter()
        window.get_by_role("link", name="Sources", exact=True).click()
        window.locator("tbody tr").nth(49).wait_for()
        return opened, time.perf_counter() - started


@contextmanager
def _window(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(120_000)
    yield context.new_page()
    context.close()


def _resident(address: str) -> float:
    """The megabytes that the server at this address holds."""
    port = re.escape(address.rsplit(":", 1)[1])
    told = subprocess.run(["ps", "-eo", "rss=,args="], capture_output=True, text=True, check=True)
    [kibibytes] = re.findall(rf"^ *(\d+) .*--server\.port={port}\b", told.stdout, re.MULTILINE)
    return int(kibibytes) * 1024 / 1e6


def _not_whole(home: Path) -> int:
    """How many of the answers that were begun are not whole in the library."""
    with open_assistant(load_settings(home=home)) as assistant:
        kept = assistant.conversations
        said = [one for each in kept.recent() for one in kept.messages(each.conversation_id)]
    answers = [one for one in said if one.role == "assistant"]
    return sum(not (one.state == "done" and one.answer and one.answer.answer) for one in answers)


def _make_large(home: Path) -> None:
    home.mkdir()
    with (home / "notes.jsonl").open("w") as notes:
        for number in range(LARGE):
            record = {
                "id": f"n{number:04}",
                "title": f"The council of town {number} meets",
                "text": f"The council of town {number} met on Monday and closed a bridge.",
                "publisher": f"Paper {number % 40}",
                "published": f"{2005 + number % 20}-{1 + number % 12:02}-11",
            }
            notes.write(json.dumps(record) + "\n")
    library = open_library(home)
    ingest(library, [home / "notes.jsonl"], None)
    library.close()


def page(one: Measured, sessions: int, rounds: int, command: str, load: float) -> str:
    """The page of docs/ that says what was measured, and what was aimed at."""
    late = statistics.quantiles(one.together_whole, n=20)[-1]
    rows = [
        _row("the server up, from its start", one.up),
        _row("first page, a new server just up", one.first_page, 3),
        _row("first words, one reader, median", statistics.median(one.first_text), 0.5),
        _row("first words, one reader, slowest", max(one.first_text), 0.5),
        _row(f"first words, {sessions} at once, median", statistics.median(one.together_first)),
        _row(f"whole answer, {sessions} at once, median", statistics.median(one.together_whole)),
        _row(f"whole answer, {sessions} at once, 95th percentile", late, 3),
        _row("Sources page of 5,000 articles, by its link, slowest of 5", max(one.sources_link), 1),
        _row("the same in a new window, slowest of 5", max(one.sources_window), 1),
        _row("memory of the server for each reader", one.megabytes, 5, "MB"),
    ]
    return PAGE.format(
        command=command,
        machine=_machine(),
        cores=CORES,
        load=load,
        python=platform.python_version(),
        sessions=sessions,
        rounds=rounds,
        rows="\n".join(rows),
        answers=len(one.together_whole),
        not_whole=one.not_whole or "none",
    )


def _row(what: str, figure: float, aim: float | None = None, unit: str = "s") -> str:
    if aim is None:
        return f"| {what} | {figure:.2f} {unit} | | |"
    held = "held" if figure <= aim else "**missed**"
    return f"| {what} | {figure:.2f} {unit} | {aim:g} {unit} | {held} |"


def _machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    told = cpuinfo.read_text() if cpuinfo.exists() else ""
    name = re.search(r"model name\s*: (.+)", told)
    return f"{name[1] if name else platform.machine()}, {platform.platform(terse=True)}"


PAGE = """\
# How quick the page is

Written by `{command}` ({machine}, Python {python}). The server, over the five articles that ship
and with the stub model, and all that asks it were held to the same {cores} cores. What else the
machine did counts as well: its load average was {load:.1f} when this began.

| what | measured | aim | |
| --- | --- | --- | --- |
{rows}

The {sessions} readers asked at the same moment, {rounds} rounds long, as a follow-up from the
second on: {answers} answers, of which not whole in the library afterwards: {not_whole}. They speak
Streamlit's protocol as its page does, down to the looks that each makes at an answer being written,
but draw nothing; their times end when the words arrive. What one reader sees was measured in a
Chromium; those times end when the words are in the window. Warm means that one question was
answered before. Memory is what the server's process grew by from before the {sessions} came until
all their answers were there, divided by {sessions}.

What twenty readers found, and what was done about it: a full collection of garbage after each run
of the page took longer than the run, so none is asked for; a stemmer that all threads shared mixed
up their words, so each has its own; looks that found nothing new kept the answers from being
written, so a look now waits for news; the server waited up to nine seconds for the lock of
Streamlit's options, and pages were lost meanwhile, so they are read without it; and four answers
are made at once, the others in their turn. The readers ask eight questions between them, so that
most sentences that an answer weighs were embedded for another before, and are remembered; readers
with nothing in common wait longer.
"""


if __name__ == "__main__":
    main()
