import pytest

from assistant.answer import prompt
from assistant.answer.prompt import load_prompt
from assistant.answer.stock_phrases import REFUSAL, is_refusal
from assistant.bundled import bundled_folder
from assistant.errors import SettingsError


def test_every_prompt_file_is_one_that_a_step_fills():
    names = {
        path.name.removesuffix(".md")
        for path in bundled_folder("prompts").iterdir()
        if path.name.endswith(".md")
    }
    assert names == set(prompt._VARIABLES)
    assert all(load_prompt(name) for name in names)


def test_a_prompt_that_names_an_unknown_variable_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(prompt._VARIABLES, "answer.user", {"today"})
    with pytest.raises(SettingsError, match=r"answer\.user\.md names .*excerpts"):
        load_prompt("answer.user")


def test_the_answering_prompt_gives_the_words_of_a_refusal():
    assert REFUSAL in load_prompt("answer.system").format(refusal=REFUSAL, citing="")


@pytest.mark.parametrize("text", [REFUSAL, f' "{REFUSAL}"\n', "**the articles do not say**"])
def test_a_refusal_is_known_however_it_is_wrapped(text: str):
    assert is_refusal(text)
