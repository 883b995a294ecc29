import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.sentences import split_paragraphs, split_sentences

PIECES = st.sampled_from(
    [
        "Mr. ",
        "Doe said. ",
        "“No!” ",
        "U.S. ",
        "The ",
        "end.",
        "\n",
        "\n\n",
        " ",
        "a ",
        ")",
        '" ',
        "… ",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=20).map("".join))


def _sentences(text):
    return [span.of(text) for span in split_sentences(text)]


@settings(deadline=None)
@given(TEXTS)
def test_sentences_cover_all_but_white_space_in_order_and_without_overlap(text):
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert "".join("".join(_sentences(text)).split()) == "".join(text.split())


@settings(deadline=None)
@given(TEXTS, st.integers(0, 200), st.integers(0, 200))
def test_offsets_of_a_part_count_in_the_whole_text(text, start, end):
    start, end = min(start, len(text)), min(end, len(text))
    for span in (*split_sentences(text, start, end), *split_paragraphs(text, start, end)):
        assert start <= span.start < span.end <= end


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Doe met Sen. Jane Roe (D-Calif.), Rep. Al Coe (R-Ky.) and Gov. Poe on Jan. 5.",
        "The U.S. Supreme Court ruled 5-4 in Roe v. Wade at 3 p.m. EST.",
        "“Please come!” Dalilah begged.",
        "“When will it end?” asked the chairman of the council.",
        "“Are we ready?” John F. Doe said, pointing at the map.",
        "“I don’t know what he meant by ‘out.’ ” — Walter Doe, the president of the council",
        "“Mr. Bryan is not your enemy,” she told the court.",
        "He paid $3.5 million to J. K. Rowling of St. Andrews.",
        "The board met at 9 a.m. Monday and saw Lindow Town vs. Harbour United.",
        "“Twenty-three tests, we have been silent..so the veto lets the world know,” she said.",
        "The answer, she said, was no … and stayed no.",
        "Mayor Novak Ada NovakWho pays for the ferry? Council says it does. Novak wins MORE left.",
        "Books of his jokes — yes, books! — were printed in Lindow.",
        "Die Regelung trete am 1. Juli in Kraft.",
        "Der 1. FC Köln spielt vom 1. bis 3. Mai in der 2. Bundesliga.",
        "Im 19. Jahrhundert endete der Markt am 14. März und am 2. September.",
        "Im Herbst läuft der Film „Was nun?“ Anfang Mai im Kino an.",
        "„Wann beginnt der Bau?“ fragte sie, und der Rat schwieg.",
        "Sens. Lund and Bell met Capt. Harry Ames of Calif. Bank on Thursday.",
    ],
)
def test_one_sentence_is_not_split(sentence):
    assert _sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["She left.", "He stayed."],
        ["“It can only get worse.", "So that’s what we want to avoid,” he said."],
        ["It was made in the U.S.", "The council said so."],
        ["“We won!”", "The crowd went home."],
        ["He said “no.”", "She said that she agreed with the council on all of it but the end."],
        ["Is it true?", "Yes."],
        ["It was launched in 2017.", "In 2018 it failed."],
        ["She finished the race in 3.", "Mai said that she was tired."],
        ["The team is now down to 11.", "August was hard for all of them."],
        ["I am 9.", "April is my sister and she is older."],
        ["Das Spiel endete am 30.", "Das sagte der Trainer nach dem Spiel."],
        ["It was a win.", "Chet Holmgren went home."],
        ["Sie sagte: „Wir brauchen keine Ruinen.“", "Geplant sind 140 Wohnungen."],
        ["Er fragte: »Wann beginnt der Bau?«", "Der Rat schwieg."],
        ["They met in New York.", "Liu met the envoys."],
        ["“No,” said Ann Mo.", "“She won.”"],
        ["He declined to comment for this story.", "Lagos said nothing this month.", "Reade did."],
    ],
)
def test_several_sentences_are_split(sentences):
    assert _sentences(" ".join(sentences)) == sentences


def test_a_heading_is_separate_from_the_sentence_below_it():
    assert _sentences("The harbour\nIt was closed.") == ["The harbour", "It was closed."]


def test_lines_of_fixed_width_are_one_paragraph():
    text = (
        "The mayor of the town resigned on\nMonday after a long dispute over the\n"
        "harbour, which had been closed for\nmore than a year by the council.\n\nShe left."
    )
    assert [span.of(text) for span in split_paragraphs(text)] == [text[:-11], "She left."]
    assert len(_sentences(text)) == 2
