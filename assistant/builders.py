"""The assistant as LangChain parts: a runnable, a retriever and a tool for programs and agents."""

from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.messages import AIMessage
from langchain_core.messages.content import create_citation, create_text_block
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import ConfigDict, Field

from assistant.reply import Answer, Citation, Excerpt, Filters, Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_TOOL_NAME = "ask_news_articles"
_TOOL_DESCRIPTION = (
    "Answers a question from a collection of news articles. Every sentence of the answer cites an "
    "article; if the articles do not hold the answer, the tool says so."
)


def as_runnable(assistant: "Assistant") -> Runnable[str | dict[str, Any], AIMessage]:
    """The assistant as a runnable: a question in, a message with citations out.

    The input is a question, or `{"question": ..., "history": [turns], "threshold": ...}`; a turn is
    a `Turn` or a (role, content) pair. The message's text has `Citation` annotations: their start
    and end mark the sentence that they support, and `extras` hold the place of the words in the
    source. Its `response_metadata` is the whole answer.
    """

    def run(value: str | dict[str, Any]) -> AIMessage:
        given: dict[str, Any] = {"question": value} if isinstance(value, str) else value
        answer = assistant.ask(
            given["question"],
            history=[_turn(turn) for turn in given.get("history", ())],
            threshold=given.get("threshold"),
        )
        return to_message(answer)

    return RunnableLambda(run, name="news_assistant")


def as_retriever(assistant: "Assistant", k: int = 10, **filters: Any) -> BaseRetriever:
    """The search as a retriever; `filters` are the fields of `Filters`."""
    return ArticleRetriever(assistant=assistant, k=k, filters=Filters(**filters))


def as_tool(assistant: "Assistant") -> BaseTool:
    """The assistant as a tool that an agent can call; the artifact is the whole `Answer`."""

    def ask(question: str) -> tuple[str, Answer]:
        answer = assistant.ask(question)
        return with_sources(answer), answer

    return StructuredTool.from_function(
        ask, name=_TOOL_NAME, description=_TOOL_DESCRIPTION, response_format="content_and_artifact"
    )


class ArticleRetriever(BaseRetriever):
    """Finds the excerpts for a query, best first, in the library of an assistant."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Any = Field(exclude=True, repr=False)
    k: int = Field(default=10, ge=1)
    filters: Filters = Field(default_factory=Filters)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        **_: Any,
    ) -> list[Document]:
        excerpts = self.assistant.search(query, k=k or self.k, filters=self.filters)
        return [_document(excerpt) for excerpt in excerpts]


def to_message(answer: Answer) -> AIMessage:
    """The answer as a message: its text with an annotation for each citation of each sentence."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    annotations = []
    at = 0
    for claim in answer.claims:
        bare = claim.text.rstrip(".!?…")
        start = answer.answer.find(bare, at)
        end = start + len(bare)
        annotations += [_annotation(by_marker[marker], start, end) for marker in claim.markers]
        at = end
    block = create_text_block(answer.answer, annotations=list(annotations))
    return AIMessage(content_blocks=[block], response_metadata=answer.as_json())


def with_sources(answer: Answer) -> str:
    """The answer with a line for each citation, as a model reads it."""
    lines = [
        f"[{one.marker}] {one.title or one.source}, {one.published or 'undated'}: “{one.quote}”"
        for one in answer.citations
    ]
    return "\n".join([answer.answer, *lines, *answer.notices])


def _annotation(citation: Citation, start: int, end: int) -> Any:
    return create_citation(
        title=citation.title,
        start_index=start,
        end_index=end,
        cited_text=citation.quote,
        source=citation.source,
        start=citation.start,
        end=citation.end,
        published=citation.published,
    )


def _document(excerpt: Excerpt) -> Document:
    known = ("source", "start", "end", "title", "publisher", "published", "reported", "score")
    metadata = {name: getattr(excerpt, name) for name in known}
    return Document(excerpt.text, id=excerpt.chunk_id, metadata=metadata)


def _turn(turn: Turn | tuple[str, str]) -> Turn:
    if isinstance(turn, Turn):
        return turn
    role, content = turn
    return Turn("assistant" if role in ("assistant", "ai") else "user", content)
