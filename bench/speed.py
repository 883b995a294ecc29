"""How fast the whole process is over the five articles that come with it.

    python bench/speed.py [--runs 7]

Cold figures are of new processes, each median of several, the file cache warm. The floor is what
importing the very modules that `assistant ask` imports and loading the embedder take alone.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUESTION = "Who vetoed the resolution, and when?"

_LIST_MODULES = """
import json, sys
from assistant.cli import main
sys.argv = ["assistant", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
foreign = [name for name, module in sys.modules.items()
           if "site-packages" in (getattr(module, "__file__", None) or "")]
print(json.dumps(foreign), file=sys.stderr)
"""
_FLOOR = """
import importlib, sys
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except ImportError:
        pass
from assistant.embedders.opening import open_embedder
open_embedder().embedder.vector("One sentence.")
"""


@dataclass(frozen=True)
class Run:
    """One process: the time on the clock and of the processors, and the most memory it held."""

    seconds: float
    processor: float
    mebibytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.processor:.2f} s of CPU), {self.mebibytes:.0f} MiB"


def measure(command: Sequence[str], home: Path, stdin: str = "") -> Run:
    """Run a process to its end; it has to succeed."""
    environment = {**os.environ, "ASSISTANT_HOME": str(home), "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(stdin.encode())
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with status {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20)


def median_of(runs: Sequence[Run]) -> Run:
    """The medians of several runs, each figure by itself."""
    return Run(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.processor for run in runs),
        statistics.median(run.mebibytes for run in runs),
    )


def imported_modules(home: Path) -> str:
    """The names of the foreign modules that a question imports, in their order."""
    done = subprocess.run(
        [sys.executable, "-c", _LIST_MODULES, "ask", QUESTION],
        env={**os.environ, "ASSISTANT_HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    )
    return "\n".join(json.loads(done.stderr.splitlines()[-1]))


def median_ms(times: int, work: Callable[[str], object], questions: Sequence[str]) -> float:
    """The median time of a piece of work over the questions, after one round to warm up."""
    taken = []
    for question in [*questions, *(list(questions) * times)]:
        started = time.perf_counter()
        work(question)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[len(questions) :])


def measure_warm(home: Path, runs: int) -> tuple[float, float]:
    """Milliseconds of one retrieval, and until the first checked sentence of an answer."""
    from assistant import open_assistant
    from assistant.reply import ClaimChecked, Finished
    from assistant.settings import load_settings

    with open_assistant(load_settings(home=home)) as assistant:
        titles = [source.title or source.source for source in assistant.sources()]
        questions = [QUESTION, *(f"What is known about this: {title}?" for title in titles)]

        def first_sentence(question: str) -> None:
            for event in assistant.stream(question):
                if isinstance(event, ClaimChecked | Finished):
                    return

        retrieval = median_ms(runs, lambda question: assistant.search(question, 10), questions)
        return retrieval, median_ms(runs, first_sentence, questions)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        assistant = ("-m", "assistant")
        measure((*assistant, "index", "--seeds"), home)
        modules = imported_modules(home)
        calls, asks, floors = [], [], []
        for _ in range(runs):  # in turns, so that what else the machine does meets all alike
            calls.append(measure((*assistant, "--help"), home))
            asks.append(measure((*assistant, "ask", QUESTION), home))
            floors.append(measure(("-c", _FLOOR), home, modules))
        retrieval, first = measure_warm(home, runs)
    ask, floor = median_of(asks), median_of(floors)
    print(f"machine                  {os.cpu_count()} CPUs, {platform.platform(terse=True)}")
    print(f"                         Python {platform.python_version()}, medians of {runs} runs")
    print(f"assistant --help         {median_of(calls)}")
    print(f"assistant ask, cold      {ask}")
    print(f"the floor                {floor}")
    print(f"ask over the floor       {ask.seconds / floor.seconds:.2f} ", end="")
    print(f"({ask.processor / floor.processor:.2f} of CPU)")
    print(f"retrieval, warm          {retrieval:.1f} ms")
    print(f"first checked sentence   {first:.1f} ms, warm")


if __name__ == "__main__":
    main()
