"""Every language says everything."""

import re
import string

import pytest

from ui.texts import LANGUAGES, Texts, _catalogue, language_of

FORMS = string.Formatter()


def fields(text):
    return {name for _, name, _, _ in FORMS.parse(text) if name}


def texts_of(value):
    return list(value.values()) if isinstance(value, dict) else [value]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_keys_and_the_fields_of_english(language):
    english, other = _catalogue("en"), _catalogue(language)
    assert other.keys() == english.keys()
    for key, value in english.items():
        assert fields(texts_of(value)[-1]) == fields(texts_of(other[key])[-1]), key


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_a_translation_is_not_the_english_text(language):
    english, other = _catalogue("en"), _catalogue(language)
    same = [key for key, value in english.items() if other[key] == value]
    assert len(same) < len(english) / 5, same


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_calmly(language):
    for key, value in _catalogue(language).items():
        for text in texts_of(value):
            assert "!" not in text, key
            assert not re.search(r"\b(AI|KI|IA)\b", text), key


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de-AT", "de"), ("fr", "fr"), ("en_GB", "en"), ("ja", "en"), (None, "en"), ("", "en")],
)
def test_a_locale_chooses_its_language_or_english(locale, language):
    assert language_of(locale) == language


def test_a_count_chooses_its_form():
    t = Texts("en")
    assert (t("turn.articles", n=1), t("turn.articles", n=2)) == ("1 article", "2 articles")


def test_french_counts_none_in_the_singular():
    assert "0 réponse." in Texts("fr")("settings.votes_help", n=0)
    assert "0 answers" in Texts("en")("settings.votes_help", n=0)


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        ("en", "mail feeds tables e-books JSON PDF ZIP"),
        ("de", "E-Mails Feeds Tabellen E-Books JSON PDF ZIP"),
        ("fr", "courriels flux tableaux numériques JSON PDF ZIP"),
    ],
)
def test_the_kinds_of_files_are_named_where_files_are_added_and_in_the_help(language, kinds):
    t = Texts(language)
    for key in ("sources.drop", "help.sources.text"):
        assert all(kind in t(key) for kind in kinds.split()), key


@pytest.mark.parametrize(("language", "shown"), [("en", "2,529"), ("de", "2.529")])
def test_a_count_has_the_separators_of_the_language(language, shown):
    assert Texts(language)("state.articles", n=2529).startswith(shown)


def test_one_of_several_is_in_the_singular_in_french():
    t = Texts("fr")
    assert t("sources.shown", n=1, all=5) == "1 article sur 5"
    assert t("sources.shown", n=2, all=5) == "2 articles sur 5"
