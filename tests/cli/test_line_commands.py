import json
from pathlib import Path

import pytest


def jsonl(path: Path, *records: object) -> str:
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_batch_answers_each_line_in_its_order(run, tmp_path):
    lines = jsonl(tmp_path / "q.jsonl", *({"id": f"q{n}", "q": f"{n}?"} for n in range(20)))
    assert run("batch", lines, "--out", str(tmp_path / "a.jsonl")).exit_code == 0
    answers = read(tmp_path / "a.jsonl")
    assert [a["id"] for a in answers] == [f"q{n}" for n in range(20)]
    assert [a["question"] for a in answers] == [f"{n}?" for n in range(20)]


@pytest.mark.parametrize(
    "line",
    [
        "{not json",
        "[1, 2]",
        {"id": "bad"},
        {"id": "bad", "q": 7},
        {"id": "bad", "q": "  "},
        {"id": "bad", "q": "x", "history": "x"},
        {"id": "bad", "q": "x", "history": [{"role": "system", "content": "x"}]},
        {"id": "bad", "q": "x", "documents": [{"title": "x"}]},
        {"id": "bad", "q": "x", "documents": [{"text": "x", "title": 3}]},
        {"id": "bad", "q": "x", "filters": {"from": "yesterday"}},
        {"id": "bad", "q": "x", "filters": {"publishers": "x"}},
        {"id": "bad", "q": "x", "filters": {"author": ["x"]}},
        {"id": "bad", "q": "x", "filters": ["x"]},
    ],
)
def test_a_line_that_cannot_be_answered_says_why_and_the_others_go_on(run, tmp_path, line):
    lines = jsonl(tmp_path / "q.jsonl", {"id": "a", "q": "x"}, line, {"id": "b", "q": "x"})
    done = run("batch", lines, "--out", str(tmp_path / "a.jsonl"))
    assert done.exit_code == 0
    first, bad, last = read(tmp_path / "a.jsonl")
    assert (first["id"], last["id"]) == ("a", "b")
    assert set(bad) == {"id", "error"}
    assert bad["id"] == ("bad" if isinstance(line, dict) else None)


def test_a_line_that_is_not_utf8_says_so_and_the_others_go_on(run, tmp_path):
    lines = [b'{"id": "a", "q": "x"}', b'{"id": "bad", "q": "caf\xe9"}', b'{"id": "b", "q": "x"}']
    (tmp_path / "q.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines))
    done = run("batch", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "a.jsonl"))
    assert done.exit_code == 0
    first, bad, last = read(tmp_path / "a.jsonl")
    assert (first["id"], last["id"]) == ("a", "b")
    assert bad == {"id": None, "error": "line 2 is no UTF-8 text; save it as UTF-8"}


def test_a_utf16_file_of_questions_is_refused_as_a_whole(run, tmp_path):
    (tmp_path / "q.jsonl").write_text('{"id": "a", "q": "x"}', encoding="utf-16")
    done = run("batch", str(tmp_path / "q.jsonl"))
    assert done.exit_code == 1
    assert "is UTF-16; save it as UTF-8" in done.stderr


def test_what_comes_with_a_question_reaches_the_assistant(run, fake, tmp_path):
    record = {
        "id": "q",
        "q": "And then?",
        "history": ["Before?", {"role": "assistant", "content": "Yes."}],
        "documents": [{"title": "T", "text": "words"}],
        "filters": {"publishers": ["P"], "from": "2022-01-01", "to": None, "sources": ["s"]},
    }
    run("batch", jsonl(tmp_path / "q.jsonl", record), "--out", str(tmp_path / "a.jsonl"))
    asked = fake.asked[0]
    assert asked["history"][0] == "Before?"
    assert asked["history"][1].content == "Yes."
    assert asked["documents"] == ({"title": "T", "text": "words"},)
    assert asked["filters"].publishers == ("P",)
    assert asked["filters"].date_from == "2022-01-01"


@pytest.mark.parametrize(("given", "reaches"), [(None, None), ([], ())])
def test_no_documents_and_an_empty_list_are_not_the_same(run, fake, tmp_path, given, reaches):
    lines = jsonl(tmp_path / "q.jsonl", {"id": "q", "q": "x", "documents": given})
    run("batch", lines, "--out", str(tmp_path / "a.jsonl"))
    assert fake.asked[0]["documents"] == reaches


def test_other_line_ends_within_a_text_do_not_end_a_line(run, fake, tmp_path):
    (tmp_path / "q.jsonl").write_text('{"id": 1, "q": "a\u2028b\x85c"}\r\n\r\n', encoding="utf-8")
    run("batch", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "a.jsonl"))
    assert fake.asked[0]["question"] == "a\u2028b\x85c"


def test_lines_pass_through_stdin_and_stdout(run):
    shown = run("batch", "-", input='{"id": "q", "q": "x"}\n')
    assert json.loads(shown.stdout)["id"] == "q"


@pytest.mark.parametrize("cited", [[9], [0], 1, ["1"]])
def test_a_claim_cannot_cite_a_document_that_is_not_there(run, tmp_path, cited):
    claim = {"id": "c", "claim": "No.", "documents": [{"text": "No."}], "cited": cited}
    assert (
        run("check", jsonl(tmp_path / "c.jsonl", claim), "--out", str(tmp_path / "v")).exit_code
        == 0
    )
    (verdict,) = read(tmp_path / "v")
    assert "not a list of numbers of the documents" in verdict["error"]


@pytest.mark.parametrize("command", ["batch", "check"])
def test_a_file_that_is_not_there_is_one_line_and_status_1(run, tmp_path, command):
    failed = run(command, str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "a.jsonl"))
    assert failed.exit_code == 1
    assert len(failed.stderr.splitlines()) == 1
    assert "none.jsonl" in failed.stderr


def test_results_never_overwrite_the_questions(run, tmp_path):
    lines = jsonl(tmp_path / "q.jsonl", {"id": "q", "q": "x"})
    assert run("batch", lines, "--out", lines).exit_code == 1
    assert read(tmp_path / "q.jsonl") == [{"id": "q", "q": "x"}]


def test_results_that_cannot_be_written_are_one_line_and_status_1(run, tmp_path):
    lines = jsonl(tmp_path / "q.jsonl", {"id": "q", "q": "x"})
    failed = run("batch", lines, "--out", str(tmp_path / "no" / "folder" / "a.jsonl"))
    assert failed.exit_code == 1
    assert len(failed.stderr.splitlines()) == 1


def test_a_hit_is_the_sources_own_words_and_no_longer_than_promised(run):
    hits = json.loads(run("search", "vote", "--json").stdout)["hits"]
    assert set(hits[0]) == {
        "source", "article_id", "title", "publisher", "published", "start", "end", "text", "score",
    }  # fmt: skip
    for hit in hits:
        assert len(hit["text"]) == hit["end"] - hit["start"] <= 1500


def test_many_searches_give_a_line_each(run, tmp_path):
    lines = jsonl(tmp_path / "q.jsonl", {"id": "a", "q": "x"}, {"id": "b", "q": "y"})
    words = ["--queries", lines, "--out", str(tmp_path / "h.jsonl"), "-k", "1"]
    assert run("search", *words).exit_code == 0
    found = read(tmp_path / "h.jsonl")
    assert [line["id"] for line in found] == ["a", "b"]
    assert [len(line["hits"]) for line in found] == [1, 1]
