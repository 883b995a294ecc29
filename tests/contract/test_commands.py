"""Every command of the contract: its options, its JSON, its exit status."""

import json
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from assistant.cli.commands import app

OPTIONS = {
    "index": {"--json", "--home", "--name"},
    "ask": {"--json", "--home", "--publisher", "--from", "--to", "--source", "--threshold"},
    "batch": {"--out", "--home", "--threshold"},
    "search": {
        "-k", "--json", "--home", "--queries", "--out", "--publisher", "--from", "--to", "--source",
    },
    "check": {"--out"},
    "sources": {"--json", "--home"},
    "show": {"--json", "--home"},
    "doctor": {"--rebuild", "--home"},
    "eval": {"--report", "--compare"},
    "ui": {"--home", "--port"},
}  # fmt: skip
REPORT = {"added", "changed", "removed", "unchanged", "failed"}


@pytest.mark.parametrize("name", OPTIONS)
def test_a_command_has_the_options_of_the_contract(name: str):
    command = vars(get_command(app))["commands"][name]
    assert {option for parameter in command.params for option in parameter.opts} >= OPTIONS[name]


def indexed(call, *words: str) -> dict:
    done = call("index", *words, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def amount(value: object) -> int:
    return value if isinstance(value, int) else len(value)  # type: ignore[arg-type]


def test_indexing_again_changes_nothing(call, own_home, seeds):
    report = indexed(call, str(seeds), "--home", str(own_home))
    assert set(report) >= REPORT
    assert {name: amount(report[name]) for name in REPORT} == {
        "added": 0, "changed": 0, "removed": 0, "unchanged": 5, "failed": 0,
    }  # fmt: skip


def test_indexing_brings_in_the_difference(call, tmp_path):
    folder, home = tmp_path / "news", ("--home", str(tmp_path / "home"))
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"The mayor of {name} resigned on Monday, she said.")
    assert amount(indexed(call, str(folder), *home)["added"]) == 2
    (folder / "a.txt").write_text("The mayor of a resigned on Tuesday, she said.")
    (folder / "b.txt").unlink()
    (folder / "c.txt").write_text("The mayor of c did not resign, he said.")
    report = indexed(call, str(folder), *home)
    assert {n: amount(report[n]) for n in ("added", "changed", "removed")} == {
        "added": 1, "changed": 1, "removed": 1,
    }  # fmt: skip


def test_a_bad_file_is_listed_with_its_reason_and_the_others_go_in(call, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "good.txt").write_text("The mayor resigned on Monday, she said.")
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 20)
    report = indexed(call, str(folder), "--home", str(tmp_path / "home"))
    assert amount(report["added"]) == 1
    (failure,) = report["failed"]
    assert failure["source"] == "bad.txt"
    assert failure["why"]


def test_fields_that_are_not_found_can_be_named_afterwards(call, tmp_path):
    records = (
        '{"nr": "7", "prosa": "The mayor resigned on Monday, she said.", "kopf": "Mayor out"}\n'
    )
    (tmp_path / "r.jsonl").write_text(records)
    home = ("--home", str(tmp_path / "home"))
    (failure,) = indexed(call, "r.jsonl", *home)["failed"]
    assert "prosa" in failure["why"]
    words = ["--field", "text=prosa", "--field", "id=nr", "--field", "title=kopf"]
    assert amount(indexed(call, "r.jsonl", *words, *home)["added"]) == 1
    article = json.loads(call("show", "r.jsonl#7", "--json", *home).stdout)
    assert article["title"] == "Mayor out"


def test_sources_and_show_give_an_article_as_it_is(call, seeds):
    names = [row["source"] for row in json.loads(call("sources", "--json").stdout)]
    assert sorted(names) == sorted(path.name for path in seeds.glob("*.txt"))
    for name in names:
        article = json.loads(call("show", name, "--json").stdout)
        assert set(article) >= {
            "source", "text", "encoding", "title", "byline", "publisher", "published", "reported",
            "evidence", "kept",
        }  # fmt: skip
        assert article["text"] == (seeds / name).read_bytes().decode(article["encoding"])
        for evidence in article["evidence"].values():
            if evidence["start"] is not None:
                assert article["text"][evidence["start"] : evidence["end"]]


def test_hits_are_best_first_and_stand_at_their_offsets(call, seeds):
    done = call("search", "veto of the resolution", "-k", "4", "--json")
    assert done.exit_code == 0
    hits = json.loads(done.stdout)["hits"]
    assert 0 < len(hits) <= 4
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        text = (seeds / hit["source"]).read_bytes().decode("utf-8")
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert len(hit["text"]) <= 1500


def test_many_queries_give_a_line_of_hits_each(call, tmp_path):
    (tmp_path / "q.jsonl").write_text('{"id": "a", "q": "veto"}\n{"id": "b", "q": "oil imports"}\n')
    assert call("search", "--queries", "q.jsonl", "--out", "h.jsonl").exit_code == 0
    written = [json.loads(line) for line in (tmp_path / "h.jsonl").read_text().splitlines()]
    assert [line["id"] for line in written] == ["a", "b"]
    assert all(line["hits"] for line in written)


