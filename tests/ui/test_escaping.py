"""Foreign text stands for itself, whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.escaping import escaped, shown

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(alphabet=st.characters(codec=None)))
def test_shown_text_reorders_nothing_and_can_be_sent(text):
    clean = shown(text)
    assert not set(clean) & set(OVERRIDES)
    clean.encode("utf-8")


@given(st.text())
def test_escaped_text_says_the_same_words(text):
    def words(said):
        return said.translate(dict.fromkeys(map(ord, "\\ \n\u2060")))

    assert words(escaped(text)) == words(shown(text))


def test_a_long_text_ends_in_an_ellipsis():
    assert shown("abcdef", 4) == "abc…"
    assert shown("abcd", 4) == "abcd"


def test_no_sign_is_markup():
    assert escaped("$x$ :red[y] *z* ![i](http://e)") == (
        r"\$x\$ \:red\[y\] \*z\* \!\[i\]\(http\:" + "\u2060" + r"\/\/e\)"
    )


@pytest.mark.parametrize("text", ["http://e.org", "HTTPS://e.org", "www.e.org", "a@e.org"])
def test_no_address_becomes_a_link(text):
    assert "\u2060" in escaped(text)


def test_nothing_is_shown_of_no_text():
    assert shown(None) == ""
