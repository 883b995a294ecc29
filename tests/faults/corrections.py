"""Kills edits and purges, and says whether each is wholly done or not at all.

`bench/reliability.py` runs the same scenarios many more times.
"""

import random
import re
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from assistant.article import Article
from assistant.index.live_index import open_index
from assistant.library.conversation_store import Conversations
from assistant.library.edits import edited, original
from assistant.library.purge import is_unfinished
from assistant.library.row_format import packed
from assistant.library.store import open_library
from assistant.pipeline import correct, purge_source
from assistant.reply import Answer, Citation
from tests.faults.harness import (
    EMBEDDER,
    Corpus,
    Count,
    Fate,
    Indexer,
    Work,
    findings,
    seconds,
    sentence,
)

_ARTICLES = 8
_INTERRUPTED = "a purge was interrupted"


def kill_edits(base: Path, times: int, seed: int) -> Count:
    """SIGKILL while metadata is corrected or that is undone: an article is as before or after."""
    killer = _Killer(base, seed, _ARTICLES)
    count = Count("killed while metadata was edited")
    for number in range(times):
        source = killer.chance.choice(sorted(killer.corpus.editions))
        before = _article(killer.home, source)
        values = _values(before, number)
        after = edited(before, values)
        work = partial(_edit, source=source, values=values)
        finished = killer.kill(work, count, points=24)
        count.broken += findings(killer.home, killer.corpus, {source}, complete=False)
        if _article(killer.home, source) not in ([after] if finished else [before, after]):
            count.broken.append(f"{source} is neither as it was nor as it was edited")
        count.broken += killer.finish(work)
        if _article(killer.home, source) != after:
            count.broken.append(f"{source} is not as it was edited")
        if after.title and source not in _found_by(killer.home, after.title):
            count.broken.append(f"{source} is not found by its new title")
    return count


def kill_purges(base: Path, times: int, seed: int) -> Count:
    """SIGKILL while an article is purged: it is there or gone; once more leaves no trace of it."""
    killer = _Killer(base, seed, times + _ARTICLES)
    corpus, count = killer.corpus, Count("killed while an article was purged")
    for _ in range(times):
        source = killer.chance.choice(sorted(corpus.editions))
        traces = _Traces(killer.home, corpus, source)
        corpus.drop(source)
        work = partial(_purge, source=source)
        finished = killer.kill(work, count, points=34)
        count.broken += traces.faults(corpus, finished=finished)
        if not finished:
            count.broken += killer.finish(work)
        count.broken += [f"{source} has left a trace in {name}" for name in traces.files()]
    count.broken += killer.finish(None)
    return count


class _Killer:
    """A library of a few articles, some of them in two versions, and what is done to it."""

    def __init__(self, base: Path, seed: int, articles: int) -> None:
        self.chance = random.Random(seed)
        self.corpus = Corpus(base / "news")
        self.corpus.grow(articles)
        self.home = base / "home"
        self._indexer = Indexer(self.home, self.corpus)
        self._indexer.run()
        self.corpus.change(self.chance)
        self._longest = seconds(self._indexer.run)

    def kill(self, work: Work, count: Count, points: int) -> bool:
        """Kill it at a flush point or at a random moment; whether it had ended before."""
        if self.chance.random() < 0.7:
            ending = self._indexer.run(Fate(kill_at=self.chance.randint(1, points)), work=work)
        else:
            moment = self.chance.uniform(0.02, 0.9 * self._longest)
            ending = self._indexer.run(kill_after=moment, work=work)
        count.times += 1
        count.note("after their end" if ending.status == 0 else "in their midst")
        return ending.status == 0

    def finish(self, work: Work | None) -> list[str]:
        """What is wrong after the work, or indexing, was done without being killed."""
        ending = self._indexer.run(work=work)
        if ending.status != 0:
            return [f"the next run failed: {ending.said or ending.status}"]
        return findings(self.home, self.corpus, set(), complete=True)


