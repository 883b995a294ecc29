import json

import pytest


def test_ask_prints_the_answer_with_its_citations_as_footnotes(run):
    shown = run("ask", "Did it vote?")
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[0] == "It did not vote [1]."
    assert any(line.startswith("[1] Council") for line in lines)
    assert "“It did not vote.”" in shown.stdout
    assert "council.txt, characters" in shown.stdout


def test_ask_says_what_was_removed_and_why(run):
    assert "It voted. (the excerpt says that it did not)" in run("ask", "Did it vote?").stdout


def test_ask_prints_one_json_object(run):
    answer = json.loads(run("ask", "Did it vote?", "--json").stdout)
    assert answer["answer"] == "It did not vote [1]."
    assert answer["citations"][0]["quote"] == "It did not vote."


def test_the_question_can_come_from_stdin(run, fake):
    run("ask", "-", input="Did it vote?")
    assert fake.asked[0]["question"] == "Did it vote?"


def test_filters_are_options(run, fake):
    words = ["--publisher", "A", "--publisher", "B", "--from", "2022-01", "--source", "x.txt"]
    assert run("ask", "Did it vote?", *words, "--to", "2022-12-31").exit_code == 0
    filters = fake.asked[0]["filters"]
    assert filters.publishers == ("A", "B")
    assert (filters.date_from, filters.date_to) == ("2022-01", "2022-12-31")
    assert filters.sources == ("x.txt",)


def test_model_threshold_and_home_go_before_the_environment(run, fake, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:x")
    monkeypatch.setenv("ASSISTANT_HOME", "elsewhere")
    home = str(tmp_path / "mine")
    run("ask", "q", "--model", "stub", "--threshold", "0", "--home", home)
    assert (fake.settings.model, fake.settings.threshold) == ("stub", 0.0)
    assert str(fake.settings.home) == home


def test_home_may_stand_before_the_command(run, fake, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSISTANT_HOME", "elsewhere")
    run("--home", str(tmp_path / "mine"), "ask", "q")
    assert fake.settings.home == tmp_path / "mine"


@pytest.mark.parametrize("question", ["-", "   "])
def test_what_cannot_be_done_is_one_line_on_stderr_and_status_1(run, question):
    failed = run("ask", question, input="   ")
    assert failed.exit_code == 1
    assert failed.stdout == ""
    assert failed.stderr.splitlines() == ["assistant: the question is empty; ask something"]


def test_a_setting_that_does_not_exist_is_one_line_and_status_1(run, monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODLE", "stub")
    failed = run("ask", "q")
    assert failed.exit_code == 1
    assert len(failed.stderr.splitlines()) == 1
    assert "ASSISTANT_MODLE" in failed.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"ASSISTANT_TRESHOLD=0.99\n", ".env: ASSISTANT_TRESHOLD is no setting"),
        (b"OTHER=1\n\n# Note\n\nASSISTANT_THRESHOLD 0.9\n", ".env, line 5 is not NAME=value"),
        (b"ASSISTANT_MODEL=\xff\n", ".env cannot be read"),
    ],
)
def test_a_fault_in_the_settings_file_is_one_line_and_status_1(run, tmp_path, content, says):
    (tmp_path / ".env").write_bytes(content)
    failed = run("ask", "q")
    assert failed.exit_code == 1
    assert len(failed.stderr.splitlines()) == 1
    assert failed.stderr.startswith(f"assistant: {says}")


def test_names_of_other_programs_in_the_settings_file_are_passed_over(run, fake, tmp_path):
    (tmp_path / ".env").write_text("OTHER_KEY=1\nexport ASSISTANT_THRESHOLD=0.25\nFLAG\n")
    assert run("sources").exit_code == 0
    assert fake.settings.threshold == 0.25


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", "q", "--no-such-option"),
        ("edit", "council.txt", "--date", "2024-13-01"),
        ("edit", "council.txt", "--date", "3024-01-01"),
        ("ask", "q", "--threshold", "2"),
        ("ask", "q", "--from", "yesterday"),
        ("no-such-command",),
        ("search",),
        ("search", "q", "--queries", "x.jsonl"),
        ("search", "q", "-k", "0"),
        ("index",),
        ("index", "--seeds", "folder"),
        ("index", "folder", "--field", "prose=text"),
        ("index", "folder", "--field", "text"),
        ("ui", "--port", "99999"),
    ],
)
def test_a_call_whose_words_are_off_is_status_2(run, words: tuple[str, ...]):
    assert run(*words).exit_code == 2


def test_a_bug_is_not_hidden(run):
    assert isinstance(run("ask", "a bug").exception, ZeroDivisionError)


def test_being_stopped_is_one_line_and_status_130(run, fake, monkeypatch):
    def stopped(*_: object, **__: object):
        raise KeyboardInterrupt

    monkeypatch.setattr(fake, "stream", stopped)
    ended = run("ask", "q")
    assert ended.exit_code == 130
    assert len(ended.stderr.splitlines()) == 1


def test_what_limits_every_answer_is_said_once_on_stderr(run, fake):
    fake.notices = ("Searching by words alone.",)
    shown = run("ask", "Did it vote?")
    assert shown.stderr.splitlines() == ["Searching by words alone."]
    assert "words alone" not in shown.stdout
