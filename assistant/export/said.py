"""What is exported: questions with their answers, and the articles that they cite."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.article import Article
from assistant.errors import LibraryError
from assistant.reply import Answer, Citation


@dataclass(frozen=True)
class Said:
    """A question and its answer."""

    question: str
    answer: Answer

    @property
    def remarks(self) -> list[str]:
        """Everything a reader must know beside the answer, one sentence each."""
        rewritten = self.answer.standalone_question
        same = " ".join(self.question.split()).casefold() == rewritten.casefold()
        interpreted = [] if same or not rewritten else [f"Interpreted as: {rewritten}"]
        return [*interpreted, *unconfirmed(self.answer), *self.answer.notices]


@dataclass(frozen=True)
class Cited:
    """An article that answers cite; `article` is None where it was purged since."""

    citation: Citation
    article: Article | None

    @property
    def title(self) -> str:
        """What it is called: by its headline, else by its source."""
        return self.citation.title or self.citation.source


def cited_articles(turns: Sequence[Said], article_of: Callable[[str], Article]) -> list[Cited]:
    """Each article that the answers cite, once, in the order of its first citation."""
    first: dict[str, Citation] = {}
    for said in turns:
        for citation in said.answer.citations:
            first.setdefault(citation.article_id, citation)
    return [Cited(citation, _found(citation, article_of)) for citation in first.values()]


def unconfirmed(answer: Answer) -> list[str]:
    """A remark for each sentence that could not be confirmed."""
    doubtful = (claim.text for claim in answer.claims if not claim.supported)
    return [f"Could not be confirmed: “{text}”" for text in doubtful]


def reference(citation: Citation) -> str:
    """A citation's article in words: title, publisher, date, source, as far as they are known."""
    parts = (citation.title, citation.publisher, citation.published, citation.source)
    return ", ".join(part for part in parts if part)


def _found(citation: Citation, article_of: Callable[[str], Article]) -> Article | None:
    try:
        return article_of(citation.article_id)
    except LibraryError:
        return None
