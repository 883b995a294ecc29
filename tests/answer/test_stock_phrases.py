"""Refusals in the agreed words and in others, and what only looks like one."""

import pytest

from assistant.answer.stock_phrases import is_refusal, is_unwilling


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
        "I cannot help with this request.",
        "Sorry, I can't help.",
    ],
)
def test_a_model_that_does_not_want_to_help_says_nothing_about_the_articles(text):
    assert is_unwilling(text)
    assert not is_refusal(text)
