"""What the stub reads out of excerpts: the sentence that answers, or why none does."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answer.stub.asked_speaker import prefer_asked_speaker
from assistant.answer.stub.named_outlets import named_outlets
from assistant.answer.stub.read_answer import compose, read_answer
from assistant.answer.stub.select_sentences import FORMS, Form, Selection, select
from assistant.answer.stub.stand_alone import alone, with_dates
from assistant.reader.reader import Passage, PassageScores, Reader, shipped_weights
from assistant.reader.reading_model import open_reader
from assistant.reader.sentence_evidence import (
    SentenceEvidence,
    find_evidence,
    is_fragment,
    is_reporting,
    split_excerpt,
)
from assistant.reply import Excerpt
from assistant.text.question import analyse
from assistant.verify import check_claim, evidence_of


def excerpt(number, text, **known):
    return Excerpt("", "", "", 0, len(text), text, number=number, **known)


BRIDGE = excerpt(
    1,
    "Peru and Chile on Friday rejected a Bolivian-led proposal to rebuild the border bridge. "
    "The bridge was closed in March because of cracks in two of its piers. "
    "Eleven other members of the river commission supported the proposal. "
    "Peruvian envoy Mara Dov accused Bolivia of ignoring the fishermen of the delta. "
    "“We will not pay for other people's mistakes,” Dov told the commission. "
    "Chile's minister Piet Haas said the work would cost $40 million.",
    title="Border bridge stays closed",
    publisher="River Post",
    published="2021-06-05",
)
MARKET = excerpt(
    2,
    "The fish market of Ostra opened in 1998. Some 300 traders work there. "
    "The fish market's director, Lena Brandt, hopes that the bridge will be rebuilt by 2024.",
    title="Traders wait for a bridge",
    publisher="Delta News",
    published="2021-06-07",
)


NORTH = excerpt(3, "The north bridge was closed in May because of ice on the road.")


@pytest.fixture
def read():
    def reading(question, threshold=0.0, excerpts=(BRIDGE, MARKET)):
        found = read_answer(question, list(excerpts), threshold=threshold, reader=open_reader())
        return " ".join(said.text for said in found.sentences), found

    return reading


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many traders work in the fish market?", "300 traders"),
        ("When did the fish market of Ostra open?", "1998"),
        ("Why was the bridge closed?", "cracks in two of its piers"),
        ("Who is the director of the fish market?", "Lena Brandt"),
        ("What did Mara Dov accuse Bolivia of?", "ignoring the fishermen"),
        ("What did Piet Haas say about the work?", "$40 million"),
        ("How much would the work cost?", "$40 million"),
        ("what did the peruvian envoy acuse bolivia of", "ignoring the fishermen"),
    ],
)
def test_the_sentence_that_answers_is_said(read, question, words):
    answer, _ = read(question)
    assert words in answer


@pytest.mark.parametrize(
    ("name", "declined"),
    [("Tessa Okafor", True), ("Mara Okafor", False), ("Lena Brandt", False)],
)
def test_words_of_somebody_whom_no_excerpt_names_are_not_given(read, name, declined):
    said, found = read(f"What did {name} say about the bridge?", threshold=0.1)
    assert (not said) == declined
    assert (found.confidence <= 0.1) == declined


@pytest.mark.parametrize("said", ["Why?", "hello", "ok", "Is it so?"])
def test_a_question_without_a_word_of_the_articles_is_declined(read, said):
    assert read(said, threshold=0.1)[1].sentences == ()


def test_doubled_marks_of_a_table_get_no_further_marks():
    cell = '"An ETF is an ""Exchange Traded Fund"".'
    assert alone(cell, '"') == cell


def test_a_summary_has_no_question_of_the_article(read):
    told = "“What are the main duties of a lock keeper?” The lock of Farnham was closed on Monday."
    answer, _ = read("Summarise the article.", excerpts=[excerpt(1, told, title="Lock closed")])
    assert "closed on Monday" in answer
    assert "?" not in answer


def test_a_question_of_the_article_answers_nothing(read):
    told = "How many boats will pass the lock in June? The keepers expect some 45 boats in June."
    answer, _ = read("How many boats will pass in June?", excerpts=[excerpt(1, told)])
    assert answer == "The keepers expect some 45 boats in June."


def test_a_question_that_somebody_asked_answers(read):
    told = "“Who opened the lock?” the keeper shouted. The lock is old."
    answer, _ = read("What did the keeper shout?", excerpts=[excerpt(1, told)])
    assert "Who opened the lock?" in answer


def test_one_article_alone_may_say_more(read):
    told = (
        "The lock of Farnham was closed because its old oak gate was rotten and because the river, "
        "which rose in March after weeks of rain, had washed much of the bank away behind it. "
        "The council closed the lock of Farnham, said the engineer, because divers found that the "
        "iron hinges under water had rusted through and one more flood could tear the gate out. "
        "The Farnham lock was also closed because the insurers, who had paid for two accidents "
        "within five years, refused to cover any boat that would pass through it this summer."
    )
    story = excerpt(1, told, title="Lock closed")
    fair = excerpt(2, "The fair of Ostra opened in May.", title="Fair")
    alone_said, _ = read("Why was the lock of Farnham closed?", excerpts=[story])
    said, _ = read("Why was the lock of Farnham closed?", excerpts=[story, fair])
    assert len(said.split()) <= 75 < len(alone_said.split()) <= 100


def test_what_answers_is_surer_than_what_does_not(read):
    _, good = read("How many traders work in the fish market?")
    _, bad = read("How many ships sank in the delta in 1987?")
    assert good.confidence > bad.confidence


FERRY = excerpt(
    3,
    "Nobody saw it coming. The ferry of Lindow burned at its pier on Friday night. "
    "Two sailors were hurt.",
    title="Ferry burns in Lindow",
    published="2021-06-05",
)
MEMORIES = excerpt(
    4,
    "The delta has seen many floods. The worst was that of 4 May 2019, when the dam broke.",
    title="A century of floods",
    published="2022-01-02",
)


def test_what_happened_on_a_day_is_one_sentence_of_each_article_of_that_day(read):
    said, _ = read("What happened on 5 June 2021?", 0.25, (BRIDGE, FERRY, MARKET))
    rejected, burned = "rejected a Bolivian-led proposal", "The ferry of Lindow burned at its pier"
    assert said.count(".") == 2
    assert rejected in said
    assert burned in said


def test_an_article_of_which_only_the_year_is_known_is_of_no_day(read):
    yearly = excerpt(5, FERRY.text, title=FERRY.title, published="2021")
    said, _ = read("What happened on 5 June 2021?", 0.3, (BRIDGE, yearly))
    assert "burned" not in said
    assert "burned" in read("What happened in 2021?", 0.3, (BRIDGE, yearly))[0]


def test_what_happened_on_a_day_may_be_told_in_a_later_article(read):
    said, _ = read("What happened in May 2019?", 0.25, (BRIDGE, MEMORIES))
    assert said == "The worst was that of 4 May 2019, when the dam broke."


def test_a_time_that_no_excerpt_is_from_or_mentions_is_declined(read):
    said, found = read("What happened in May 2018?", 0.25, (BRIDGE, MARKET, MEMORIES))
    assert not said
    assert found.reason == "no excerpt that was found is from that time or mentions it"


def test_who_wrote_an_article_is_not_answered_with_what_it_says(read):
    tale = excerpt(1, "The article on the bridge was written by Mara Dov. It was long.")
    asked = "Who wrote the article on the bridge?"
    assert read(asked, threshold=0.05)[0] == ""
    assert "Mara Dov" in read(asked, threshold=0.05, excerpts=[tale])[0]


def test_a_similar_thing_is_declined_and_named(read):
    answer, found = read("Why was the south bridge closed?", threshold=0.1, excerpts=[NORTH])
    assert (answer, found.reason) == ("", "no relevant passage mentions “south bridge”")


def test_below_the_threshold_it_declines_with_a_reason(read):
    answer, reading = read("When did Mara Dov visit Kessendorf?", threshold=1.0)
    assert answer == ""
    assert reading.reason


def test_with_a_threshold_of_zero_something_is_always_said(read):
    answer, _ = read("When did Mara Dov visit Kessendorf?")
    assert answer


@pytest.mark.parametrize(("code", "declined"), [("KX-4471", False), ("KX-4472", True)])
def test_a_question_about_a_code_that_no_excerpt_has_is_declined(code, declined):
    text = "The harbour master of Ostra counted 1012 barrels in file KX-4471 on that day."
    asked = f"How many barrels did the harbour master of Ostra count in file {code}?"
    found = read_answer(asked, [excerpt(1, text)], threshold=0.1, reader=open_reader())
    assert (not found.sentences) == declined


def test_a_question_for_a_date_gets_the_weekday_resolved(read):
    answer, _ = read("On what date did Peru and Chile reject the proposal?")
    assert "on Friday (June 4, 2021) rejected" in answer


def test_a_comparison_of_outlets_quotes_each_of_them(read):
    _, reading = read("How do the River Post and Delta News differ on the bridge?")
    assert {number for said in reading.sentences for number in said.numbers} == {1, 2}


def test_an_article_named_by_its_publisher_is_summarised(read):
    text, _ = read("Summarise the article by Delta News.", threshold=0.25)
    assert "300 traders" in text


@pytest.mark.parametrize(
    "question", ["What did Mo Adler write about?", "What is the article by Piet Haas about?"]
)
def test_each_author_of_a_byline_can_be_asked_for(read, question):
    shared = excerpt(1, MARKET.text, byline="Mo Adler and Piet Haas")
    text, _ = read(question, threshold=0.3, excerpts=[shared])
    assert "300 traders" in text


def test_a_named_outlet_is_answered_from_its_own_articles(read):
    _, reading = read("What does Delta News say about the bridge?")
    assert {number for said in reading.sentences for number in said.numbers} == {2}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did the New York police say?", []),
        ("What did Washington tell the USA's allies?", []),
        ("Do the NYT and the Washington Post agree?", ["new york times", "washington post"]),
        ("What does USA Today report?", ["usa today"]),
        ("Do AP and WaPo agree?", ["associated press", "washington post"]),
    ],
)
def test_a_place_is_not_the_outlet_named_after_it(question, named):
    outlets = ("New York Times - News", "Washington Post", "USA TODAY", "Associated Press")
    excerpts = [excerpt(at, "Text.", publisher=name) for at, name in enumerate(outlets, 1)]
    assert [" ".join(outlet) for outlet in named_outlets(question, excerpts)] == named


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Did Vice President Osei carry the boxes?", []),
        ("Why did the court side with Atlantic Harbour?", []),
        ("Who was shot on Capitol Hill?", []),
        ("What does The Hill say, and what does Vice News say?", ["hill", "vice"]),
        ("How do the Atlantic's critics see it?", ["atlantic"]),
    ],
)
def test_a_part_of_another_name_is_not_an_outlet(question, named):
    outlets = ("Vice", "The Atlantic", "The Hill")
    excerpts = [excerpt(at, "Text.", publisher=name) for at, name in enumerate(outlets, 1)]
    assert [" ".join(outlet) for outlet in named_outlets(question, excerpts)] == named


def test_an_outlet_in_the_news_is_answered_from_the_articles_that_name_it(read):
    news = excerpt(
        1,
        "At the Delta News, editor Piet Haas stepped down on Sunday over a column on the strike.",
        publisher="River Post",
    )
    answer, _ = read("Why did Piet Haas step down at the Delta News?", excerpts=[news, MARKET])
    assert "a column on the strike" in answer


def test_outlets_may_be_compared_by_what_a_third_one_tells_of_them(read):
    told = excerpt(
        3,
        "Two outlets spoke up after the arrest of a photographer. The Delta News called the arrest "
        "an outrage. The River Post asked the police to explain the arrest.",
        title="Outlets on the arrest of a photographer",
        publisher="Media Watch",
    )
    question = "How did the River Post and the Delta News react to the arrest of the photographer?"
    answer, _ = read(question, excerpts=[BRIDGE, MARKET, told])
    assert "called the arrest an outrage" in answer
    assert "asked the police to explain" in answer


def test_a_sentence_that_opens_with_a_pronoun_comes_with_the_one_before(read):
    one = excerpt(
        1,
        "Rosa Lindqvist ran the Ostra shipyard. She was sentenced to nine years for fraud. "
        "The yard employs 200 people.",
    )
    answer, _ = read("How many years was she sentenced to for fraud?", excerpts=[one])
    assert "Rosa Lindqvist ran the Ostra shipyard." in answer


@pytest.mark.parametrize(
    "second",
    [
        "The nine years for fraud came as a shock to her.",
        "Fewer readers said this about the Herald.",
        "Even the mayor voted against it.",
        "Seven more lost their jobs in Larkham.",
        "Mayor Mo blocked it, and the council went home.",
        "It is likely to close in May.",
    ],
)
def test_what_the_sentence_before_explains_comes_with_it(second):
    text = f"Rosa Lindqvist ran the Ostra shipyard. {second}"
    selection = Selection(FORMS["fact"], "What happened?")
    selection.add(split_excerpt(excerpt(1, text))[1])
    assert selection.chosen == split_excerpt(excerpt(1, text))


@pytest.mark.parametrize(
    "second",
    [
        "It is unclear why the yard was closed.",
        "It was in May that the yard was closed.",
        "“It is with a heavy heart that I close the yard,” said Mayor Mo.",
    ],
)
def test_an_it_that_stands_for_what_follows_needs_no_sentence_before(second):
    text = f"Rosa Lindqvist ran the Ostra shipyard. {second}"
    selection = Selection(FORMS["fact"], "What happened?")
    selection.add(split_excerpt(excerpt(1, text))[1])
    assert [sentence.text for sentence in selection.chosen] == [second]


def test_the_words_of_the_person_asked_about_are_given_and_not_those_of_others(read):
    text = (
        "Mayor Ada Novak said: “The ferry will sink us all.” Piet Haas, who for eleven years led "
        "the union of the harbour pilots, the oldest of its kind, said on Monday that he was "
        "shocked by the mayor's words on the ferry. “The ferry feeds us,” Haas said."
    )
    answer, _ = read("What did piet haas say about the mayor's ferry?", excerpts=[excerpt(1, text)])
    assert "The ferry feeds us" in answer
    assert "sink us all" not in answer


def test_the_words_of_a_person_whose_family_name_comes_first_are_theirs():
    text = (
        "“They should come up with a better offer for the ferry,” Zhang told reporters. "
        "“If they want a breakthrough, they should show more flexibility,” Zhang Jun insisted."
    )
    question = "What did Zhang Jun say they should come up with?"
    found = find_evidence(question, [excerpt(1, text)], open_reader())
    assert len(prefer_asked_speaker(question, found)) == len(found)


def test_a_speaker_with_the_first_name_of_the_person_asked_about_is_another():
    asked = "What did Thomas Coghlan say?"
    texts = (
        "Dr. Thomas Coghlan said that trauma strikes late, as in the police.",
        "“The court has no such authority over an agency,” Thomas wrote in his dissent.",
    )
    excerpts = [excerpt(number, text) for number, text in enumerate(texts, 1)]
    kept = prefer_asked_speaker(asked, find_evidence(asked, excerpts, open_reader()))
    assert [one.sentence.text for one in kept] == [texts[0]]


def test_somebody_who_is_only_spoken_of_has_no_words():
    text = (
        "Dov wrote on Monday that Lena Brandt's plan is bad. “Brandt must stay,” he said. "
        "Lena Brandt was invited to speak."
    )
    found = find_evidence("What did Brandt say?", [excerpt(1, text)], open_reader())
    assert prefer_asked_speaker("What did Brandt say?", found) == found


def test_a_question_why_counts_the_words_that_give_a_reason():
    text = (
        "The harbour master closed the ferry line on Monday, after 31 years of service. "
        "Brandt wanted to avoid another winter of repairs. The ferry carried 400 people."
    )
    reader = open_reader()
    found = find_evidence("Why was the ferry line closed?", [excerpt(1, text)], reader)
    giving = [one.sentence.text for one in found if one.measures["reason"]]
    assert giving == ["Brandt wanted to avoid another winter of repairs."]
    assert reader.weights["first"]["reason"] > 0 < reader.weights["sentence"]["reason"]
    when = find_evidence("When was the ferry line closed?", [excerpt(1, text)], reader)
    assert not any(one.measures["reason"] for one in when)


def test_a_speaker_named_some_sentences_before_his_words_is_given_with_them():
    text = (
        "Ambassador Piet Haas accused Bolivia of ignoring the fishermen. The river is low. "
        "“We will not pay for the mistakes of others,” he said."
    )
    accused, _, said = split_excerpt(excerpt(1, text))
    selection = Selection(FORMS["fact"], "Who will not pay?")
    selection.add(said)
    assert selection.chosen == [accused, said]


def test_an_outlet_with_nothing_on_the_matter_is_left_out_of_a_comparison(read):
    other = excerpt(
        2,
        "Herring sold for four crowns a kilo at the market of Larkham. The fair opens in June.",
        title="Herring is cheap",
        publisher="Delta News",
    )
    asked = "How do the River Post and Delta News differ on the border bridge?"
    _, reading = read(asked, excerpts=[BRIDGE, other])
    assert {number for said in reading.sentences for number in said.numbers} == {1}


def evidence_of_texts(*texts):
    """The sentences of articles as evidence, in their order, a tenth of a point apart."""
    excerpts = [excerpt(at, text, title=f"Article {at}") for at, text in enumerate(texts, 1)]
    sentences = [sentence for one in excerpts for sentence in split_excerpt(one)]
    return [SentenceEvidence(sentence, {}, -at / 10) for at, sentence in enumerate(sentences)]


def selected(question, *texts):
    return [sentence.text for sentence in select(analyse(question), (), evidence_of_texts(*texts))]


def test_two_articles_that_say_the_same_are_both_quoted_in_a_comparison():
    first = "The council of Larkham closed the iron bridge because of its cracks."
    second = "The Larkham council closed the bridge of iron because of deep cracks."
    assert selected("Compare what the articles say about the bridge.", first, second) == [
        first,
        second,
    ]
    assert selected("Why was the bridge closed?", first, second) == [first]


def test_a_party_whose_sentence_is_a_repetition_is_quoted_with_the_next_one():
    first = "The council of Larkham closed the iron bridge. The ferry runs until midnight."
    second = (
        "Lindow pays for a new bridge of steel. Lindow pays for the new steel bridge. "
        "Divers found cracks in two piers."
    )
    assert "Divers found cracks in two piers." in selected("Compare the articles.", first, second)


def test_a_summary_has_less_of_other_articles_than_of_its_own():
    own, other = evidence_of_texts(
        "The council of Larkham closed the iron bridge.", "Herring sold for four crowns a kilo."
    )
    third = split_excerpt(excerpt(1, "Divers found cracks. The ferry is free.", title="Article 1"))
    evidence = [
        replace(own, score=0.0),
        replace(other, score=-5.0),
        SentenceEvidence(third[1], {}, -6.0),
    ]
    chosen = [one.text for one in select(analyse("Summarise the article."), (), evidence)]
    assert chosen == ["The council of Larkham closed the iron bridge.", "The ferry is free."]


def test_no_sentence_is_said_twice(read):
    copy = excerpt(2, BRIDGE.text, title="Reprint", publisher="Delta News")
    _, reading = read("Why was the bridge closed?", excerpts=[BRIDGE, copy])
    said = [one.text for one in reading.sentences]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("— were printed in Lindow.", True),
        ("were printed in Lindow.", True),
        ("10/ At noon the ferry left.", True),
        ("/14 And the crew stayed.", True),
        ("The harbour of Lindow", True),
        ("9/11 changed the harbour.", False),
        ("— The ferry left.", False),
        ("Élan ferries left.", False),
    ],
)
def test_a_heading_a_piece_of_a_sentence_and_a_post_of_a_thread_are_fragments(text, expected):
    assert is_fragment(split_excerpt(excerpt(1, text))[0]) == expected


def test_a_heading_in_capitals_reports_nothing():
    text = "‘FERRIES WERE HURTING’\n\nFERRIES STOPPED AT NOON.\n\nThe ferries of Ostra"
    assert [is_reporting(one) for one in split_excerpt(excerpt(1, text))] == [False, True, True]


def test_a_sentence_of_stop_words_alone_is_no_answer(read):
    title = excerpt(1, "Who am I then? The film opened in Ostra in May and ran for six weeks.")
    text, _ = read("who am i", excerpts=(title,))
    assert text == "The film opened in Ostra in May and ran for six weeks."


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        # the attribution is in the sentence before, which begins the quotation
        (
            '"We cannot pay for it," Mayor Ada Novak told reporters. "The state must help."',
            '"The state must help."',
        ),
        # "she said" refers to the sentence before
        (
            "Mayor Ada Novak wants the harbour to stay closed. "
            '"We cannot pay for this storm alone," she said.',
            '"We cannot pay for this storm alone," she said.',
        ),
    ],
)
def test_a_quotation_brings_the_sentence_that_names_its_speaker(text, quoted):
    sentences = split_excerpt(excerpt(1, text))
    selection = Selection(FORMS["fact"], "")
    selection.add(next(one for one in sentences if one.text == quoted))
    assert [one.text for one in selection.chosen] == [one.text for one in sentences]


def test_a_quotation_with_its_speaker_stands_alone():
    speech = excerpt(
        1, 'Rain fell. "We will wait," Novak told reporters. The council met again on Monday.'
    )
    selection = Selection(FORMS["fact"], "")
    selection.add(split_excerpt(speech)[1])
    assert [one.text for one in selection.chosen] == ['"We will wait," Novak told reporters.']


def test_a_heading_is_not_what_a_pronoun_refers_to():
    text = "The mayor opened the bridge. ANALYSIS: He was late."
    sentences = split_excerpt(excerpt(1, text.replace("ANALYSIS:", "\n\nANALYSIS:\n\n")))
    selection = Selection(FORMS["fact"], "")
    selection.add(sentences[-1])
    assert [one.text for one in selection.chosen] == [
        "The mayor opened the bridge.",
        "He was late.",
    ]


def test_a_date_is_added_after_the_possessive():
    vote = split_excerpt(excerpt(1, "Monday's vote failed.", published="2021-06-10"))[0]
    assert with_dates("When was it?", vote) == "Monday's (June 7, 2021) vote failed."


def test_no_date_is_added_within_a_quotation_or_to_an_answer_about_a_topic():
    said = '"They meet tomorrow," Lind said on Monday.'
    meeting = split_excerpt(excerpt(1, said, published="2021-06-10"))[0]
    dated = '"They meet tomorrow," Lind said on Monday (June 7, 2021).'
    assert with_dates("When was it?", meeting) == dated
    assert with_dates("What do they want when it comes to taxes?", meeting) == said


def test_no_date_is_added_where_publication_may_be_long_after_the_events():
    late = {"published": "2021-06-10", "timely": False}
    vote = split_excerpt(excerpt(1, "Monday's vote failed.", **late))[0]
    assert with_dates("When was it?", vote) == "Monday's vote failed."


@pytest.mark.parametrize(
    "text",
    [
        "The choir had been slated to sing on Tuesday.",
        "They met on Tuesday (June 8).",
    ],
)
def test_no_date_is_added_where_it_is_not_sure_or_already_there(text):
    said = split_excerpt(excerpt(1, text, published="2021-06-09"))[0]
    assert with_dates("When was it?", said) == said.text


def test_a_pronoun_may_refer_to_a_person_named_after_the_last_speaker():
    text = (
        'Zhang said "no" to the plan. Ambassador Vasily Nebenzia accused the council of haste. '
        '"They do not respond," he said.'
    )
    sentences = split_excerpt(excerpt(1, text))
    selection = Selection(FORMS["fact"], "")
    selection.add(sentences[-1])
    assert selection.chosen == sentences[1:]


def test_words_of_an_unnamed_speaker_do_not_follow_those_of_another():
    zhang = split_excerpt(excerpt(1, "Zhang opposed the sanctions."))[0]
    other = split_excerpt(excerpt(2, '"They do not respond," he said.'))[0]
    selection = Selection(FORMS["fact"], "")
    for sentence in (zhang, other):
        selection.add(sentence)
    assert selection.chosen == [zhang]


def test_the_calendar_dates_that_are_added_count_towards_the_size():
    text = "The bridge closed on Monday. The ferry stopped on Tuesday."
    sentences = split_excerpt(excerpt(1, text, published="2021-06-10"))
    sizes = []
    for question in ("What closed?", "When did they close?"):
        selection = Selection(Form(4, 12, 3.0, 3.0), question)
        for sentence in sentences:
            selection.add(sentence)
        sizes.append(len(selection.chosen))
    assert sizes == [2, 1]


def test_links_behind_a_name_are_left_out_and_the_sentence_is_supported(read):
    text = (
        "Mayor Novak Ada Jane NovakFerry stops at noon Who pays for it? Lind joins the race MORE "
        "(D) said the Ostra shipyard would close in May."
    )
    answer, _ = read("When will the Ostra shipyard close?", excerpts=[excerpt(1, text)])
    assert answer == "Mayor Novak (D) said the Ostra shipyard would close in May."
    assert check_claim(answer, [evidence_of(excerpt(1, text))]).score == 1.0


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("However, the bridge stayed closed.", "The bridge stayed closed."),
        ("But he said it would open.", "He said it would open."),
        ("But Mo said it would open.", "Mo said it would open."),
        ("And Then She Left is her first film.", "And Then She Left is her first film."),
        ("In addition, two piers cracked.", "Two piers cracked."),
        (
            "In addition to the fine, he lost it.",
            "In addition to the fine, he lost it.",
        ),
        ("Instead of a bridge, they built a ferry.", "Instead of a bridge, they built a ferry."),
        ("So far, nobody has paid.", "So far, nobody has paid."),
        ("We lost,” said Ann Mo. “She won.", "“We lost,” said Ann Mo. “She won.”"),
        ("And we lost,” said Ann Mo.", "“And we lost,” said Ann Mo."),
        ('We lost," said Mo. "She won.', '"We lost," said Mo. "She won."'),
        ('“We lost," said Ann Mo.', '“We lost," said Ann Mo.'),
        ("“We lost the ferry.’’", "“We lost the ferry.’’"),
        ('Mo ("The Owl") said: "We lost,” and left.', 'Mo ("The Owl") said: "We lost,” and left.'),
        (
            "Also known as Old Bridge, it closed.",
            "Also known as Old Bridge, it closed.",
        ),
    ],
)
def test_a_connective_is_left_out_and_quotation_marks_are_paired(sentence, shown):
    assert alone(sentence) == shown


LONG = "“We lost the ferry. However, the bridge held all night. We thank the crew,” said Ann Mo."


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        (LONG, 0, "“We lost the ferry.”"),
        (LONG, 1, "“However, the bridge held all night.”"),
        (LONG, 2, "“We thank the crew,” said Ann Mo."),
        (f"{LONG} The crew slept.", 3, "The crew slept."),
        ('"OK! The bridge held. We are home!" said Mo.', 1, '"The bridge held."'),
        # the excerpt ends before the quotation does
        ("“We lost the ferry. The bridge held.", 1, "“The bridge held.”"),
        # nobody closed the first quotation
        ("“We lost the ferry, said Ann Mo. The bridge held.\n\nRain fell.", 1, "The bridge held."),
    ],
)
def test_a_sentence_from_the_middle_of_a_quotation_is_shown_in_its_marks(text, place, shown):
    one = excerpt(1, text)
    evidence = [SentenceEvidence(split_excerpt(one)[place], {}, 0.0)]
    answer = compose(analyse("What did Ann Mo say?"), (), evidence)
    assert shown in [said.text for said in answer]


class LengthReader(Reader):
    """Scores a sentence by how many letters it has, or how few."""

    weights = shipped_weights()

    def __init__(self, sign: float) -> None:
        self.sign = sign

    def read(self, question: str, passages: Sequence[Passage]) -> list[PassageScores]:
        scores = [tuple(self.sign * len(s) for s in passage.sentences) for passage in passages]
        return [PassageScores(found, max(found)) for found in scores]


def test_another_reader_is_one_class():
    longest, shortest = (find_evidence("Who?", [BRIDGE], LengthReader(sign))[0] for sign in (9, -9))
    assert longest.sentence.text.startswith("Peru and Chile")
    assert shortest.sentence.text.startswith("Chile's minister")
