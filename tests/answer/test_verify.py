"""What checking a claim promises."""

import pytest

from assistant.answer.verify import Evidence, check_against_document, check_claim

ARTICLE = Evidence(
    "Mayor Ana Ruiz said on Tuesday that 13 ships had left Lima. “We will not wait for them,” "
    "she told reporters. Peru’s navy sent two frigates, and traders lost about $4 million. "
    "On 20 January the court had ordered the port closed. "
    "“It is a sad day,” said Tomas Orlov, who owns twenty-three ships.",
    title="Ships leave Lima",
    publisher="The Daily Lamp",
    published="2022-03-31",
    reported="2022-03-31",
)


def verdict(claim):
    return check_claim(claim, [ARTICLE])


@pytest.mark.parametrize(
    "claim",
    [
        "Mayor Ana Ruiz said on Tuesday that 13 ships had left Lima.",
        "Thirteen ships had left Lima.",
        "Ruiz said that thirteen ships had left Lima.",
        "“We will not wait for them,” Ruiz told reporters.",
        "“We will not wait for them,” she told reporters.",
        "On Tuesday, 29 March 2022, 13 ships had left Lima.",
        "The Daily Lamp reports that 13 ships had left Lima.",
        "Tomas Orlov, who owns 23 ships, said: “It is a sad day.”",
        "Peru's navy sent two frigates.",
        "On 20 January 2022 the court had ordered the port closed.",
    ],
)
def test_what_the_evidence_says_is_supported(claim):
    assert verdict(claim).supported, verdict(claim).why


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Some 23 frigates had left Lima.", "counts something else"),
        ("Peru's navy sent five frigates.", "the excerpt has two, the answer says five"),
        ("Peru's navy lost 12 planes.", "12 is in no excerpt"),
        (
            "“We will gladly wait,” Ruiz said.",
            "the quotation “We will gladly wait,” is in no excerpt",
        ),
        ("“It is a sad day,” said Ana Ruiz.", "are Tomas Orlov's, not Ana Ruiz's"),
        ("On Friday 13 ships had left Lima.", "the excerpt says “Tuesday”, the answer “Friday”"),
        ("Ships left Lima, Maria Gomez said.", "“Maria Gomez” is in no excerpt"),
        ("President Ana Ruiz said that ships had left.", "no excerpt calls Ana Ruiz “President”"),
        ("Glaciers melt faster than scientists expected.", "no excerpt speaks of this"),
        ("Traders lost about €4 million.", "counts something else"),
    ],
)
def test_what_it_does_not_say_is_not_and_the_reason_is_said(claim, why):
    result = verdict(claim)
    assert not result.supported
    assert why in result.why


def test_a_date_that_cannot_be_told_is_not_believed():
    undated = Evidence(ARTICLE.text)
    claim = "On Tuesday, 29 March 2022, 13 ships had left Lima."
    assert "no sure date" in check_claim(claim, [undated]).why


def test_a_claim_may_stand_on_several_excerpts():
    other = Evidence("The strike ended after 40 days.")
    claim = "Peru's navy sent two frigates and the strike ended after 40 days."
    assert check_claim(claim, [ARTICLE, other]).supported
    assert not check_claim(claim, [ARTICLE]).supported


def test_a_whole_document_may_be_the_evidence():
    assert check_against_document(ARTICLE.text, "Traders lost about $4 million.").supported


def test_the_same_claim_gets_the_same_verdict():
    claim = "Peru's navy sent five frigates."
    assert verdict(claim) == verdict(claim)


@pytest.mark.parametrize(
    "speaker", ["Ana Ruiz", "Mayor Ana Ruiz", "she", "the traders", "Peru's navy"]
)
@pytest.mark.parametrize("words", ["The sea is lovely", "lovely", "We will wait for them", "No"])
@pytest.mark.parametrize(
    "form", ["“{}”, said {}.", "“{},” said {}.", '"{}," said {}.', "'{}', said {}."]
)
def test_no_invented_quotation_passes_whoever_is_to_have_said_it(form, words, speaker):
    claim = form.format(words, speaker)
    assert not verdict(claim).supported, claim


