"""Writes the module tables of docs/architecture.md from the docstrings of the code.

python docs/architecture.py
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path(__file__).with_suffix(".md")
_BEGIN, _END = "<!-- modules -->", "<!-- /modules -->"


def render() -> str:
    """The page with the tables as they have to be."""
    before, rest = PAGE.read_text(encoding="utf-8").split(_BEGIN)
    after = rest.split(_END)[1]
    tables = "\n".join(_tables())
    return f"{before}{_BEGIN}\n\n{tables}\n{_END}{after}"


def _tables() -> Iterator[str]:
    for folder in _folders():
        modules = [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
        if not modules:
            continue
        yield f"### `{folder.relative_to(ROOT).as_posix()}/`\n"
        yield f"{_promise(folder / '__init__.py')}\n"
        yield "| module | what it does |"
        yield "| --- | --- |"
        yield from (f"| `{path.name}` | {_promise(path)} |" for path in modules)
        yield ""


def _folders() -> Iterator[Path]:
    """The page, then the layers in the order of the import contract, each with its folders."""
    yield ROOT / "ui"
    yield from _below(ROOT / "ui")
    yield ROOT / "assistant"
    for layer in _layers():
        yield ROOT / layer
        yield from _below(ROOT / layer)


def _layers() -> list[str]:
    """The folders of `assistant/`, top layer first; those that the contract does not name, last."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    lines = next(each["layers"] for each in contracts if each["type"] == "layers")
    named = [name.replace(".", "/") for line in lines for name in re.findall(r"[\w.]+", line)]
    packages = [path.parent for path in sorted((ROOT / "assistant").glob("*/__init__.py"))]
    others = [path.relative_to(ROOT).as_posix() for path in packages]
    return [name for name in dict.fromkeys((*named, *others)) if (ROOT / name).is_dir()]


def _below(folder: Path) -> Iterator[Path]:
    return (path.parent for path in sorted(folder.rglob("*/__init__.py")))


def _promise(path: Path) -> str:
    """The first sentence of a module's docstring, on one line, safe in a table."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = text.split("\n\n")[0].replace("\n", " ")
    return first.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
