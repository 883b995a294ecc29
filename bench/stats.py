"""How large the code is, and what in it has two names or two owners; `make stats`.

    python bench/stats.py [--json]

Prints lines, files, functions, regular expressions and caches of `assistant/` and `ui/`, then the
module names and the public names that occur twice. The regular expressions are those that the
modules hold once imported, whether their patterns are written in Python or in a TOML file.
"""

import argparse
import ast
import importlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PACKAGES = ("assistant", "ui")
_CACHES = {"cache", "lru_cache", "cached_property", "cache_data", "cache_resource"}


class Figures(TypedDict):
    """What is counted in one package."""

    lines: int
    files: int
    median_file: int
    functions: int
    longest_function: int
    regular_expressions: int
    caches: int


def main() -> None:
    """Print the figures as a table, or as JSON."""
    parser = argparse.ArgumentParser(description="How large the code is.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    counted = {package: figures(modules(package)) for package in PACKAGES}
    everything = [path for package in PACKAGES for path in modules(package)]
    repeated = {"modules": repeated_modules(everything), "names": repeated_names(everything)}
    if arguments.json:
        print(json.dumps({**counted, "repeated": repeated}, indent=2))
        return
    print(_table(counted))
    for kind, found in repeated.items():
        print(f"\n{kind} that occur more than once: {len(found)}")
        for name, places in found.items():
            print(f"  {name}: {', '.join(places)}")


def modules(package: str) -> list[Path]:
    """The Python files of a package, in order."""
    return sorted((ROOT / package).rglob("*.py"))


def figures(paths: list[Path]) -> Figures:
    """What is counted, over these files."""
    sizes = [len(path.read_text(encoding="utf-8").splitlines()) for path in paths]
    nodes = [node for path in paths for node in ast.walk(_parsed(path))]
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {
        "lines": sum(sizes),
        "files": len(paths),
        "median_file": int(median(size for size in sizes if size > 1)),
        "functions": len(functions),
        "longest_function": max((n.end_lineno or n.lineno) - n.lineno + 1 for n in functions),
        "regular_expressions": len({id(p) for path in paths for p in _patterns_of(path)}),
        "caches": sum(_caches(node) for node in nodes),
    }


def repeated_modules(paths: list[Path]) -> dict[str, list[str]]:
    """Module names that several folders use, `__init__` apart."""
    return _repeated((path.stem, path) for path in paths if not path.stem.startswith("__"))


def repeated_names(paths: list[Path]) -> dict[str, list[str]]:
    """Public functions and classes that several modules define under one name."""
    return _repeated(
        (node.name, path)
        for path in paths
        for node in _parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
    )


def _repeated(found: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    places = defaultdict[str, list[str]](list)
    for name, path in found:
        places[name].append(path.relative_to(ROOT).as_posix())
    return {name: where for name, where in sorted(places.items()) if len(where) > 1}


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _patterns_of(path: Path) -> Iterator[re.Pattern[str]]:
    """The compiled patterns in the variables of a module, also those in its collections."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    if path.stem == "__main__" or path == ROOT / "ui/app.py":  # these run what they import
        return
    found = [value for key, value in vars(importlib.import_module(name)).items() if key[:2] != "__"]
    while found:
        value = found.pop()
        if isinstance(value, re.Pattern):
            yield value
        elif isinstance(value, tuple | list | set | frozenset):
            found += value
        elif isinstance(value, dict):
            found += value.values()


def _caches(node: ast.AST) -> bool:
    """Whether this function is decorated to remember its results."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    names = {ast.unparse(d).split("(")[0].split(".")[-1] for d in node.decorator_list}
    return bool(names & _CACHES)


def _table(counted: dict[str, Figures]) -> str:
    rows = [("", *counted)]
    for key in Figures.__annotations__:
        cells = (f"{figures[key]:,}" for figures in counted.values())  # type: ignore[literal-required]
        rows.append((key.replace("_", " "), *cells))
    return "\n".join(
        f"{name:<22}" + "".join(f"{cell:>12}" for cell in cells) for name, *cells in rows
    )


if __name__ == "__main__":
    main()
