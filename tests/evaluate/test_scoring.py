from assistant.evaluate.question_sets import Rules
from assistant.evaluate.scoring import answer_faults, citation_faults
from assistant.reply import Answer, Citation

TEXT = "The vote was 13 to 2. It failed."


def answer(text="The vote was 13 to 2 [1].", abstained=False, source="a.txt", start=0, end=21):
    quote = TEXT[start:end]
    cited = () if abstained else (Citation(1, source, "x", None, None, None, quote, start, end),)
    return Answer("q", "q", text, abstained, None, 0.9, citations=cited)


def test_what_has_to_be_said_and_what_may_not_be():
    assert answer_faults(Rules(must=("13",), must_not=("14",)), answer()) == []
    assert answer_faults(Rules(must=("14",)), answer()) == ["misses 14"]
    assert answer_faults(Rules(must_not=("13",)), answer()) == ["says 13"]


def test_declining_is_right_only_where_the_corpus_does_not_hold_it():
    declined = answer("The articles do not say.", abstained=True)
    assert answer_faults(Rules(abstain=True), declined) == []
    assert answer_faults(Rules(), declined) == ["abstained"]
    assert answer_faults(Rules(either=("abstain",)), declined) == []
    assert answer_faults(Rules(abstain=True), answer()) != []


def test_sources_are_held_to_their_prefixes():
    assert answer_faults(Rules(src=("a",), src_all=("a",), only=("a",)), answer()) == []
    assert answer_faults(Rules(src=("b",)), answer()) == ["cites none of its sources"]
    assert answer_faults(Rules(src_all=("a", "b")), answer()) == ["does not cite b"]
    assert answer_faults(Rules(only=("b",)), answer()) == ["cites another source"]


def test_an_answer_that_quotes_everything_is_too_long():
    assert answer_faults(Rules(words=3), answer()) == ["7 words"]


def test_a_citation_holds_where_its_quote_stands_at_its_offsets():
    assert citation_faults(answer(), lambda _: TEXT) == []
    assert citation_faults(answer(), lambda _: "x" + TEXT) != []
    assert citation_faults(answer(), lambda _: None) == ["no such source"]


def test_markers_and_citations_belong_together():
    assert citation_faults(answer("No marker."), lambda _: TEXT) == ["citation without marker"]
    assert citation_faults(answer("One [1] [2]."), lambda _: TEXT) == ["marker without citation"]
