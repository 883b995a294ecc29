"""A question with its answer, and the articles that answers cite, as every format needs them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.article import Article
from assistant.errors import LibraryError
from assistant.reply import Answer, Citation

ArticleOf = Callable[[str], Article]
"""Gives a version of an article by its id, or raises LibraryError if it was purged."""


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question and its answer."""

    question: str
    answer: Answer

    @property
    def remarks(self) -> list[str]:
        """What a reader must know beside the answer: one sentence for each remark."""
        rewritten = self.answer.standalone_question
        same = " ".join(self.question.split()).casefold() == rewritten.casefold()
        interpreted = [] if same or not rewritten else [f"Interpreted as: {rewritten}"]
        return [*interpreted, *unconfirmed(self.answer), *self.answer.notices]


@dataclass(frozen=True)
class CitedArticle:
    """An article that answers cite; `article` is None if it has been purged."""

    citation: Citation
    article: Article | None

    @property
    def title(self) -> str:
        """Its headline, or the name of its source."""
        return self.citation.title or self.citation.source


def cited_articles(turns: Sequence[AnsweredQuestion], article_of: ArticleOf) -> list[CitedArticle]:
    """Each article that the answers cite, once, in the order of first citation."""
    first: dict[str, Citation] = {}
    for turn in turns:
        for citation in turn.answer.citations:
            first.setdefault(citation.article_id, citation)
    return [CitedArticle(one, article_if_kept(one, article_of)) for one in first.values()]


def article_if_kept(citation: Citation, article_of: ArticleOf) -> Article | None:
    """The version of the article that a citation quotes, or None if it has been purged."""
    try:
        return article_of(citation.article_id)
    except LibraryError:
        return None


def unconfirmed(answer: Answer) -> list[str]:
    """A remark for each sentence that could not be confirmed."""
    doubtful = (claim.text for claim in answer.claims if not claim.supported)
    return [f"Could not be confirmed: “{text}”" for text in doubtful]


def reference(citation: Citation) -> str:
    """A citation's article in words: title, publisher, date, source, as far as known."""
    parts = (citation.title, citation.publisher, citation.published, citation.source)
    return ", ".join(part for part in parts if part)
