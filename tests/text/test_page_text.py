"""Captions, links, labels and datelines between and before sentences."""

import pytest

from assistant.text.page_text import is_page_text, without_label, without_link_texts


@pytest.mark.parametrize(
    "sentence",
    [
        "Story Continued Below",
        "JUST WATCHED Mayor speaks after the flood Replay More Videos ...",
        "Show caption Hide caption A ferry leaves the harbour.",
        "Read more about the flood at the River Post.",
        "For an explainer on the vote, click here.",
        "Anna Novak and the wire services contributed to this report.",
        "MUST WATCH Report of the flood angers the mayor 03:03",
        "( Also on the River Post: The bridge that never opened)",
        "Updated Monday at 9:14 a.m.",
        "Last updated: June 3, 2021, 10:05 a.m. EDT",
        "The ferry burns in Lindow pic.twitter.com/a1B2c — Ada Novak (@novak) May 14, 2020",
        "Smoke over Lindow pic.twitter.com/a1B2c",
        "Who pays for it? https://t.co/a1B2c — Ada Novak (@novak) May 14, 2020",
        "[READ: The bridge that never opened]",
        "Have a tip we should know?",
        "Sign up for the River Post's daily newsletter.",
        "By signing up you agree to our terms.",
        'You can get "The Delta Today" delivered to your inbox daily.',
        "Get the stories you care about in your inbox every morning.",
        "© 2021 River Post",
        "Visit the River Post's homepage for more stories.",
        "TRENDING: Mayor Wants To Talk Blame For Flood?",
        "Corrections/clarifications: An earlier version named the wrong pier.",
        "Follow Ada Novak on Twitter: @novak.",
        "Send a tip to the news team of the River Post.",
        "Our fact check work is supported in part by a grant from the Ferry Fund.",
        "The ferry of Lindow burns at the pier. red The ferry of Lindow burns at the pier.",
        "— Ada Novak (@novak) May 14, 2020",
        "Sluice Keeper Honoured At Ferry Landing Listen · 0:44 0:44",
    ],
)
def test_what_the_page_says_of_itself_is_no_reporting(sentence):
    assert is_page_text(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Readers more often wrote to the editor.",
        "Traders follow the mayor on most matters, Twitter said.",
        "Farmers can sign up for the river fund until May.",
        "The mayor found the threat in her inbox and called the police.",
        "Volunteers watched the river rise.",
        "The state contributed to this programme of repairs.",
        "Related costs fell by a tenth.",
        "Updated rules let ferries sail on Monday at 9:14 a.m.",
        "Read aloud: that is how she learnt the names of the ferries.",
        "We sail on Monday — Ada Novak (@novak) May 14, 2020",
        "Readers must watch the river, she said.",
        "She told them to click here and there until the form opened.",
    ],
)
def test_reporting_with_such_words_is_kept(sentence):
    assert not is_page_text(sentence)


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("LINDOW, 3 May 2021 (River Post) - The bridge closed.", "The bridge closed."),
        ("LONDON (Reuters) - Prices rose.", "Prices rose."),
        ("(CNN) The ferry stopped.", "The ferry stopped."),
        ("Washington CNN — The vote failed.", "The vote failed."),
        ("Story highlights The mayor resigned.", "The mayor resigned."),
        ("(Also on POST: The flood) The mayor resigned.", "The mayor resigned."),
        ("The mayor - a doctor - resigned.", "The mayor - a doctor - resigned."),
        ("Anna Novak - Mayor of Lindow.", "Anna Novak - Mayor of Lindow."),
        ("The FBI - Its agents came.", "The FBI - Its agents came."),
        ("10/ At noon the ferry left.", "At noon the ferry left."),
        ("/14 . . . but not the crew.", "but not the crew."),
        ("9/11 changed the harbour.", "9/11 changed the harbour."),
        ("(Four ferries stopped.) Prices rose.", "(Four ferries stopped.) Prices rose."),
    ],
)
def test_a_sentence_opens_without_label_and_dateline(sentence, shown):
    assert without_label(sentence) == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "Mayor Novak Ada (Addie) Jane NovakFerry stops at noon Who pays for it? Novak 'sorry' "
            "MORE (D) said so.",
            "Mayor Novak (D) said so.",
        ),
        (
            "Few saw Piet de Haas Piet de HaasBridge opens in May MORE's speech with Mo LindMo "
            "Lind5 things to know of Lindow MORE.",
            "Few saw Piet de Haas's speech with Mo Lind.",
        ),
        ("Mayor Ada Novak Ada Jane NovakMORE said so.", "Mayor Ada Novak said so."),
        ("Ada Novak, Mayor Ada NovakOf Lindow, wants more.",) * 2,
        ("Mayor Ada Novak met Ada Novak and asked for MORE.",) * 2,
    ],
)
def test_links_behind_a_name_are_no_part_of_the_sentence(sentence, shown):
    assert without_link_texts(sentence) == shown