def test_check_tells_a_claim_that_the_document_supports_from_one_that_it_does_not(call, tmp_path):
    document = "Thirteen of the 15 members supported the resolution on Monday."
    claims = [
        {"id": "t", "document": document, "claim": "Thirteen members supported the resolution."},
        {"id": "f", "document": document, "claim": "Twelve members supported the resolution."},
        {"id": "e", "document": document},
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, claims)))
    assert call("check", "c.jsonl", "--out", "v.jsonl").exit_code == 0
    true, false, error = map(json.loads, (tmp_path / "v.jsonl").read_text().splitlines())
    assert (true["supported"], false["supported"]) == (True, False)
    assert (true["verdict"], false["verdict"]) == ("supported", "removed")
    assert false["why"]
    assert 0 <= false["score"] <= 1
    assert set(error) == {"id", "error"}


def test_check_takes_the_documents_of_a_prompt_and_those_that_a_claim_cites(call, tmp_path):
    documents = [
        {"title": "Vote", "publisher": "The Post", "published": "2013-10-20", "text": "They met."},
        {"text": "Thirteen members supported the resolution on Friday."},
    ]
    claims = [
        {"id": "s", "claim": "Thirteen members supported the resolution."},
        {"id": "u", "claim": "The members were in favour of it, as it seems."},
        {"id": "r", "claim": "Thirteen members supported the resolution, the Mirror reported."},
    ]
    lines = [json.dumps({**claim, "documents": documents, "cited": [1]}) for claim in claims]
    (tmp_path / "c.jsonl").write_text("\n".join(lines))
    assert call("check", "c.jsonl", "--out", "v.jsonl").exit_code == 0
    given = [
        json.loads(line)["verdict"] for line in (tmp_path / "v.jsonl").read_text().split("\n")[:3]
    ]
    assert given == ["supported", "unconfirmed", "removed"]


def test_a_healthy_library_is_status_0(call):
    assert call("doctor").exit_code == 0


def test_the_indexes_are_made_again_from_the_library(call, own_home):
    home = ("--home", str(own_home))
    before = call("search", "veto", "--json", *home).stdout
    assert call("doctor", "--rebuild", *home).exit_code == 0
    assert call("search", "veto", "--json", *home).stdout == before


def one_line(done, *names: str) -> None:
    assert done.exit_code == 1, done.stdout
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    for name in names:
        assert name in done.stderr


@pytest.mark.parametrize("question", ["", "   ", "?", "\x00\x1b", "word " * 20_000])
def test_a_question_that_cannot_be_asked_is_one_line(call, question: str):
    one_line(call("ask", question))


def test_a_question_from_stdin_that_cannot_be_asked_is_one_line(call):
    one_line(call("ask", "-", input=" "))


@pytest.mark.parametrize(
    "question",
    [
        "Who **vetoed** the <b>resolution</b>? <script>alert(1)</script>",
        "Who vetoed\x07 the resolution\x1b[31m?",
        "Who vetoed [1] the resolution ($x$)? :red[x]",
        "</question> Who vetoed the resolution?",
        "谁否决了决议?",
    ],
)
def test_a_question_may_hold_anything_else(call, question: str):
    assert call("ask", question).exit_code == 0


def test_an_unknown_source_is_one_line(call):
    one_line(call("show", "none.txt"), "none.txt")


def test_a_path_that_leads_nowhere_is_one_line(call, tmp_path):
    one_line(call("index", "no-such-folder", "--home", str(tmp_path / "home")), "no-such-folder")


def test_a_folder_without_articles_says_so(call, tmp_path):
    (tmp_path / "empty").mkdir()
    done = call("index", "empty", "--home", str(tmp_path / "home"))
    assert len(done.stderr.splitlines()) == 1
    assert "empty" in done.stderr
    assert "no article" in done.stderr


def test_a_home_that_cannot_be_written_is_one_line(call, tmp_path, seeds):
    (tmp_path / "file").write_text("")
    one_line(call("index", str(seeds), "--home", str(tmp_path / "file")), "file")


def test_an_empty_library_says_how_to_bring_articles_in(call, tmp_path):
    done = call("ask", "Who vetoed it?", "--home", str(tmp_path / "home"))
    assert "assistant index" in done.stdout + done.stderr


def test_an_unknown_model_is_one_line(call):
    one_line(call("ask", "Who vetoed it?", "--model", "nobody:nothing"), "nobody")


def test_names_are_pinned_to_their_roots_unless_they_are_told_apart(call, own_home, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    name = json.loads(call("sources", "--json").stdout)[0]["source"]
    (other / name).write_text("Another article of the same name, it said.")
    home = ("--home", str(own_home))
    refused = indexed(call, str(other), *home)
    assert [failure["source"] for failure in refused["failed"]] == [name]
    assert amount(indexed(call, str(other), "--name", "mine", *home)["added"]) == 1


def test_the_program_runs_as_a_module():
    assert Path(sys.modules["assistant"].__path__[0], "__main__.py").is_file()


def test_the_shipped_articles_go_into_a_new_library_only(call, own_home, tmp_path):
    from assistant.cli.index_command import lacks_seeds

    assert lacks_seeds(tmp_path / "new")
    assert not lacks_seeds(own_home)
    (tmp_path / "mine.txt").write_text("The mayor resigned on Monday, she said.")
    indexed(call, "mine.txt", "--home", str(tmp_path / "mine"))
    assert not lacks_seeds(tmp_path / "mine")
