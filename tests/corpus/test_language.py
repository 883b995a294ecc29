import pytest

from assistant.corpus.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council will elect a successor in June, according to its chairman.", "en"),
        ("Le conseil élira un successeur en juin, selon son vice-président, mardi.", "fr"),
        ("El consejo elegirá a un sucesor en junio, según su vicepresidente.", "es"),
        ("Совет изберет преемника в июне, сообщил его заместитель председателя.", "ru"),
        ("評議会は六月に後任を選出すると副議長が述べた。", "ja"),
        ("12 13 14", None),
        ("", None),
    ],
)
def test_the_language_is_told_where_there_is_text_enough(text, language):
    assert detect_language(text) == language
