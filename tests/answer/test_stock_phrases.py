"""Refusals in the agreed words and in others, and what only looks like one."""

import pytest

from assistant.answer.stock_phrases import is_filler, is_refusal, is_unwilling


@pytest.mark.parametrize(
    "text",
    [
        "The articles do not say.",
        "The excerpts do not contain information about the vote.",
        "Unfortunately, the provided excerpts don't mention why he left.",
        "I'm sorry, but the articles do not provide an answer to this question.",
        "There is no information about the mayor's age in the excerpts.",
        "I cannot answer this question based on the provided excerpts.",
        "I could not find an answer in the given articles.",
        "None of the excerpts mentions a price.",
        "The reason is not mentioned in the excerpts.",
        "Based on the provided context, it is not possible to say who won.",
        "I don't know.",
        "I do not have enough information to answer.",
        "Not mentioned in the excerpts.",
        "The answer is not given.",
        "The context does not specify the date.",
        "Neither excerpt addresses this question.",
        "Nothing in the excerpts explains the reason.",
        "The articles make no mention of a reason.",
        "The answer cannot be determined from the excerpts.",
        "This information isn't available in the sources provided.",
        "I'm unable to determine this from the provided articles.",
        "Not enough context.",
        "My knowledge does not cover this.",
        "Die Artikel enthalten dazu keine Angaben.",
        "Leider geben die Auszüge darüber keine Auskunft.",
        "Les extraits ne mentionnent pas cette information.",
        "Los artículos no lo dicen.",
    ],
)
def test_the_usual_refusals_are_known(text):
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The articles do not say why, but he left [1].",
        "“I do not know,” said Mayor Ada Brook.",
        "“I do not know why she is saying this.",
        "Not given a chance, he left the council.",
        "The council did not say why.",
        "The ministry does not provide figures.",
        "There is no bridge in Farnham.",
        "The text of the treaty does not mention Farnham.",
        "Unknown men entered the bank.",
        "Die Artikel werden nächste Woche verkauft.",
    ],
)
def test_a_statement_is_no_refusal(text):
    assert not is_refusal(text)


def test_documents_in_the_news_are_told_from_those_of_the_prompt_by_a_citation():
    text = "The documents do not say who gave the order."
    assert is_refusal(text)
    assert not is_refusal(text, cited=True)


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't assist with that.",
        "As an AI language model, I cannot provide opinions.",
        "I must decline to answer.",
        "I'm not able to share that content.",
        "Sorry, I can't do that.",
        "I can't provide information on that.",
        "This request violates my usage policy.",
        "Je suis désolé, mais je ne peux pas répondre à cette demande.",
        "Es tut mir leid, dabei kann ich nicht helfen.",
        "I cannot help with this request.",
        "Sorry, I can't help.",
    ],
)
def test_a_model_that_does_not_want_to_help_says_nothing_about_the_articles(text):
    assert is_unwilling(text)
    assert not is_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "If anything is unclear, just tell me.",
        "Let me break this down for you.",
        "Okay, so the user is asking about ferries.",
        "To answer this question, I will use the excerpts.",
        "All information is taken from the excerpts above.",
        "Happy to elaborate!",
        "Thanks for asking!",
        "Confidence: high",
        "Note: This answer is based only on the provided excerpts.",
        "The key findings of the report were as follows:",
        "Here is a table:",
        "N’hésitez pas si vous avez d’autres questions.",
        "Lassen Sie mich wissen, wenn Sie weitere Fragen haben.",
    ],
)
def test_a_sentence_about_the_conversation_is_filler(text):
    assert is_filler(text)


@pytest.mark.parametrize(
    "text",
    [
        "You can travel to Spain by ferry.",
        "The mayor said: I will resign in May.",
        "World War I began in 1914.",
        "The user base grew by 14 percent.",
        "“I will not go,” she said.",
        "I do not know.",
        "Sorry, I can't do that.",
    ],
)
def test_a_statement_or_a_refusal_is_no_filler(text):
    assert not is_filler(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who succeeded the mayor of Farnham?",
        "**Why did the council vote to close the bridge?**",
        "The question asks which bridge the council of Farnham voted to close.",
    ],
)
def test_a_question_that_a_model_repeats_is_filler_even_with_a_citation(text):
    assert is_filler(text, cited=True)
    assert not is_filler(f"“{text}” he asked.", cited=True)


def test_a_cited_sentence_is_no_filler_for_its_pronouns():
    assert is_filler("I think it rained.")
    assert not is_filler("I think it rained.", cited=True)
