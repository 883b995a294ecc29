"""One analysis of a text, shared by all who read it."""

import pytest

from assistant.text.dates import find_dates
from assistant.text.document import Document, parse
from assistant.text.names import find_names
from assistant.text.numbers import find_numbers
from assistant.text.quotes import find_quotations, plain_quote
from assistant.text.sentences import split_sentences
from assistant.text.words import words

TEXT = (
    "Sen. Ana Ruiz met 20 mayors on May 3, 2022. “We agreed,” Ruiz told reporters.\n\n"
    "The United Nations said later that it would send 300 people."
)


def test_each_part_is_what_its_own_function_finds():
    document = Document(TEXT)
    assert document.sentences == split_sentences(TEXT)
    assert document.words == list(words(TEXT))
    assert document.names == find_names(TEXT)
    assert document.dates == find_dates(TEXT)
    assert document.numbers == find_numbers(TEXT)
    assert document.quotations == find_quotations(TEXT)
    assert document.folded == plain_quote(TEXT)


def test_a_text_is_analysed_once():
    assert parse(TEXT) is parse(TEXT)
    assert parse(TEXT).names is parse(TEXT).names


@pytest.mark.parametrize("position", [0, 1, 2])
def test_the_sentence_of_every_offset_is_known(position):
    document = Document(TEXT)
    span = document.sentences[position]
    assert {document.sentence_at(at) for at in range(span.start, span.end)} == {position}


def test_each_sentence_has_its_search_stems():
    assert parse("The mayor resigned. Nobody knew.").search_stems == (
        frozenset({"mayor", "resign"}),
        frozenset({"nobodi", "knew"}),
    )
