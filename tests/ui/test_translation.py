"""A German or French page shows no English sentence, and dates as each language writes them."""

import ast
import re
import tomllib
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest

import assistant
from assistant.answer.build import (
    ABSENT,
    NONE_PASSING,
    NOT_HELD,
    NOTHING_FOUND,
    NOTHING_LEFT,
    UNLIKELY,
)
from assistant.answer.check_sentences import NOT_CONFIRMED
from assistant.answer.cite import find_marker_faults
from assistant.answer.judge import NOT_BACKED
from assistant.answer.notices import (
    PARTLY,
    _day_notices,
    _Words,
    gap_notices,
    moved_notice,
    undated_notice,
)
from assistant.answer.sentence_stream import Draft
from assistant.answer.stock_phrases import REFUSAL
from assistant.answer.stream import BROKEN_OFF, STOPPED
from assistant.answer.stub import read_answer
from assistant.assistant import _WORDS_ALONE
from assistant.embedders import opening
from assistant.embedders.opening import OpenedEmbedder
from assistant.providers.model_faults import SENTENCES, fault
from tests.hashing import HashingEmbedder
from ui.texts import Texts
from ui.translation import in_language, translated_reasons

ENGINE = Path(assistant.__file__).parent
DAYS = ("2022-05-26", "2022-05-27", "2022-06", "2023")
TOLD = (
    "LoadError",
    "LoadFailure",
    "Fault",
    "Nearness",
    "Omission",
    "Verdict",
    "SelectedAnswer",
    "_remove",
)
# Parts of a sentence that are chosen from a few, by the code that chooses them.
CHOSEN = {"{shown}": (".pptx", "no extension"), "{there}": ("“7”",)}


def notices():
    """The notices and reasons of the assistant, as its own code writes them."""
    yield from (REFUSAL, NOTHING_FOUND, NOTHING_LEFT, NOT_HELD, UNLIKELY, PARTLY, STOPPED)
    yield from (*moved_notice(1), *moved_notice(2), *gap_notices(["Nobody knows who paid."]))
    yield from (NONE_PASSING, read_answer.NOT_SURE, read_answer.NOTHING_FOUND, BROKEN_OFF)
    yield read_answer.NOTHING_THEN
    for count, filtered in product((1, 3), (True, False)):
        yield from undated_notice([None] * count, filtered=filtered)
    yield _WORDS_ALONE.format(SENTENCES["timeout"][0])
    yield opening.suiting(OpenedEmbedder(HashingEmbedder()), "openai:any").notice
    yield from find_marker_faults(Draft("It rained.", (9,)), ())
    yield (
        "84% of the library can be searched by meaning so far. "
        "If indexing was interrupted, run assistant index again: it continues."
    )
    yield ABSENT.format("“Iceland” or “Ada Novak”")
    yield "It does not mention “cup” or “final”."
    yield "A later article, reporting on 2022-05-27, says 12 people."
    for count in range(5):
        words = [_Words("x", str(at), DAYS[at], None) for at in range(count)]
        told = [_Words("x", str(at), None, DAYS[at]) for at in range(count)]
        late = [_Words("x", str(at), "2024-04-14", DAYS[at]) for at in range(count)]
        for cited in (words, told, late, [*words, _Words("x", "9", None, None)]):
            yield from _day_notices(cited)


