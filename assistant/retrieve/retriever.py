"""The retriever: from a question to the excerpts that may answer it."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from assistant.index.embed import Embedder
from assistant.index.search import SearchIndex
from assistant.reply import Excerpt, Filters
from assistant.retrieve.candidates import find_candidates
from assistant.retrieve.choose import choose_broad, choose_deep, choose_spread
from assistant.retrieve.grow import grow_excerpts
from assistant.retrieve.hints import Hints
from assistant.retrieve.rank import BROAD, DEEP, rank
from assistant.retrieve.spelling import mend_spelling
from assistant.text.question import Question, analyse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST_QUESTION = 4000
_ARTICLE = re.compile(r"\b(?:article|report|story|piece|interview|column)\b", re.IGNORECASE)


class NewsRetriever(BaseRetriever):
    """Excerpts for a question out of one index: by words, meaning, and the question's own hints.

    Each document's `page_content` are the source's own words; `metadata` holds the `Excerpt` under
    `excerpt`, and its `source`, `start` and `end`. `k` and `filters` may be given at call:
    `retriever.invoke(question, k=4, filters=Filters(...))`. Without an embedder, or
    over an index without vectors, it searches by words alone.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Any
    embedder: Any = None
    k: int = Field(default=8, ge=1)
    today: date = Field(default_factory=date.today)

    def retrieve(
        self,
        question: str,
        k: int | None = None,
        filters: Filters = Filters(),
    ) -> list[Excerpt]:
        """The k best excerpts for a question, best first; fewer where there are no more.

        A summary of one article comes in the article's order.
        """
        index: SearchIndex = self.index
        asked = analyse(mend_spelling(question[:_LONGEST_QUESTION], index))
        if not asked.text or not len(index):
            return []
        candidates = find_candidates(asked, index, self._vector(asked.text), filters)
        broad = asked.is_broad or len(candidates.whole.hints.outlets) > 1
        ranked = rank(candidates, index, self.today, BROAD if broad else DEEP)
        if _of_one_article(asked, candidates.whole.hints) and ranked:
            return choose_spread(index.article_chunks(ranked[0].article_id), k or self.k)
        choose = choose_broad if broad else choose_deep
        return grow_excerpts(choose(ranked, k or self.k), index)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        filters: Filters | None = None,
    ) -> list[Document]:
        found = self.retrieve(query, k, filters or Filters())
        return [_document(excerpt) for excerpt in found]

    def _vector(self, question: str) -> "NDArray[np.float32] | None":
        embedder: Embedder | None = self.embedder
        if embedder is None or not self.index.coverage:
            return None
        return embedder.vector(question)


def _of_one_article(asked: Question, hints: Hints) -> bool:
    """Whether a summary of one article is wanted, not one of an event."""
    named = hints.outlets or hints.authors or _ARTICLE.search(asked.text)
    return asked.form == "summary" and bool(named)


def _document(excerpt: Excerpt) -> Document:
    known = {"excerpt": excerpt, "source": excerpt.source, "title": excerpt.title}
    return Document(
        id=excerpt.chunk_id,
        page_content=excerpt.text,
        metadata={**known, "start": excerpt.start, "end": excerpt.end, "score": excerpt.score},
    )
