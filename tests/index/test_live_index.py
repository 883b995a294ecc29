"""The published indexes are complete, current, and repair themselves."""

import json
import threading

import pytest

from assistant.article import Article, Span
from assistant.embedders.base import WHOLE
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.index.exact_search import ExactVectors
from assistant.index.live_index import LiveIndex, open_index
from assistant.index.publisher import Publisher
from assistant.index.search_index import SearchIndex
from assistant.index.vector_index import VectorsIndex
from assistant.library.chunk import chunk_article
from assistant.library.lock import PATIENCE
from assistant.library.store import Entry, open_library
from assistant.reply import Filters
from tests.hashing import HashingEmbedder

EMBEDDER = HashingEmbedder()
TEXTS = {
    "one.txt": "The harbour was closed by a storm on Monday.",
    "two.txt": "Farmers protested against the price of milk.",
    "three.txt": "A comet will be seen above the mountains.",
}


def entry(source, text, **known):
    article = Article(source, text, kept=(Span(0, len(text)),), **known)
    return Entry(article, chunk_article(article, count_word_pieces))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path)
    found.put(
        entry(source, text, publisher=source[:-4].title(), published=f"2020-0{at}-01")
        for at, (source, text) in enumerate(TEXTS.items(), 1)
    )
    yield found
    found.close()


def publish(library):
    with library.writing(PATIENCE):
        publisher = Publisher(library)
        publisher.words()
        publisher.vectors(EMBEDDER)
        publisher.tidy()


def found_by_words(index: SearchIndex, query, filters=Filters()):
    return [x.source for x in index.excerpts([h.chunk_id for h in index.words(query, 5, filters)])]


def found_by_vectors(index: SearchIndex, query, filters=Filters()):
    hits = index.vectors(EMBEDDER.vector(query), 5, filters)
    return [x.source for x in index.excerpts([hit.chunk_id for hit in hits])]


def assert_findable(library, texts, notice=None):
    with open_index(library, EMBEDDER.embedder_id) as live:
        with live.pinned() as index:
            for source, text in texts.items():
                assert found_by_words(index, text)[0] == source
                assert found_by_vectors(index, text)[0] == source
            assert index.coverage == 1
        assert notice is None or any(notice in said for said in live.notices), live.notices
        assert notice is not None or live.notices == ()


def test_each_article_is_found_by_words_and_by_vectors(library):
    publish(library)
    assert_findable(library, TEXTS)


def test_filters_limit_words_and_vectors_alike(library):
    publish(library)
    with open_index(library, EMBEDDER.embedder_id) as live, live.pinned() as index:
        for filters, sources in [
            (Filters(publishers=("TWO",)), ["two.txt"]),
            (Filters(date_from="2020-02", date_to="2020-02"), ["two.txt"]),
            (Filters(sources=("two.txt",)), ["two.txt"]),
            (Filters(publishers=("nobody",)), []),
        ]:
            assert found_by_words(index, TEXTS["two.txt"], filters) == sources
            assert found_by_vectors(index, TEXTS["two.txt"], filters) == sources


@pytest.mark.parametrize("publisher", ["Budget Weekly", "Harbour News"])
def test_a_wide_filter_finds_the_same_as_exact_search(library, publisher):
    library.put(
        entry(
            f"{n}.txt", f"Item {n} of the budget passed in {2000 + n}.", publisher="Budget Weekly"
        )
        for n in range(40)
    )
    library.put(
        entry(f"{n + 40}.txt", f"Ship {n} left the harbour in {n}.", publisher="Harbour News")
        for n in range(40)
    )
    publish(library)
    question, filters = EMBEDDER.vector("Item 7 of the budget"), Filters(publishers=(publisher,))
    wanted = ExactVectors(library, EMBEDDER.embedder_id).search(question, 3, filters)
    with open_index(library, EMBEDDER.embedder_id) as live, live.pinned() as index:
        found = index.vectors(question, 3, filters)
        assert [hit.score for hit in found] == pytest.approx([h.score for h in wanted], abs=1e-3)
        sources = {excerpt.publisher for excerpt in index.excerpts([h.chunk_id for h in found])}
        assert sources == {publisher}


