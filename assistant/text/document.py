"""The analysis of one text, shared by all steps that read it.

>>> document = parse("They met on May 3. Nobody spoke.")
>>> [span.of(document.text) for span in document.sentences]
['They met on May 3.', 'Nobody spoke.']
>>> document.dates[0].text
'May 3'
"""

from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache

from assistant.article import Span
from assistant.text.dates import DateMention, find_dates
from assistant.text.names import Name, find_names
from assistant.text.numbers import Number, find_numbers
from assistant.text.quotes import Quotation, find_quotations, plain_quote
from assistant.text.sentences import split_roughly, split_sentences
from assistant.text.words import Word, search_stems, words


class Document:
    """A text and its parts. Each part is computed when it is first used, and kept."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences, in order."""
        return split_sentences(self.text)

    @cached_property
    def sentence_stems(self) -> list[frozenset[str]]:
        """The stems of the words of each sentence."""
        starts = [word.start for word in self.words]
        cuts = [(bisect_left(starts, s.start), bisect_left(starts, s.end)) for s in self.sentences]
        return [frozenset(word.stem for word in self.words[first:end]) for first, end in cuts]

    @cached_property
    def words(self) -> list[Word]:
        """The words, in order."""
        return list(words(self.text))

    @cached_property
    def names(self) -> list[Name]:
        """The names, in order."""
        return find_names(self.text)

    @cached_property
    def dates(self) -> list[DateMention]:
        """The date expressions, in order."""
        return find_dates(self.text)

    @cached_property
    def numbers(self) -> list[Number]:
        """The numbers, in order."""
        return find_numbers(self.text)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The quotations, with their speakers as the text names them."""
        return find_quotations(self.text)

    @property
    def folded(self) -> str:
        """The whole text in the form in which quotations are compared."""
        return plain_quote(self.text)

    @cached_property
    def search_stems(self) -> tuple[frozenset[str], ...]:
        """The content stems of each sentence, split roughly, as search compares them."""
        return tuple(filter(None, map(search_stems, split_roughly(self.text))))

    def sentence_at(self, offset: int) -> int:
        """The position of the sentence that contains an offset, or that ends before it."""
        return max(0, bisect_right(self.sentences, offset, key=lambda span: span.start) - 1)


# Enough for the candidates of some 25 questions. Retrieval uses 10 KB of an analysis; the few that
# are shown and checked take 50 KB.
@lru_cache(maxsize=2048)
def parse(text: str) -> Document:
    """The analysis of a text; texts used recently are not analysed again."""
    return Document(text)
