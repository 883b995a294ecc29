import json


def questions(path):
    path.write_text(json.dumps({"id": "1", "q": "Did it vote?", "must": ["not"]}), "utf-8")
    return str(path)


def test_eval_prints_a_table_of_figures(run, tmp_path):
    shown = run("eval", questions(tmp_path / "mine.jsonl"))
    assert shown.exit_code == 0
    assert any(line.split()[:3] == ["mine", "all", "passed"] for line in shown.stdout.splitlines())


def test_eval_writes_a_report_that_a_later_run_is_compared_with(run, tmp_path):
    asked, folder = questions(tmp_path / "mine.jsonl"), str(tmp_path / "report")
    assert run("eval", asked, "--report", folder).exit_code == 0
    assert (tmp_path / "report" / "index.html").is_file()
    assert "Broken: 0" in run("eval", asked, "--compare", folder).stdout


def test_eval_names_a_file_that_holds_no_questions(run, tmp_path):
    shown = run("eval", str(tmp_path / "none.jsonl"))
    assert shown.exit_code == 1
    assert "none.jsonl" in shown.stderr
