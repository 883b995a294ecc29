"""What the repository promises about itself."""

import hashlib
import json
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined
from typer.main import get_command

from assistant.cli.commands import app
from assistant.question_input import read_asked
from assistant.settings import Settings
from bench import page as page_speed
from ui.texts import _catalogue

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")


def tracked() -> Iterator[Path]:
    """The files that git holds; a test that needs them is skipped outside a clone."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("no clone")
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return (ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file())


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def example_settings() -> dict[str, str]:
    lines = [line for line in read(".env.example").splitlines() if re.match(r"[A-Z]", line)]
    return dict(line.split("=", 1) for line in lines)


def test_every_setting_stands_in_the_example_file_and_no_other():
    assert set(example_settings()) == {
        f"ASSISTANT_{name.upper()}" for name in Settings.model_fields
    }


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_file_gives_each_default(name: str):
    default = Settings.model_fields[name].default
    given = example_settings()[f"ASSISTANT_{name.upper()}"]
    assert given == ("" if default in (None, PydanticUndefined) else str(default))


def test_no_tracked_file_names_a_package_registry():
    address = re.compile(r"(extra-)?index[-]url|https?://[^\s\"')]*/(simple|packages|pool|dists)/")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path != Path(__file__)
        for match in [address.search(path.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert found == []


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-model.txt"])
def test_every_locked_package_has_its_version_and_hashes(lock: str):
    text = read(lock).replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    for line in packages:
        assert re.match(r"[a-z0-9._-]+==\S+ ", line), line[:80]
        assert "--hash=sha256:" in line, line[:80]


def test_every_dependency_and_every_extra_is_locked():
    def missing(lock: str, wanted: list[str]) -> set[str]:
        locked = set(re.findall(r"^([a-z0-9._-]+)==", read(lock), re.MULTILINE))
        return {re.split(r"[<>=\[;]", name)[0] for name in wanted} - locked

    project = PROJECT["project"]
    assert missing("requirements.txt", project["dependencies"]) == set()
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    assert missing("requirements-dev.txt", extras) == set()


def test_both_locks_give_each_package_the_same_version():
    def versions(lock: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", read(lock), re.MULTILINE))

    run, dev = (versions(lock) for lock in LOCKS)
    assert {name: dev.get(name) for name in run} == run


def test_the_licence_is_the_apache_licence():
    assert "Apache License\n" in read("LICENSE")
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_the_notice_names_the_vocabulary_that_ships():
    vocabulary = (ROOT / "assistant/embedders/minilm/vocab.txt").read_bytes()
    assert hashlib.sha256(vocabulary).hexdigest() in read("NOTICE")


def test_the_public_names_are_these():
    import assistant

    assert assistant.__all__ == [
        "Answer",
        "AnsweredQuestion",
        "Article",
        "Assistant",
        "AssistantError",
        "Citation",
        "Claim",
        "ClaimChecked",
        "ClaimRemoved",
        "Conversation",
        "Conversations",
        "Cost",
        "Event",
        "Excerpt",
        "ExcerptsFound",
        "Filters",
        "Finished",
        "LibraryBusy",
        "Message",
        "ModelOption",
        "Progress",
        "Related",
        "Removal",
        "Removed",
        "Settings",
        "SourceSummary",
        "Status",
        "StepStarted",
        "SyncReport",
        "Trace",
        "Turn",
        "as_questions",
        "as_retriever",
        "as_runnable",
        "as_tool",
        "bundled_folder",
        "export_file",
        "load_settings",
        "open_assistant",
        "trace_lines",
        "with_footnotes",
    ]


def test_the_shipped_articles_are_found_and_nothing_beside_them_is_taken_for_one():
    from assistant.bundled import bundled_folder
    from assistant.corpus.load import find_articles
    from assistant.corpus.loaded import LoadFailure

    found = list(find_articles([bundled_folder("seeds")]))
    assert not [each for each in found if isinstance(each, LoadFailure)]
    assert len(found) == 5


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs"])
def test_every_make_target_that_is_named_exists(page: str):
    pages = [ROOT / page] if page.endswith(".md") else (ROOT / page).glob("*.md")
    for path in pages:
        text = path.read_text(encoding="utf-8")
        fenced = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
        named = re.findall(r"`make ([a-z-]+)", text) + re.findall(r"^make (\S+)", fenced, re.M)
        assert set(named) <= targets(), path


def test_the_readme_is_short_and_names_the_two_commands():
    readme = read("README.md")
    assert len(readme.splitlines()) <= 120
    assert {"make run", "make test"} <= set(re.findall(r"^make \w+", readme, re.MULTILINE))
    assert " test" in re.findall(r"^make .*$", read(".ci/run"), re.MULTILINE)[-1]


def test_every_phony_target_exists():
    phony = re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    assert {name for line in phony for name in line.split()} <= targets()


def command_lines(text: str) -> list[list[str]]:
    """The calls of `assistant` in the fenced blocks of a page."""
    blocks = re.findall(r"```(?:sh|powershell|console)\n(.*?)```", text, re.DOTALL)
    calls = re.findall(r"(?:^|[\\/ ])assistant(?:\.exe)? ([a-z].*)$", "\n".join(blocks), re.M)
    return [re.sub(r"\"[^\"]*\"", "QUESTION", call.split("#")[0]).split() for call in calls]


PAGES_WITH_COMMANDS = (
    "README.md",
    *(
        f"docs/{name}.md"
        for name in ("index", "ask", "page", "articles", "evaluate", "team", "models")
    ),
)


@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS)
def test_every_command_on_a_page_exists_with_its_options(page: str):
    commands = vars(get_command(app))["commands"]
    calls = command_lines(read(page))
    assert calls
    for name, *words in calls:
        known = {option for p in commands[name].params for option in (*p.opts, *p.secondary_opts)}
        assert {word for word in words if word.startswith("-")} - {"-"} <= known, (name, words)


def test_each_line_of_the_batch_example_is_a_question():
    (example,) = re.findall(r"```json\n(.*?)```", read("docs/ask.md"), re.DOTALL)
    asked = [read_asked(json.loads(line)) for line in example.splitlines()]
    assert all(one.id and one.question for one in asked)
    assert any(one.documents for one in asked)
    assert any(one.history for one in asked)


def test_measuring_without_the_question_sets_ends_with_one_sentence(tmp_path):
    before = read("docs/quality.md")
    call = [sys.executable, "bench/quality.py", "--sets", str(tmp_path / "none")]
    ended = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert re.fullmatch(r"There are no question sets in .*; name .*\.", ended.stderr.strip())
    assert read("docs/quality.md") == before


def test_every_picture_and_page_that_a_page_links_to_is_there():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        missing = [link for link in links if not (page.parent / link).exists()]
        assert not missing, page


@pytest.mark.parametrize("page", ["commands", "architecture"])
def test_generated_page_is_up_to_date(page: str):
    generator = runpy.run_path(str(ROOT / f"docs/{page}.py"))
    assert read(f"docs/{page}.md") == generator["render"](), "make docs writes it again"


def test_the_guide_to_the_page_names_its_labels_as_the_page_shows_them():
    guide = " ".join(read("docs/page.md").split())
    labels = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", guide)
    shown = [str(text) for text in _catalogue("en").values()]
    assert len(labels) > 10
    assert not [label for label in labels if not any(text.startswith(label) for text in shown)]


def test_what_measures_the_page_writes_the_page_of_its_figures():
    head = page_speed.PAGE.split("\n")[0]
    assert f"{head}\n" in read("docs/page_speed.md")
    assert head not in read("docs/page.md")


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_exists(page: str):
    prose = read(page).split("<!-- modules -->")[0]
    named = set(re.findall(r"`([\w.-]+/(?:[\w./-]*/|[\w./-]+\.(?:py|md|toml|json|onnx))?)`", prose))
    named |= set(re.findall(r"(?<![\w/])(?:assistant|ui)/[\w/]*(?:\.\w+)?", prose))
    assert "assistant/pipeline.py" in named
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_page_of_the_docs_is_in_the_site_and_links_only_to_the_site():
    site = read("docs/mkdocs.yml")
    for page in (ROOT / "docs").glob("*.md"):
        assert f": {page.name}\n" in site
        assert "](../" not in page.read_text(encoding="utf-8"), page
