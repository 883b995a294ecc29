"""The retriever: a question in, the excerpts that may answer it out."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from assistant.embedders.base import Embedder, Matrix
from assistant.errors import ModelFault
from assistant.index.filters import between
from assistant.index.search_index import SearchIndex
from assistant.reply import Excerpt, Filters
from assistant.retrieve.candidates import find_candidates
from assistant.retrieve.diversify import choose_broad, choose_deep, choose_evenly
from assistant.retrieve.expand import expand_excerpts
from assistant.retrieve.rank import BROAD, DEEP, rank
from assistant.retrieve.spelling import correct_spelling
from assistant.text.dates import Period, period_of
from assistant.text.question import analyse

_LONGEST_QUESTION = 4000


class NewsRetriever(BaseRetriever):
    """Finds excerpts for a question in one index by words, vectors and query hints.

    Each document's `page_content` is the source's own text; `metadata` has the `Excerpt` under
    `excerpt`, and its `source`, `start` and `end`. `k` and `filters` can be given with each call:
    `retriever.invoke(question, k=4, filters=Filters(...))`. Without an embedder, or with an index
    that has no vectors, it searches by words alone; so it does where the embedder's provider fails
    if `on_fault` is there to be told.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Any
    embedder: Any = None
    on_fault: Callable[[ModelFault], object] | None = None
    k: int = Field(default=8, ge=1)
    today: date = Field(default_factory=date.today)

    def retrieve(
        self,
        question: str,
        k: int | None = None,
        filters: Filters = Filters(),
    ) -> list[Excerpt]:
        """The k best excerpts for a question, best first; fewer if there are not enough.

        For a summary of one article they are in the article's order. For what happened on some day
        or in some month the openings of the articles that were published then come first.
        """
        index: SearchIndex = self.index
        asked = analyse(correct_spelling(question[:_LONGEST_QUESTION], index))
        if not asked.text or not len(index):
            return []
        vector = self._vector(asked.text)
        candidates = find_candidates(asked, index, vector, filters)
        broad = asked.is_broad or len(candidates.whole.hints.outlets) > 1
        ranked = rank(candidates, index, self.today, BROAD if broad else DEEP, asked.text)
        hints = candidates.whole.hints
        named = hints.outlets or hints.authors
        fitting = [one for one in ranked if not named or hints.outlet(one)]
        # A summary of one article, not of an event
        if asked.form == "summary" and (named or asked.names_article) and fitting:
            return choose_evenly(index.article_chunks(fitting[0].article_id), k or self.k)
        choose = choose_broad if broad else choose_deep
        found = expand_excerpts(choose(ranked, k or self.k), index)
        if asked.period is None:
            return found
        then = find_candidates(asked, index, vector, between(filters, asked.period))
        first = _openings(rank(then, index, self.today, BROAD, asked.text), index, asked.period)
        held = {excerpt.chunk_id for excerpt in first}
        return [*first, *(one for one in found if one.chunk_id not in held)][: k or self.k]

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

    def _vector(self, question: str) -> Matrix | None:
        embedder: Embedder | None = self.embedder
        if embedder is None or not self.index.coverage:
            return None
        try:
            return embedder.vector(question)
        except ModelFault as fault:
            if self.on_fault is None:
                raise
            self.on_fault(fault)
            return None


def _openings(found: Sequence[Excerpt], index: SearchIndex, period: Period) -> list[Excerpt]:
    """The first chunk of each article dated within a period, in the order of their best excerpts.

    An article of which only the year is known is of no single day.
    """
    dated = (one for one in found if one.published and period.covers(period_of(one.published[:10])))
    return [index.article_chunks(a)[0] for a in dict.fromkeys(one.article_id for one in dated)]


def _document(excerpt: Excerpt) -> Document:
    known = {"excerpt": excerpt, "source": excerpt.source, "title": excerpt.title}
    return Document(
        id=excerpt.chunk_id,
        page_content=excerpt.text,
        metadata={**known, "start": excerpt.start, "end": excerpt.end, "score": excerpt.score},
    )
