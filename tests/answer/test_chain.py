from dataclasses import replace
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from assistant.answer.chain import Inquiry, _answering_message, build_chain
from assistant.answer.chat_models import AnswerModel
from assistant.answer.prompt import read_excerpts, read_frames
from assistant.reply import Excerpt, Filters, Turn


class Shelf(BaseRetriever):
    """Gives the same texts for any question, and remembers what it was asked."""

    texts: list[str]
    asked: list[tuple[str, Filters]] = Field(default_factory=list)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        self.asked.append((query, kwargs["filters"]))
        found = self.texts[: kwargs["k"]]
        return [
            Document(t, metadata={"excerpt": Excerpt("c", "a", "s.txt", 0, len(t), t)})
            for t in found
        ]


def chain(responses: list[str], texts: list[str], budget: int = 1000, excerpts: int = 8):
    chat = FakeListChatModel(responses=responses)
    model = AnswerModel("fake", chat, excerpts=excerpts, budget=budget, verbatim=True)
    retriever = Shelf(texts=texts)
    built = build_chain(
        model,
        retriever,
        count_tokens=lambda text: len(text.split()),
        today="2020-01-02",
    )
    return built, retriever


def run(built: Any, inquiry: Inquiry) -> Inquiry:
    return (built.rewrite | built.retrieve | built.prompt).invoke(inquiry)


def test_a_first_question_is_not_rewritten():
    built, retriever = chain(["Something else?"], ["Words."])
    done = run(built, Inquiry("Who?"))
    assert done.standalone_question == "Who?"
    assert retriever.asked == [("Who?", Filters())]


def test_a_follow_up_is_searched_in_its_rewritten_form():
    built, retriever = chain(["Who is  the mayor?\n"], ["Words."])
    done = run(built, Inquiry("And he?", (Turn("user", "The mayor?"), Turn("assistant", "Yes."))))
    assert done.standalone_question == "Who is the mayor?"
    assert retriever.asked[-1][0] == "Who is the mayor?"


@pytest.mark.parametrize("useless", ["", "   \n", "word " * 2000])
def test_a_useless_rewriting_leaves_the_question_as_it_was(useless: str):
    built, _ = chain([useless], ["Words."])
    assert run(built, Inquiry("And he?", (Turn("user", "Who?"),))).standalone_question == "And he?"


def test_the_prompt_numbers_the_excerpts_and_holds_the_question():
    built, _ = chain([""], ["First words.", "Second words."])
    done = run(built, Inquiry("Who?"))
    prompt = done.messages[-1].text
    assert [(e.number, e.text) for e in read_excerpts(prompt)] == [
        (1, "First words."),
        (2, "Second words."),
    ]
    assert [e.number for e in done.excerpts] == [1, 2]
    assert [f.body for f in read_frames(prompt) if f.name == "question"] == ["Who?"]
    assert "2020-01-02" in prompt


def test_excerpts_that_do_not_fit_the_budget_are_left_out_from_the_end():
    texts = [f"{n} " + "word " * 100 for n in range(8)]
    built, _ = chain([""], texts, budget=700)
    done = run(built, Inquiry("Who?"))
    assert 0 < len(done.excerpts) < 8
    assert [e.text for e in done.excerpts] == texts[: len(done.excerpts)]
    assert sum(len(m.text.split()) for m in done.messages) <= 700


def test_braces_in_an_article_or_a_question_stay_as_they_are():
    built, _ = chain([""], ["Set {today} and {0} free."])
    done = run(built, Inquiry("What is {question}?"))
    assert read_excerpts(done.messages[-1].text)[0].text == "Set {today} and {0} free."


def test_the_whole_chain_streams_the_models_text():
    built, _ = chain(["An answer [1]."], ["Words."])
    pieces = [piece.text for piece in built.whole.stream(Inquiry("Who?"))]
    assert len(pieces) > 1
    assert "".join(pieces) == "An answer [1]."


@pytest.mark.parametrize(("follow_up", "is_framed"), [("", False), ("And who?", True)])
def test_only_a_follow_up_is_framed_beside_its_rewriting(follow_up, is_framed):
    asked = Inquiry("Who wsa it?", (Turn("user", "Hm?"),), follow_up=follow_up)
    mended = replace(asked, standalone_question="Who was it?")
    assert ("<asked" in _answering_message(mended, (), "2024-01-01")) is is_framed
