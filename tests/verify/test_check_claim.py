"""What checking a claim promises."""

import pytest

from assistant.verify import Evidence, check_against_document, check_claim

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
        ("Glaciers melt faster than scientists expected.", "no excerpt mentions this"),
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


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("12 people died and three were hurt.", "removed"),
        ("In the fire 12 people died, and three were hurt.", "removed"),
        ("Three people died and 12 were hurt.", "supported"),
        ("There were 12 hurt and three who died.", "supported"),
    ],
)
def test_two_numbers_may_not_change_places(claim, outcome):
    told = Evidence("In the fire, three people died and 12 were hurt. The ferry sank at noon.")
    assert check_claim(claim, [told]).outcome == outcome


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
        "Moreover, Nicks left the band in May.",
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


@pytest.mark.parametrize("hedge", ["alleged", "suspected", "former"])
def test_a_word_that_makes_less_than_a_fact_may_not_be_lost(hedge):
    text = f"Police in Lima arrested the {hedge} leader of the harbour strike on Monday evening."
    claim = "Police in Lima arrested the leader of the harbour strike on Monday evening."
    assert not check_claim(claim, [Evidence(text)]).supported


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
        "Some sailors and doctors suspect that they were poisoned.",
        "Some doctors and captains suspect that the ferries were poisoned.",
        "The navy, which has not opened an inquiry, has not found any trace of gas.",
        "The navy, which has opened no inquiry, has found no trace of gas.",
        "Under 50 of the sailors were flown to Lima.",
    ],
)
def test_words_in_another_order_that_say_something_else_are_not(claim):
    assert not check_claim(claim, [FERRY]).supported


STORM = Evidence(
    "Gov. Sam Reed, R-Ky., said the storm cost his state $400 million. “We were lucky,” Reed said. "
    "About 90 percent of homes have power again, the Federal Emergency Management Agency reported "
    "on Friday. The Centers for Flood and Water Research warned that the dams should be rebuilt.",
    title="Kentucky counts the damage",
    publisher="The River Post",
    published="2013-10-20",
)
MARKET = Evidence(
    "Bakers in Oslo raised prices from 30 to 36 crowns, Nina Dahl of the bakers' union said. "
    "Norway has 5 million people. The union's members met in Bergen in 2011.",
    title="Bread becomes dearer",
    publisher="Nordic News",
    published="2013-10-19",
)


def outcome(claim, cited=(STORM,), given=(STORM, MARKET)):
    return check_claim(claim, cited, given).outcome


@pytest.mark.parametrize(
    "claim",
    [
        "Reed, the Republican governor of Kentucky, put the cost at nearly $400 million.",
        "According to FEMA, nine in ten homes had electricity on Friday, 18 October 2013.",
        "The CFWR wants the dams to be built anew.",
        "Bakers in the Scandinavian country now charge six crowns more.",
        "The River Post quotes Governor Reed with the words “We were lucky.”",
    ],
)
def test_a_fact_that_follows_from_any_excerpt_is_not_removed(claim):
    assert outcome(claim) != "removed", check_claim(claim, [STORM], [STORM, MARKET]).why


@pytest.mark.parametrize(
    "claim",
    [
        "Reed put the cost at nearly $700 million.",
        "According to the CIA, nine in ten homes have power.",
        "Only one in three homes had power.",
        "The storm struck Ohio hardest.",
        "“We were lucky,” Nina Dahl said.",
        "On Friday, 25 October 2013, most homes had power.",
        "Nina Dahl said the storm cost the state $400 million.",
        "The storm cost the state $400 million in 2011, Gov. Sam Reed said.",
    ],
)
def test_a_fact_that_is_invented_or_of_something_else_removes_the_claim(claim):
    assert outcome(claim) == "removed"


def test_a_claim_is_supported_by_an_excerpt_that_it_does_not_cite():
    verdict = check_claim("Norway has 5 million people.", [STORM], [STORM, MARKET])
    assert (verdict.outcome, verdict.proof) == ("supported", (MARKET,))


def test_an_opinion_without_its_speaker_is_not_supported():
    assert outcome("The dams should be rebuilt.") == "unconfirmed"


def test_a_claim_that_is_not_proved_comes_with_the_nearest_words_of_what_it_cites():
    verdict = check_claim("The storm emptied the purse of the state.", [STORM], [STORM, MARKET])
    assert verdict.outcome == "unconfirmed"
    assert verdict.nearest in STORM.text