def _edit(home: Path, log: Path | None, source: str, values: dict[str, str | None]) -> None:
    with closing(open_library(home)) as library:
        correct(library, source, values, EMBEDDER)


def _purge(home: Path, log: Path | None, source: str) -> None:
    with closing(open_library(home)) as library:
        purge_source(library, source, EMBEDDER.embedder_id)


def _values(article: Article, number: int) -> dict[str, str | None]:
    """Corrections of an article that has none; undoes those of one that has some."""
    if article.extracted:
        return {}
    return {"title": f"Correction{number}", "publisher": None, "published": "2024-03-04"}


def _article(home: Path, source: str) -> Article:
    """The article, which agrees with the corrections that are stored beside it."""
    with closing(open_library(home)) as library:
        article = library.article_of(source)
        assert edited(original(article), library.edits().get(source, {})) == article
        return article


def _found_by(home: Path, words: str) -> set[str]:
    """The sources of the chunks that are nearest to these words."""
    with (
        closing(open_library(home)) as library,
        open_index(library, None) as live,
        live.pinned() as index,
    ):
        hits = index.words(words, 3)
        return {one.source for one in index.excerpts([hit.chunk_id for hit in hits])}


class _Traces:
    """What a home holds of an article that was corrected and quoted, before it is purged."""

    def __init__(self, home: Path, corpus: Corpus, source: str) -> None:
        self._home, self._source = home, source
        number, edition = corpus.editions[source]
        title = f"Correction{number}"
        with closing(open_library(home)) as library:
            correct(library, source, {"title": title}, EMBEDDER)
            article = library.article_of(source)
            self._message_id = _quote(Conversations(library.engine), article)
        self._text = article.text
        self._needles = [name.encode() for name in (source, title, title.lower())]
        self._needles.append(packed(article.text)[2:])
        own = _words(" ".join(sentence(number, each) for each in range(edition + 1)))
        others = _words(" ".join(corpus.text(each) for each in corpus.editions if each != source))
        self._needles += [word.encode() for word in own - others]

    def files(self) -> list[str]:
        """The files that hold words of it."""
        contents = ((path, path.read_bytes()) for path in self._home.rglob("*") if path.is_file())
        return [path.name for path, held in contents if any(one in held for one in self._needles)]

    def faults(self, corpus: Corpus, *, finished: bool) -> Iterator[str]:
        """What is wrong after a purge that was killed, or had `finished` before."""
        with closing(open_library(self._home)) as library:
            is_gone, unfinished = not library.versions(self._source), is_unfinished(library)
            answer = Conversations(library.engine).message(self._message_id).content
            if is_gone and (self._text in answer or self._source in library.edits()):
                yield f"{self._source} is gone, but an answer or an edit is left of it"
            if not is_gone and library.article_of(self._source).text != self._text:
                yield f"{self._source} is half gone"
        if finished and (unfinished or not is_gone):
            yield f"{self._source} was reported as purged, and is not"
        found = findings(self._home, corpus, {self._source}, complete=False)
        yield from (fault for fault in found if _INTERRUPTED not in fault)
        if unfinished != any(_INTERRUPTED in fault for fault in found):
            yield "the doctor does not say whether a purge was interrupted"
        if is_gone and not unfinished and (left := self.files()):
            yield f"{self._source} is purged, and has left a trace in {left}"


def _words(text: str) -> set[str]:
    """The words that name an article and its edition."""
    return set(re.findall(r"[a-z]+\d+", text))


def _quote(conversations: Conversations, article: Article) -> str:
    """Write an answer that is the article's text; the id of its message."""
    text, question = article.text, "What happened?"
    conversation = conversations.start(question)
    _, reply = conversations.ask(conversation.conversation_id, question)
    citation = Citation(
        1, article.source, article.article_id, article.title, None, None, text, 0, len(text)
    )
    answer = Answer(question, question, text, False, None, 0.9, citations=(citation,))
    conversations.write(reply.message_id, answer, "done")
    return reply.message_id
