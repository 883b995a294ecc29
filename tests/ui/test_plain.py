"""Foreign text stands for itself, whatever it holds."""

from hypothesis import given
from hypothesis import strategies as st

from ui.plain import escaped, shown

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(alphabet=st.characters(codec=None)))
def test_shown_text_reorders_nothing_and_can_be_sent(text):
    clean = shown(text)
    assert not set(clean) & set(OVERRIDES)
    clean.encode("utf-8")


@given(st.text())
def test_escaped_text_says_the_same_words(text):
    assert "".join(escaped(text).split("\\")).replace(" ", "") == shown(text).replace(
        "\n", ""
    ).replace("\\", "").replace(" ", "")


def test_a_long_text_ends_in_an_ellipsis():
    assert shown("abcdef", 4) == "abc…"
    assert shown("abcd", 4) == "abcd"


def test_no_sign_is_markup():
    assert escaped("$x$ :red[y] *z* ![i](http://e)") == (
        r"\$x\$ \:red\[y\] \*z\* \!\[i\]\(http\:\/\/e\)"
    )


def test_nothing_is_shown_of_no_text():
    assert shown(None) == ""
