from assistant.article import Article, Span
from assistant.index.documents import DocumentsIndex

TEXT = "The Lazarus Group is accused of theft. The group denies it."


def _index() -> DocumentsIndex:
    return DocumentsIndex([Article("a.txt", TEXT, kept=(Span(0, len(TEXT)),))])


def test_a_word_is_counted_in_any_of_its_forms():
    assert _index().frequency("Groups") == 1
    assert _index().frequency("accusing") == 1


def test_a_word_that_is_not_there_and_a_stop_word_are_counted_nowhere():
    assert _index().frequency("zebra") == 0
    assert _index().frequency("the") == 0


def test_the_vocabulary_lists_the_stems_with_a_prefix_once():
    assert _index().vocabulary("la") == ["lazarus"]
    assert _index().vocabulary("xq") == []


def test_the_length_of_an_index_is_its_chunks():
    assert len(_index()) == 1
    assert len(DocumentsIndex([])) == 0


def test_a_passage_is_the_articles_own_words():
    index = _index()
    article_id = index.excerpts([hit.chunk_id for hit in index.words("theft", 1)])[0].article_id
    assert index.passage(article_id, 4, 17) == "Lazarus Group"
    assert index.passage("unknown", 0, 5) == ""
