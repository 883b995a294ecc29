"""The word index: BM25 over stems, in tantivy."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from assistant.article import Article, Chunk
from assistant.errors import IndexDamaged
from assistant.index.filters import asked_days, days_of, fold, names_of
from assistant.index.search_index import Hit, best_first
from assistant.reply import Filters
from assistant.text.lexicon import STOP_WORDS
from assistant.text.words import broken_words, plain_letters, without_surrogates

_ANALYZER = "news"
_WRITER_BYTES = 50_000_000
# Longer questions are cut: no question needs more terms.
_MAX_TERMS = 256
# Results asked for beyond k: copies of a text have the same score.
_TIED = 20
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")


class ArticleWords(NamedTuple):
    """An article with its chunks, as the word index stores it."""

    article: Article
    chunks: list[Chunk]


class WordsIndex:
    """The word index of one corpus, in a folder or in memory.

    Searches see the state at opening, or after the last `write`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._analyzer = _analyzer()
        with _mapped(folder):
            self._index = _open(folder)
            self._index.register_tokenizer(_ANALYZER, self._analyzer)
            self._searcher = self._index.searcher()
        self._folder = folder

    def __len__(self) -> int:
        """How many chunks it holds."""
        return int(self._searcher.num_docs)

    @property
    def counts_removed(self) -> bool:
        """Whether removed chunks still count in the rarity of words.

        They do until tantivy merges their segment. Until then, scores depend on earlier contents.
        """
        if self._folder is None:
            return False
        with _mapped(self._folder):
            meta = json.loads((self._folder / "meta.json").read_text())
        return any(segment["deletes"] for segment in meta["segments"])

    def write(self, articles: Iterable[ArticleWords], removed: Iterable[str] = ()) -> None:
        """Remove the articles with the ids `removed`, add others, and make both visible.

        Raises:
            IndexDamaged: the folder cannot be written or contains something else.
        """
        with _mapped(self._folder):
            writer = self._index.writer(_WRITER_BYTES, 1)
            for article_id in removed:
                writer.delete_documents_by_term("article", article_id)
            for entry in articles:
                for document in _documents(entry, self._index.schema):
                    writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
            self._searcher = self._index.searcher()

    def search(self, query: str, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k chunks with the highest BM25 for the query's words, best first."""
        import tantivy

        terms = list(dict.fromkeys(self._analyzer.analyze(_joined(query))))[:_MAX_TERMS]
        if not terms or k < 1:
            return []
        schema = self._index.schema
        asked = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", term, "freq"))
            for term in terms
        ]
        required = [(tantivy.Occur.Must, limit) for limit in _limits(schema, filters)]
        found = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.boolean_query(asked)), *required]
        )
        with _mapped(self._folder):
            hits = self._best(found, k)
            named = (Hit(self._searcher.doc(at)["chunk"][0], float(score)) for score, at in hits)
            return best_first(named, k)

    def _best(self, query: Any, k: int) -> list[tuple[float, Any]]:
        """The k best, and all that tie with the last: segments must not decide between them."""
        limit = k + _TIED
        while True:
            hits = self._searcher.search(query, limit=limit, count=False).hits
            if len(hits) <= k:
                return list(hits)
            last = hits[k - 1][0]
            if len(hits) < limit or hits[-1][0] < last:
                return [hit for hit in hits if hit[0] >= last]
            limit *= 2

    def frequency(self, word: str) -> int:
        """How many chunks contain the word in any form; 0 for a stop word."""
        terms = self._analyzer.analyze(_joined(word))
        with _mapped(self._folder):
            return min((int(self._searcher.doc_freq("words", term)) for term in terms), default=0)

    def vocabulary(self, prefix: str) -> list[str]:
        """The stems of the words that begin with `prefix`, each once."""
        with _mapped(self._folder):
            found = self._searcher.terms_with_prefix("words", without_surrogates(prefix.lower()))
            return sorted({term for term, *_ in found})

    def chunk_ids(self) -> Iterator[str]:
        """The ids of all chunks, in no particular order."""
        import tantivy

        with _mapped(self._folder):
            found = self._searcher.search(
                tantivy.Query.all_query(), limit=max(1, len(self)), count=False
            )
            yield from (self._searcher.doc(at)["chunk"][0] for _, at in found.hits)


def _limits(schema: Any, filters: Filters) -> Iterator[Any]:
    """The filter as queries that add nothing to the score."""
    import tantivy

    query, integer = tantivy.Query, tantivy.FieldType.Integer
    if filters.publishers:
        names = [fold(name) for name in filters.publishers]
        yield query.const_score_query(query.term_set_query(schema, "publisher", names), 0.0)
    if filters.sources:
        names = [without_surrogates(name) for name in filters.sources]
        yield query.const_score_query(query.term_set_query(schema, "source", names), 0.0)
    if (asked := asked_days(filters)) is not None:
        first = query.range_query(schema, "first_day", integer, 1, asked.last)
        last = query.range_query(schema, "last_day", integer, asked.first, 99999999)
        yield from (query.const_score_query(limit, 0.0) for limit in (first, last))


def _documents(entry: ArticleWords, schema: Any) -> Iterator[Any]:
    import tantivy

    article, days = entry.article, days_of(entry.article.published)
    shared: dict[str, Any] = {
        "article": [article.article_id],
        "publisher": [without_surrogates(fold(article.publisher))] if article.publisher else [],
        "source": [without_surrogates(name) for name in names_of(article.source)],
        "first_day": [days.first] if days else [],
        "last_day": [days.last] if days else [],
    }
    for chunk in entry.chunks:
        fields = {**shared, "chunk": [chunk.chunk_id], "words": [_joined(chunk.indexed_text)]}
        yield tantivy.Document.from_dict(fields, schema)


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name=_ANALYZER, index_option="freq")
    for name in ("article", "publisher", "source"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("first_day", "last_day"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _analyzer() -> Any:
    import tantivy

    keep = tantivy.Filter
    # In lower case and capitalised, so that "US" and "May" are not among them.
    stop_words = STOP_WORDS | {word.capitalize() for word in STOP_WORDS} - {"May"}
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(keep.remove_long(60))
        .filter(keep.custom_stopword(sorted(stop_words)))
        .filter(keep.lowercase())
        .filter(keep.ascii_fold())
        .filter(keep.stemmer("english"))
        .build()
    )


def _joined(text: str) -> str:
    """The text with ligatures as letters, and initials as one word ("U.S." as "US").

    A word hyphenated at the end of a line is added as a whole. Its parts stay, because the hyphen
    may have been there before.
    """
    words = without_surrogates(" ".join([plain_letters(text), *broken_words(plain_letters(text))]))
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), words)


def _open(folder: Path | None) -> Any:
    import tantivy

    if folder is None:
        return tantivy.Index(_schema())
    folder.mkdir(parents=True, exist_ok=True)
    return tantivy.Index(_schema(), path=str(folder))


@contextmanager
def _mapped(folder: Path | None) -> Iterator[None]:
    """Map tantivy's errors, which are all ValueError or OSError, to `IndexDamaged`."""
    try:
        yield
    except (ValueError, OSError) as error:
        where = folder or "in memory"
        raise IndexDamaged(
            f"the words index ({where}) cannot be used: {error}; "
            "assistant doctor --rebuild makes it again"
        ) from error