def test_only_changes_are_embedded(library):
    class Counting(HashingEmbedder):
        asked = 0

        def vectors(self, texts):
            self.asked += len(texts)
            return super().vectors(texts)

    counting = Counting()
    for _ in range(2):
        with library.writing():
            Publisher(library).words()
            Publisher(library).vectors(counting)
    assert counting.asked == 3
    library.put([entry("four.txt", "A bridge was opened in the capital.")])
    library.remove(["one.txt"])
    library.put([entry("moved/one.txt", TEXTS["one.txt"])])
    with library.writing():
        Publisher(library).words()
        Publisher(library).vectors(counting)
    assert counting.asked == 4
    assert_findable(library, {"moved/one.txt": TEXTS["one.txt"], "two.txt": TEXTS["two.txt"]})


def test_the_next_question_sees_a_new_publication(library):
    publish(library)
    with open_index(library, EMBEDDER.embedder_id) as live:
        with live.pinned() as before:
            other = open_library(library.home)
            other.put([entry("four.txt", "A bridge was opened in the capital.")])
            other.remove(["one.txt"])
            publish(other)
            other.close()
            assert found_by_words(before, "bridge") == []
            assert found_by_vectors(before, TEXTS["two.txt"])[0] == "two.txt"
        with live.pinned() as after:
            assert found_by_words(after, "bridge") == ["four.txt"]
            assert found_by_vectors(after, "A bridge was opened")[0] == "four.txt"
            assert found_by_words(after, "harbour") == []


def test_unused_folders_are_removed(library):
    publish(library)
    library.put([entry("four.txt", "A bridge was opened in the capital.")])
    publish(library)
    folders = [path.name for path in (library.home / "index").iterdir() if path.is_dir()]
    assert len(folders) == 2


def test_unpublished_articles_are_found_after_the_next_start(library):
    publish(library)
    library.put([entry("four.txt", "A bridge was opened in the capital.")])
    [missing] = library.vectors.missing(EMBEDDER.embedder_id)
    vector = EMBEDDER.vectors([missing.text])
    library.vectors.put(EMBEDDER.embedder_id, [missing.content], vector)
    assert_findable(library, {**TEXTS, "four.txt": "A bridge was opened in the capital."})


def test_coverage_is_the_share_of_embedded_chunks(library):
    publish(library)
    library.put([entry("four.txt", "A bridge was opened in the capital.")])
    with open_index(library, EMBEDDER.embedder_id) as live, live.pinned() as index:
        assert index.coverage == 0.75
        assert found_by_words(index, "bridge") == ["four.txt"]


def test_without_an_embedder_only_words_are_searched(library):
    publish(library)
    with open_index(library, None) as live, live.pinned() as index:
        assert index.coverage == 0
        assert found_by_words(index, "comet") == ["three.txt"]
        assert found_by_vectors(index, "comet") == []


def test_an_empty_library_finds_nothing(tmp_path):
    library = open_library(tmp_path)
    with open_index(library, EMBEDDER.embedder_id) as live, live.pinned() as index:
        assert index.coverage == 1
        assert index.words("anything", 5) == index.vectors(EMBEDDER.vector("anything"), 5) == []
        assert index.outlets() == index.authors() == []
    library.close()


@pytest.mark.parametrize("kind", ["words", "vectors"])
@pytest.mark.parametrize("how", ["truncate", "flip", "remove", "empty the folder"])
def test_a_damaged_index_is_rebuilt_with_a_notice(library, kind, how):
    publish(library)
    [folder] = (library.home / "index").glob(f"{kind}-*")
    files = [p for p in folder.rglob("*") if p.is_file() and p.stat().st_size > 50]
    target = max(files, key=lambda path: path.stat().st_size * (path.suffix != ".sqlite3"))
    if how == "truncate":
        target.write_bytes(target.read_bytes()[:-20])
    elif how == "flip":
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 4
        target.write_bytes(content)
    elif how == "remove":
        target.unlink()
    else:
        for path in files:
            path.unlink()
    assert_findable(library, TEXTS, notice="made again from the library")
    assert_findable(library, TEXTS)


def test_a_damaged_chroma_database_is_rebuilt(library):
    publish(library)
    [database] = (library.home / "index").glob("vectors-*/chroma.sqlite3")
    database.write_bytes(b"nothing that SQLite knows" * 400)
    assert_findable(library, TEXTS, notice="made again from the library")