def reasons(folder):
    """Why files are refused, sentences removed and lines left out: the literals in the code."""
    for path in sorted((ENGINE / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            for literal in _literals(node):
                for sentence in _written(literal, constants):
                    if " " in sentence:
                        yield path.name, sentence


def _literals(node):
    if isinstance(node, ast.Call):
        if ast.unparse(node.func).rpartition(".")[2] in TOLD:
            yield from node.args
        yield from (one.value for one in node.keywords if one.arg == "why")
    if isinstance(node, ast.Assign) and re.match(
        r"why$|.*note$|.*labels\[", ast.unparse(node.targets[0])
    ):
        yield node.value


def _written(literal, constants):
    """The sentences that a literal, or a choice of them, can become, with 7 in each field."""
    if isinstance(literal, ast.IfExp):
        yield from _written(literal.body, constants)
        yield from _written(literal.orelse, constants)
    if isinstance(literal, ast.BoolOp):
        for one in literal.values:
            yield from _written(one, constants)
    if isinstance(literal, ast.Name) and isinstance(constants.get(literal.id), str):
        yield constants[literal.id]
    if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
        yield literal.value
    if isinstance(literal, ast.JoinedStr):
        sentences = [""]
        for part in literal.values:
            if isinstance(part, ast.FormattedValue):
                name = ast.unparse(part.value)
                fills = CHOSEN.get(f"{{{name}}}", [str(constants.get(name, 7))])
            else:
                fills = [ast.literal_eval(part)]
            sentences = [before + fill for before in sentences for fill in fills]
        yield from sentences


def in_german_and_french(sentence):
    return [in_language(sentence, Texts(language)) for language in ("de", "fr")]


@pytest.mark.parametrize("folder", ["answer", "corpus", "library", "verify"])
def test_each_reason_in_the_code_has_a_translation(folder):
    found = list(reasons(folder))
    missing = sorted({one for one in found if None in in_german_and_french(one[1])})
    assert len(found) > 2
    assert not missing, "add these to ui/texts/engine.toml"


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_notices_of_the_assistant_are_in_the_language_of_the_page(language):
    t = Texts(language)
    for sentence in notices():
        shown = in_language(sentence, t)
        assert shown not in (None, sentence), sentence
        assert "2022-05" not in shown
        assert not any(f" {word} " in shown for word in ("and", "or", "the")), shown


@pytest.mark.parametrize("kind", SENTENCES)
@pytest.mark.parametrize("language", ["de", "fr"])
def test_why_a_model_failed_is_in_the_language_of_the_page(kind, language):
    t = Texts(language)
    what, hint = (in_language(words.partition(" (")[0], t) for words in SENTENCES[kind])
    for detail in ("", "500: overloaded"):
        error = fault("openai:any", kind, detail)
        for writer in ("the built-in model", "openai:other"):
            shown = in_language(f"{error}. This answer is from {writer} instead.", t)
            assert all(words in shown for words in (what, hint, detail))
            assert "built-in" not in shown
    note = in_language(f"{SENTENCES[kind][0].capitalize()}; retry in 3 s", t)
    assert note.startswith(what[0].upper() + what[1:])


def test_a_translation_fills_only_the_fields_of_its_sentence():
    kept = tomllib.loads(files("ui.texts").joinpath("engine.toml").read_text("utf-8"))
    field = re.compile(r"\{(\w+)\}")
    for english, others in kept.items():
        assert set(others) == {"de", "fr"}, english
        for words in others.values():
            assert set(field.findall(words)) <= set(field.findall(english)), english


def test_a_reason_within_a_sentence_is_translated_too():
    sentence = "could not be confirmed: the excerpts say otherwise"
    assert in_language(sentence, Texts("de")) == "nicht bestätigt: in den Auszügen steht es anders"


def test_each_of_the_reasons_for_a_verdict_is_translated():
    why = "17 is in no excerpt; it may be a count; “a; b” is in no excerpt"
    german, french = (translated_reasons(why, Texts(language)) for language in ("de", "fr"))
    assert german == (
        "17 steht in keinem Auszug; vielleicht wurde gezählt; „a; b“ steht in keinem Auszug"
    )
    assert french.count(" ne figure dans aucun extrait") == 2
    assert translated_reasons(why, Texts("en")) == why
    hidden = f"{NOT_CONFIRMED}: {why}"
    assert translated_reasons(hidden, Texts("de")) == f"nicht bestätigt: {german}"


@pytest.mark.parametrize("language", ["de", "fr"])
def test_an_objection_of_a_judge_is_in_the_language_of_the_page(language):
    shown = in_language(f"the judge openai:any objects: {NOT_BACKED}", Texts(language))
    assert "excerpts" not in shown


def test_an_unknown_sentence_has_no_translation_and_english_keeps_its_words():
    assert in_language("Something new.", Texts("de")) is None
    assert in_language("As of an article dated 2024-04-14.", Texts("en")) == (
        "As of an article dated 14 April 2024."
    )


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_a_date_in_the_name_of_a_file_or_in_quoted_words_stays_as_it_is(language):
    t = Texts(language)
    names = ("report-2022-04-01.txt", "a 2022-04-01 b.txt", "from 2022-04 to 2022-05", "1 and 2")
    for name in names:
        for why in (
            "no such article; assistant sources lists those there are",
            "there is no such file or folder; check the path",
        ):
            assert in_language(f"{name}: {why}", t).startswith(name)
    assert in_language("2022-04-01.txt: a new reason", Texts("en")).startswith("2022-04-01.txt")
    assert "2022-04-01" in in_language(ABSENT.format("“2022-04-01”"), t)
    typed = "2022-02-31 is not a date; use 2022-05-26, 2022-05 or 2022"
    assert in_language(typed, t).startswith("2022-02-31")


def test_names_in_a_sentence_have_the_quotation_marks_of_the_language():
    german, french = in_german_and_french(ABSENT.format("“Iceland” or “Ada Novak”"))
    assert "„Iceland“ oder „Ada Novak“" in german
    assert "«" in french
    assert "“" not in french
