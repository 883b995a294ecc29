"""Which text of the articles a prompt holds, within its budget of tokens.

1. If the search found one or two articles, or the question names two outlets, these articles come
   whole, if they fit.
2. The excerpts that were found follow, best first. Those that touch become one excerpt.
3. If tokens are left, articles become whole in the order of their best excerpts.

Every excerpt stays one span of its article. Text that was left out of an article is in none.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer.stub.named_outlets import is_of, named_outlets
from assistant.index.search_index import SearchIndex
from assistant.reply import Excerpt

# So many articles are given whole before any other text.
_MOST_WHOLE = 2


def fitting(found: Sequence[Excerpt], cost: Callable[[Excerpt], int], room: int) -> int:
    """How many of the excerpts fit, from the first on, if they cost `room` tokens at most."""
    for at, excerpt in enumerate(found):
        room -= cost(excerpt)
        if room < 0:
            return at
    return len(found)


@dataclass
class PromptFiller:
    """Fills a prompt with text of one index; `cost` counts an excerpt's tokens in the prompt."""

    index: SearchIndex
    cost: Callable[[Excerpt], int]
    _texts: dict[str, str] = field(default_factory=dict)
    _costs: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def fill(self, question: str, found: Sequence[Excerpt], room: int) -> list[Excerpt]:
        """The excerpts of the prompt, of at most `room` tokens."""
        chosen = self._whole(_asked_for(question, found))
        if self._total(chosen) > room:
            chosen = []
        for excerpt in found:
            more = self._joined([*chosen, excerpt])
            if self._total(more) > room:
                break
            chosen = more
        for article_id in _articles(chosen):
            more = self._joined([*chosen, *self._whole([article_id])])
            if self._total(more) <= room:
                chosen = more
        return chosen

    def _whole(self, article_ids: Iterable[str]) -> list[Excerpt]:
        """All the text of these articles, each in as few excerpts as what was left out allows."""
        chunks = [e for one in article_ids for e in self.index.article_chunks(one)]
        return self._joined(chunks)

    def _joined(self, excerpts: Sequence[Excerpt]) -> list[Excerpt]:
        """The excerpts, with those that overlap or touch as one, in the place of the first."""
        runs: list[tuple[int, Excerpt]] = []
        in_order = sorted(enumerate(excerpts), key=lambda one: (one[1].article_id, one[1].start))
        for at, excerpt in in_order:
            if runs and self._touch(runs[-1][1], excerpt):
                first, run = runs.pop()
                runs.append((min(first, at), self._union(run, excerpt)))
            else:
                runs.append((at, excerpt))
        return [run for _, run in sorted(runs, key=lambda one: one[0])]

    def _touch(self, left: Excerpt, right: Excerpt) -> bool:
        """Whether nothing but white space is between two excerpts of one article."""
        if left.article_id != right.article_id:
            return False
        return not self._text(left.article_id)[left.end : right.start].strip()

    def _union(self, left: Excerpt, right: Excerpt) -> Excerpt:
        end = max(left.end, right.end)
        return replace(
            left,
            end=end,
            text=self._text(left.article_id)[left.start : end],
            score=max(left.score, right.score),
            copies=tuple(sorted({*left.copies, *right.copies})),
        )

    def _text(self, article_id: str) -> str:
        if article_id not in self._texts:
            self._texts[article_id] = self.index.passage(article_id, 0, sys.maxsize)
        return self._texts[article_id]

    def _total(self, excerpts: Iterable[Excerpt]) -> int:
        total = 0
        for excerpt in excerpts:
            key = (excerpt.article_id, excerpt.start, excerpt.end)
            if key not in self._costs:
                self._costs[key] = self.cost(excerpt)
            total += self._costs[key]
        return total


def _asked_for(question: str, found: Sequence[Excerpt]) -> list[str]:
    """The articles that the question is about, if they are one or two."""
    articles = _articles(found)
    if len(articles) <= _MOST_WHOLE:
        return articles
    outlets = named_outlets(question, found)
    if len(outlets) != _MOST_WHOLE:
        return []
    return _articles(next(e for e in found if is_of(e, outlet)) for outlet in outlets)


def _articles(excerpts: Iterable[Excerpt]) -> list[str]:
    """The articles of excerpts, each once."""
    return list(dict.fromkeys(excerpt.article_id for excerpt in excerpts))