def test_a_damaged_pointer_is_replaced(library):
    publish(library)
    (library.home / "index" / "published.json").write_text("{")
    assert_findable(library, TEXTS)


def test_the_index_of_another_library_is_not_used(library, tmp_path_factory):
    publish(library)
    pointer = library.home / "index" / "published.json"
    found = json.loads(pointer.read_text())
    pointer.write_text(json.dumps({**found, "library_id": "another"}))
    assert_findable(library, TEXTS)


def test_search_works_while_another_process_writes(library):
    publish(library)
    library.put([entry("four.txt", "A bridge was opened in the capital.")])
    name = EMBEDDER.embedder_id
    with library.writing(), open_index(library, name) as live, live.pinned() as index:
        assert found_by_words(index, TEXTS["one.txt"])[0] == "one.txt"
        assert found_by_vectors(index, TEXTS["one.txt"])[0] == "one.txt"


def test_questions_work_during_publications(library):
    publish(library)
    failures = []

    def ask(live):
        try:
            for _ in range(20):
                with live.pinned() as index:
                    assert found_by_words(index, TEXTS["two.txt"])[0] == "two.txt"
                    assert found_by_vectors(index, TEXTS["two.txt"])[0] == "two.txt"
        except BaseException as error:
            failures.append(error)
            raise

    with open_index(library, EMBEDDER.embedder_id) as live:
        askers = [threading.Thread(target=ask, args=(live,)) for _ in range(3)]
        for asker in askers:
            asker.start()
        for number in range(4):
            library.put([entry(f"more-{number}.txt", f"Item {number} of the budget passed.")])
            publish(library)
        for asker in askers:
            asker.join()
    assert failures == []


def test_a_chunk_unreachable_in_the_graph_is_found(library, monkeypatch):
    monkeypatch.setattr(
        VectorsIndex, "lost", lambda self, batches: [i for ids, _ in batches for i in ids]
    )
    publish(library)
    monkeypatch.setattr(VectorsIndex, "search", lambda self, vector, k: [])
    monkeypatch.setattr(LiveIndex, "_finds_itself", lambda *_: True)
    assert_findable(library, {source: TEXTS[source] for source in TEXTS})


def test_cosines_equal_the_scores_of_the_search(library):
    publish(library)
    asked = EMBEDDER.vector("milk above the harbour")
    with open_index(library, EMBEDDER.embedder_id) as live, live.pinned() as index:
        hits = index.vectors(asked, len(TEXTS))
        cosines = index.cosines(asked, [*(hit.chunk_id for hit in hits), "nobody-0000"])
    assert len(hits) == len(TEXTS)
    assert cosines == pytest.approx({hit.chunk_id: hit.score for hit in hits}, abs=1e-6)


def test_the_nearest_have_exact_cosines(library, embedder):
    with library.writing(PATIENCE):
        Publisher(library).vectors(embedder)
    asked, texts = (
        embedder.vector("Why was the harbour closed?"),
        embedder.vectors([*TEXTS.values()]),
    )
    with open_index(library, embedder.embedder_id) as live, live.pinned() as index:
        hits = index.vectors(asked, len(TEXTS))
        names = {e.chunk_id: e.source for e in index.excerpts([hit.chunk_id for hit in hits])}
    true = dict(zip(TEXTS, texts @ asked, strict=True))
    assert [hit.score for hit in hits] == pytest.approx(
        sorted(true.values(), reverse=True), abs=1e-3
    )
    assert {names[hit.chunk_id]: hit.score for hit in hits} == pytest.approx(true, abs=1e-3)


def test_an_index_with_an_older_projection_is_rebuilt(library):
    publish(library)
    pointer = library.home / "index" / "published.json"
    found = json.loads(pointer.read_text())
    folder = found["vectors"].pop("folder")
    found["vectors"] |= {"folder": folder, "form": ""}
    pointer.write_text(json.dumps(found))
    assert_findable(library, TEXTS)
    made = json.loads(pointer.read_text())["vectors"]
    assert made["folder"] != folder
    assert made["form"] == WHOLE.form