def test_a_paraphrase_that_keeps_to_the_facts_and_words_is_supported():
    claim = (
        "Nina Dahl of the bakers' union explained that bakers in Oslo have increased prices from "
        "30 crowns to 36."
    )
    assert outcome(claim, [STORM, MARKET]) == "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "Bakers in Oslo refused to raise their prices from 30 to 36 crowns, Nina Dahl said.",
        "Reed said his state lost $400 million because of corrupt officials.",
    ],
)
def test_a_paraphrase_that_denies_or_adds_something_is_not(claim):
    assert outcome(claim, [STORM, MARKET]) != "supported"


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("The bridge will not open in May, according to the mayor.", "the answer says “not”"),
        ("All of the residents opposed plans for the new bridge.", "the excerpt says “Some”"),
        ("Residents opposed plans for a new bridge before the vote in June.", "says “after”"),
    ],
)
def test_a_negation_quantifier_or_order_in_time_that_is_contradicted_removes_the_claim(claim, why):
    bridge = Evidence(
        "The mayor said the bridge will open in May. Some of the residents opposed the plan for "
        "the new bridge after the vote in June."
    )
    found = check_claim(claim, [bridge])
    assert found.outcome == "removed"
    assert why in found.why


def test_a_negation_may_stand_for_a_denying_word():
    plant = Evidence("The plant failed to open in May, and the mayor blamed the ministry.")
    assert check_claim("The plant did not open in May.", [plant]).outcome != "removed"


def test_nothing_is_supported_without_evidence():
    assert check_claim("Thirteen ships had left Lima.", []).outcome == "removed"


def test_a_quotation_that_goes_on_in_the_article_may_end_with_the_sentence():
    story = Evidence("“The silence has not ended the threat. If anything, it grew,” she said.")
    assert check_claim("“The silence has not ended the threat.”", [story]).supported
    assert not check_claim("“The silence has now ended the threat.”", [story]).supported


def test_a_sentence_from_the_middle_of_a_quotation_may_be_in_quotation_marks():
    post = Evidence(
        "“These fools dishonour the harbour,” Mo wrote of the crew. “Just spoke to the guard. Any "
        "trouble and we will assume control but, when the lock breaks, the ships leave. Thanks!”"
    )
    said = "“Any trouble and we will assume control but, when the lock breaks, the ships leave.”"
    assert check_claim(said, [post]).supported


@pytest.mark.parametrize("claim", ["", "?", "a", "He did."])
def test_a_claim_that_says_nothing_is_unconfirmed(claim):
    assert check_claim(claim, [ARTICLE]).outcome == "unconfirmed"


@pytest.mark.parametrize(
    ("speaker", "outcome"),
    [
        ("Councillor Peter Ng", "supported"),
        ("Mayor Carla Ruiz", "unconfirmed"),
        ("Halden Works", "unconfirmed"),
    ],
)
def test_what_is_said_of_one_name_does_not_support_it_of_another(speaker, outcome):
    report = (
        "The repairs came late. Councillor Peter Ng, who chairs the works committee, called the "
        'delay "inexcusable". Mayor Carla Ruiz voted for the contract with Halden Works.'
    )
    claim = f"{speaker} called the delay inexcusable."
    assert check_against_document(report, claim).outcome == outcome


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("States that tax timber differently should be called to order.", "unconfirmed"),
        ("Ruiz argued that states that tax timber should be called to order.", "supported"),
    ],
)
def test_a_word_of_saying_within_an_opinion_does_not_attribute_it(claim, outcome):
    report = "Ruiz argued that states that tax timber differently should be called to order."
    verdict = check_against_document(report, claim)
    assert verdict.outcome == outcome
    assert ("states it as a fact" in verdict.why) == (outcome == "unconfirmed")


def test_a_country_from_a_sentence_about_something_else_is_no_answer():
    freeze = Evidence("The resolution would have imposed a global asset freeze on the Mosel Group.")
    members = Evidence("Eight members, Norway, the United Arab Emirates and France, were angry.")
    claim = "The group that would have been hit by the global asset freeze is {}."
    evidence = [freeze, members]
    assert check_claim(claim.format("the United Arab Emirates"), evidence).outcome == "removed"
    assert check_claim(claim.format("the Mosel Group"), evidence).outcome != "removed"


@pytest.mark.parametrize(
    ("text", "day", "outcome"),
    [
        ("The choir sang on Tuesday.", "June 8, 2021", "supported"),
        ("The choir had been slated to sing on Tuesday.", "June 15, 2021", "removed"),
        ("The choir sang on Tuesday (June 1).", "June 1, 2021", "supported"),
        ("The choir sang on Tuesday (June 1).", "June 8, 2021", "removed"),
    ],
)
def test_a_date_is_proved_by_a_weekday_only_where_the_tense_is_clear(text, day, outcome):
    evidence = Evidence(text, published="2021-06-11")
    claim = text.split(" on ")[0] + f" on {day}."
    assert check_claim(claim, [evidence]).outcome == outcome


def test_no_weekday_is_resolved_from_a_date_that_may_be_long_after_the_events():
    vote = Evidence("The council voted on Thursday.", published="2024-04-14", timely=False)
    claim = "The council voted on Thursday (April 11, 2024)."
    assert check_claim(claim, [vote]).outcome == "removed"
