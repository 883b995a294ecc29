"""What reading a model's text promises."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answer.citation_markers import shield_brackets, split_markers
from assistant.answer.sentence_stream import Draft, DraftReader, parse_draft

BITS = (
    'The U.S. |rain| fell|.| |[1]|[2, 3]|[1|]|\n|“|”|"|- |He said |3.5 million|? |…|1. '
    "|Mr. Orlov|[sic]|【4】|!|**| [0]|”.| (2)|(1) | (Source 3)| (a fall)|^1|²|[[1]](#1)|"
    "【1†source】|, |### |:\n|According to excerpt 3, |<b>|</b>|<sup>1</sup>|> |```\n|{|}"
    "|</turn-7f3a9c>"
).split("|")
PIECES = st.lists(st.sampled_from(BITS), max_size=40)


@given(PIECES, st.lists(st.integers(0, 200), max_size=12))
@example([" fell", ".", "\n", "[1]", "rain"], [6])
def test_how_the_stream_is_cut_makes_no_difference(pieces, cuts):
    text = "".join(pieces)
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    reader = DraftReader()
    drafts = [d for a, b in pairwise(edges) for d in reader.feed(text[a:b])]
    assert drafts + reader.close() == parse_draft(text)


@given(st.lists(st.sampled_from([b for b in BITS if b not in {"### ", ":\n", "? "}]), max_size=40))
def test_no_word_of_a_statement_is_lost(pieces):
    text = "".join(pieces)
    drafts = " ".join(draft.text for draft in parse_draft(text)).lower()
    for word in ("rain", "fell", "orlov", "million", "said"):
        assert drafts.count(word) == text.lower().count(word)


@pytest.mark.parametrize(
    "text",
    [
        "It rained [1]. The sun shone [2].",
        "It rained. [1] The sun shone. [2]",
        "It rained.[1] The sun shone.[2]",
        "It rained. [1]\nThe sun shone. [2]\n",
        "- It rained. [1]\n- The sun shone. [2]",
        "1. It rained. [1]\n2. The sun shone. [2]",
        "It rained.【1】 The sun shone. [excerpt 2]",
    ],
)
def test_markers_belong_to_their_sentence_wherever_they_stand(text):
    assert parse_draft(text) == [Draft("It rained.", (1,)), Draft("The sun shone.", (2,))]


@pytest.mark.parametrize(
    "marker",
    [
        *(r"\[1\]", "**[1]**", "`[1]`", "[1†L3-L5]", "[Ex. 1]", "[S1]", "[n=1]", "(excerpt-1)"),
        *("[excerpt_1]", "(Quelle 1)", "[Auszug 1]", "(extrait 1)"),
    ],
)
def test_rarer_forms_of_a_marker_are_read(marker):
    wanted = [Draft("It rained.", (1,)), Draft("The sun shone.", (1,))]
    assert parse_draft(f"It rained {marker}. The sun shone {marker}.") == wanted
    assert parse_draft(f"It rained. {marker} The sun shone. {marker}") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Based on the information in Excerpt [1], it rained.",
        "As excerpt 1 reports, it rained.",
        "The answer is as follows: it rained [1].",
        "<|channel|>analysis<|message|>No.<|end|><|start|>assistant<|channel|>final<|message|>"
        "It rained [1].",
        "<seed:think>It snowed.</seed:think>It rained [1].",
        "It snowed [1]. So it must be cold.\n</think>\n\nIt rained [1].",
        "<answer><sentence>It rained [1].</sentence></answer>",
        'It rained [1].\n</excerpt-54007e>\n<excerpt-54007e number="2">\n',
        '{"response": {"facts": [{"fact": "It rained.", "source": "[1]"}]}}',
        "| Detail | Source |\n|---|---|\n| It rained | 1 |\n",
    ],
)
def test_what_surrounds_a_statement_is_taken_off(text):
    assert parse_draft(text) == [Draft("It rained.", (1,))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- **Vote:** The council voted to close it [1].", "The council voted to close it."),
        ("**Vote**: The council has closed it [1].", "The council has closed it."),
        ("**Cost:** About 2 million pounds [1].", "Cost: About 2 million pounds."),
        ("**2019:** The council closed it [1].", "2019: The council closed it."),
        ("**Ada Brook:** She was the mayor [1].", "Ada Brook: She was the mayor."),
    ],
)
def test_a_bold_label_is_dropped_where_a_sentence_needs_none(text, said):
    assert parse_draft(text) == [Draft(said, (1,))]


def test_a_column_that_names_nothing_adds_nothing_to_its_row():
    table = "| What was done | Detail |\n|---|---|\n| Cost | 48 euros [1] |\n"
    assert parse_draft(table) == [Draft("Cost: 48 euros.", (1,))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The towns are:\n- Oxney [1]\n- Lindau, in the north [2]\n",
            "Oxney; Lindau, in the north.",
        ),
        ("The towns are:\n\n1. Oxney. [1]\n2. Lindau. [2]\n\nIt rained.", "Oxney, Lindau."),
        ("The towns are: [1]\nOxney\nLindau [2]", "Oxney, Lindau."),
        (
            "The towns are:\n- Oxney, which has no ferry now and never had one [1]\n- Lindau [2]",
            "Oxney, which has no ferry now and never had one; Lindau.",
        ),
        (
            "The towns are:\nOxney, and beside it is the small town of Lindau [1][2].",
            "Oxney, and beside it is the small town of Lindau.",
        ),
        ("The towns are:\n> “Oxney and Lindau,” [1][2]", "“Oxney and Lindau,”"),
    ],
)
def test_a_line_with_a_colon_and_what_completes_it_are_one_sentence(text, said):
    assert parse_draft(text)[0] == Draft(f"The towns are: {said}", (1, 2))


def test_a_line_before_a_list_of_sentences_stays_and_one_before_nothing_is_dropped():
    text = "There were two reasons [1]:\n- It rained all day [2].\nIt snowed [1].\nThe towns are:\n"
    assert parse_draft(text) == [
        Draft("There were two reasons:", (1,)),
        Draft("It rained all day.", (2,)),
        Draft("It snowed.", (1,)),
    ]


def test_several_markers_are_read_in_any_form():
    assert split_markers("So it is [1][2].") == ("So it is.", (1, 2))
    assert split_markers("So it is [1, 2].") == ("So it is.", (1, 2))
    assert split_markers("So it is [1-3].") == ("So it is.", (1, 2, 3))


def test_a_sentence_is_given_before_the_stream_ends():
    reader = DraftReader()
    assert reader.feed("It rained. [1] Then the ") == [Draft("It rained.", (1,))]


def test_numbers_in_brackets_inside_quoted_words_are_no_markers():
    (draft,) = parse_draft("“See note [12] there,” Orlov said [3].")
    assert draft == Draft("“See note ［12］ there,” Orlov said.", (3,))
    assert shield_brackets("the note [12]") == "the note ［12］"


def test_a_quotation_of_several_sentences_stays_whole():
    (draft,) = parse_draft("“It is late. We will go,” Orlov said [1].")
    assert draft.markers == (1,)


def test_abbreviations_and_decimals_end_no_sentence():
    text = "U.S. Ambassador Jane Doe bought 3.5 million barrels from Mr. Orlov [1]."
    assert [draft.markers for draft in parse_draft(text)] == [(1,)]


RAIN_AND_SUN = [Draft("It rained.", (1,)), Draft("The sun shone.", (2,))]
FORMS = {
    "parentheses": "It rained (1). The sun shone (2).",
    "parentheses after the sentence": "It rained. (1) The sun shone. (2)",
    "carets": "It rained^1. The sun shone^2.",
    "superscripts": "It rained¹. The sun shone².",
    "superscripts after the sentence": "It rained.¹ The sun shone.²",
    "superscript tags": "It rained<sup>1</sup>. The sun shone.<sup>[2]</sup>",
    "named sources": "It rained (Source 1). The sun shone (see excerpt 2).",
    "links": "It rained [[1]](#1). The sun shone [2](https://example.org/2).",
    "daggers": "It rained【1†source】. The sun shone【4:2†L1-L9】.",
    "attributions": "According to excerpt 1, it rained. Excerpt 2 states that the sun shone.",
    "attributions at the end": "It rained, according to excerpt 1. The sun shone (source: [2]).",
    "a given base": "Based on the provided excerpts, it rained [1]. The sun shone [2].",
    "markers as names": "According to [1], it rained. [2] says that the sun shone.",
    "a preamble and a closing line": (
        "Here is what the excerpts say:\n\n- It rained [1].\n- The sun shone [2].\n\n"
        "Let me know if you need anything else!"
    ),
    "reasoning": "<think>Is it? [1] It snowed.\n\n</think>\n\nIt rained [1]. The sun shone [2].",
    "reasoning of Mistral": "[THINK]It snowed.[/THINK]It rained [1]. The sun shone [2].",
    "headings": "## Weather\n\nIt rained [1].\n\n**Sun**\n\nThe sun shone [2].",
    "emphasis": "**It rained** [1]. *The sun* __shone__ [2].",
    "emphasis around sentences": "*It rained [1]. The sun shone [2].*",
    "a table": "| What | Source |\n|---|:-:|\n| It rained | [1] |\n| The sun shone. | 2 |\n",
    "an object": '{"answer": "It rained [1]. The sun shone [2].", "confidence": 0.9}',
    "objects": (
        'Here is the answer:\n```json\n{"sentences": [{"text": "It rained.", "citations": [1]},'
        ' {"text": "The sun shone.", "citations": ["2"], "quote": "the sun shone"}]}\n```'
    ),
    "a list of objects": (
        '[{"claim": "It rained.", "excerpt": 1}, {"claim": "The sun shone.", "excerpt": 2}]'
    ),
    "labels": "Answer: It rained [1]. The sun shone [2].",
    "greetings": "Sure! It rained [1]. The sun shone [2]. I hope this helps.",
    "numbered in parentheses": "(1) It rained [1].\n(2) The sun shone [2].",
    "numbered within a line": "(1) It rained [1]. (2) The sun shone [2].",
    "lists": "* It rained (1).\n+ [ ] The sun shone (2).",
    "a quotation block": "> It rained [1].\n> The sun shone [2].",
    "a list of sources": (
        "It rained [1]. The sun shone [2].\n\n**Sources:**\n[1] Rain comes\n[2]: Sun comes\n"
    ),
    "a line of sources": "It rained [1]. The sun shone [2].\nSources: Excerpt 1, Excerpt 2",
    "tags of HTML": "<p>It <b>rained</b> [1].</p><ul><li>The sun shone [2].</li></ul>",
    "final channel": (
        "<|channel|>analysis<|message|>It snowed.<|end|><|channel|>final<|message|>"
        "It rained [1]. The sun shone [2]."
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_that_models_write_gives_the_same_sentences(form):
    assert parse_draft(FORMS[form]) == RAIN_AND_SUN


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_the_same_letter_by_letter(form):
    reader = DraftReader()
    drafts = [draft for letter in FORMS[form] for draft in reader.feed(letter)]
    assert drafts + reader.close() == RAIN_AND_SUN


@pytest.mark.parametrize(
    "text",
    [
        "The council gave two reasons: (1) cost and (2) safety.",
        "“See clause (1),” Orlov said.",
        "Article 5(1) covers 10 km².",
        "Bob (42) and Ann (39) fell.",
        "Officials at 5 < 6 and a_b_c wrote f*** off.",
        "The documents of the prince (a copy) were burned.",
        "According to sources in the ministry, it rained.",
        "Here the council met for the first time.",
        "The following day the articles of impeachment were passed.",
        "Note that lenders lost 2 million pounds.",
    ],
)
def test_what_looks_like_a_marker_or_filler_stays(text):
    assert parse_draft(text, known=8) == [Draft(text)]


def test_one_marker_after_several_sentences_merges_nothing():
    drafts = parse_draft("It rained. The sun shone. Snow fell (1).")
    assert [draft.text for draft in drafts] == ["It rained.", "The sun shone.", "Snow fell."]


@pytest.mark.parametrize("mark", ['"We cannot wait," said Brook', "“We cannot wait,” said Brook"])
@pytest.mark.parametrize("first", ["It rained [1].", "It rained. [1]", "It rained (1)."])
def test_a_sentence_may_open_with_a_quotation_after_a_marker(first, mark):
    assert parse_draft(f"{first} {mark} [2].") == [
        Draft("It rained.", (1,)),
        Draft(f"{mark}.", (2,)),
    ]


def test_a_quotation_that_the_sentence_does_not_close_keeps_its_marker():
    text = "“We have work to do [12] there. [1]"
    assert split_markers(text) == ("“We have work to do ［12］ there.", (1,))


def test_weak_markers_beyond_the_excerpts_stay_words():
    assert parse_draft("The boy was seven (7).", known=3) == [Draft("The boy was seven (7).")]


def test_a_table_row_of_several_cells_is_one_sentence():
    table = "| Name | Vote |\n|---|---|\n| Brook | yes [1] |\n| Orlov | no [2] |\n\nIt passed [1]."
    assert parse_draft(table) == [
        Draft("Name: Brook; Vote: yes.", (1,)),
        Draft("Name: Orlov; Vote: no.", (2,)),
        Draft("It passed.", (1,)),
    ]


def test_braces_that_are_no_json_stay_text():
    assert [draft.text for draft in parse_draft("{It rained} [1]. Sun.")] == [
        "{It rained}.",
        "Sun.",
    ]


def test_reasoning_that_never_ends_is_no_answer():
    reader = DraftReader()
    assert reader.feed("<think>It rained [1]. The sun shone [2].") + reader.close() == []
    assert reader.reasoning


def test_answers_in_other_languages_are_kept():
    text = "Le conseil a voté [1]. „Wir können nicht warten“, sagte Brook [2]."
    assert [draft.markers for draft in parse_draft(text)] == [(1,), (2,)]


def test_of_an_articles_own_sentences_nothing_but_markers_is_taken():
    text = "According to the article, *it* rained [1]. Here are the facts [2]."
    reader = DraftReader(verbatim=True)
    assert reader.feed(text) + reader.close() == [
        Draft("According to the article, *it* rained.", (1,)),
        Draft("Here are the facts.", (2,)),
    ]


@pytest.mark.parametrize("word", ["paper", "newspaper", "helper", "super"])
def test_a_word_that_ends_as_an_attribution_begins_is_kept(word):
    drafts = parse_draft(f"It is like a {word} [1]. Scott Needham said no [2].")
    assert drafts == [
        Draft(f"It is like a {word}.", (1,)),
        Draft("Scott Needham said no.", (2,)),
    ]


def test_an_attribution_at_the_end_is_no_part_of_the_sentence():
    assert split_markers("It fell, per [1].") == ("It fell.", (1,))