@pytest.mark.parametrize(
    "claim",
    [
        "The town's traders, sad and afraid, believe that around seven million dollars went away.",
        "What the court decided on 21 January shut the harbour down for everybody.",
        "Some of the vessels, according to Pedro Alva, went out of the harbour of the capital.",
    ],
)
def test_in_other_words_a_number_a_date_and_a_name_are_still_to_be_found(claim):
    assert not verdict(claim).supported


INQUIRY = Evidence(
    "Investigators have not found any evidence of poison in the long term care home, Stevie Nicks "
    "wrote. Nicks left the band of her cousin in May. Ms Ruiz told the judge in the capital that "
    "Orlov had fled to Lima. The inspector failed to visit the home. Prices rose by 0.505% in June."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Investigators have found no evidence of poison in the long term care home.",
        "Investigators have not found any evidence of poison in the long-term care home.",
        "The inspector did not visit the home.",
        "Stevie Nicks left the band of her cousin in May.",
        "Moreover, Nicks left the band in May.",
        "On the other hand, prices rose by 0.505% in June.",
        "2. Prices rose by 0.505% in June.",
        "Prices rose by 0.51% in June.",
    ],
)
def test_the_same_in_another_form_is_supported(claim):
    result = check_claim(claim, [INQUIRY])
    assert result.supported, result.why


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Investigators have found evidence of poison in the home.", "the excerpt says “not”"),
        ("Investigators have not found no evidence of poison.", "the answer says “no”"),
        ("Prices rose by 0.503% in June.", "0.503% is in no excerpt"),
        ("Prices did not rise by 0.505% in June.", "the answer says “not”"),
        ("Ms Ruiz had fled to Lima.", "capital that Orlov"),
        ("Orlov left the band of her cousin in May.", "“Orlov”"),
        ("12 homes: Nicks left the band in May.", "12 is in no excerpt"),
    ],
)
def test_what_only_looks_like_another_form_is_not(claim, why):
    result = check_claim(claim, [INQUIRY])
    assert not result.supported
    assert why in result.why


def test_a_pronoun_stands_for_a_name_further_back_where_pronouns_lead_to_it():
    rest = "closed the old harbour to every ship of the northern fleet in May."
    text = f"Ana Ruiz saw the storm coming. She warned readers of the Lima Times. She {rest}"
    assert check_claim(f"Ana Ruiz {rest}", [Evidence(text)]).supported
    assert not check_claim(f"Tomas Orlov {rest}", [Evidence(text)]).supported


FERRY = Evidence(
    "Dozens of sailors fell ill on the ferry, with some doctors and captains suspecting that they "
    "were poisoned. The navy, which has opened an inquiry into the strange wave of illness on "
    "board its ferries in the north, has not found any trace of gas. More than 50 of the sailors "
    "were flown to Lima."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Some captains and doctors suspect that they were poisoned.",
        "Some doctors and captains suspect that the sailors were poisoned.",
        "The navy, which has opened an inquiry, has found no trace of gas.",
        "Over 50 of the sailors were flown to Lima.",
    ],
)
def test_words_in_another_order_that_say_the_same_are_supported(claim):
    result = check_claim(claim, [FERRY])
    assert result.supported, result.why


@pytest.mark.parametrize(
    "claim",
    [
        "Some sailors and doctors suspect that they were poisoned.",
        "Some doctors and captains suspect that the ferries were poisoned.",
        "The navy, which has not opened an inquiry, has not found any trace of gas.",
        "The navy, which has opened no inquiry, has found no trace of gas.",
        "Under 50 of the sailors were flown to Lima.",
    ],
)
def test_words_in_another_order_that_say_something_else_are_not(claim):
    assert not check_claim(claim, [FERRY]).supported
