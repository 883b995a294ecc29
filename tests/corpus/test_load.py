import json
import os
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.load import find_articles, find_files
from assistant.corpus.loaded import LoadedText, LoadFailure
from assistant.corpus.readers.text_file import decode
from assistant.errors import LoadError


def _loaded(*paths, **options):
    return list(find_articles(paths, **options))


def _sources(found):
    return [item.source for item in found]


def test_files_are_named_by_their_path_in_the_folder_and_come_in_a_stable_order(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Some words.")
    assert _sources(_loaded(tmp_path)) == ["a.md", "b.txt", "sub/c.txt"]


def test_what_is_said_about_a_folder_is_no_article_of_it(tmp_path):
    for name in ("a.txt", "README.md", "NOTICE", "LICENSE.txt"):
        (tmp_path / name).write_text("Some words.")
    assert _sources(_loaded(tmp_path)) == ["a.txt"]
    assert _sources(_loaded(tmp_path / "README.md")) == ["README.md"]


def test_a_file_given_by_itself_is_named_by_its_name(tmp_path):
    (tmp_path / "a.txt").write_text("Some words.")
    assert _sources(_loaded(tmp_path / "a.txt")) == ["a.txt"]
    assert _sources(_loaded(tmp_path / "a.txt", name="spring")) == ["spring/a.txt"]


def test_the_text_is_the_bytes_decoded_and_nothing_else(tmp_path):
    data = "\ufeffLine one.\r\nLine  two.\u00a0\n\n".encode()
    (tmp_path / "a.txt").write_bytes(data)
    (article,) = _loaded(tmp_path)
    assert article.text == data.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("The minister said: “No comment” – for now. She left the café at 5 o’clock.", "cp1252"),
        ("Министр сказал, что переговоры продолжатся в следующем месяце в Москве.", "cp1251"),
        ("\ufeffThe minister left.", "utf-16-le"),
        ("大臣は会談が来月も続くと述べた。記者団に対し詳細は明かさなかった。", "shift_jis"),
    ],
)
def test_an_encoding_other_than_utf8_is_detected(tmp_path, words, encoding):
    text = words + "\n" + words.lstrip("\ufeff")
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (article,) = _loaded(tmp_path)
    assert article.text == text
    assert (tmp_path / "a.txt").read_bytes().decode(article.encoding) == text


SHORT = {
    "cp1252": [
        "Café owners said “non”.",
        "Été à Évreux",
        "Größe: 5 Meter",
        "El niño preguntó: ¿qué pasó?",
        "A café in Søndre.",
        "It was 5 km² and 3 m³, for £5m or ¥500.",
        "São Tomé, Björk and Åse Søndergaard spoke.",
        "Søren Ødegård, Þór Jónsson and Iñigo Muñoz met.",
    ],
    "cp1250": [
        "Burmistrz powiedział, że most będzie zamknięty.",
        "Łódź i Gdańsk",
        "Premiér Petr Fiala řekl „ne“.",
        "Több ezer ember tüntetett a kormány ellen a fővárosban.",
        "Župan je dejal, da bo most zaprt še v četrtek.",
        "Primarul a spus că podul va fi închis joi şi vineri.",
    ],
}


@pytest.mark.parametrize("repeated", [1, 4])
@pytest.mark.parametrize("encoding", SHORT)
def test_a_short_text_is_decoded_as_its_letters_show(encoding, repeated):
    texts = [" ".join([text] * repeated) for text in SHORT[encoding]]
    assert [decode(text.encode(encoding))[0] for text in texts] == texts


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\r\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
def test_a_file_without_text_is_a_failure_and_the_others_go_on(tmp_path, data, why):
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text("Some words.")
    failure, article = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)
    assert why in failure.why
    assert isinstance(article, LoadedText)


def test_a_path_that_leads_nowhere_is_an_error(tmp_path):
    with pytest.raises(LoadError, match="no such file"):
        _loaded(tmp_path / "nothing")


def test_a_link_to_its_own_folder_does_not_go_round_for_ever(tmp_path):
    (tmp_path / "a.txt").write_text("Some words.")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert _sources(_loaded(tmp_path)) == ["a.txt"]


def test_a_file_is_read_once_however_many_links_lead_to_it(tmp_path):
    folder, outside = tmp_path / "news", tmp_path / "outside.txt"
    (folder / "sub").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for file in (outside, folder / "sub" / "real.txt", folder / ".hidden" / "kept.txt"):
        file.write_text("Some words.")
    (folder / "a.txt").symlink_to(folder / "sub" / "real.txt")
    (folder / "b.txt").symlink_to(folder / ".hidden" / "kept.txt")
    for name in ("c.txt", "d.txt"):
        (folder / name).symlink_to(outside)
    skipped = Counter()
    found = [file.source for file in find_files([folder], skipped=skipped)]
    assert found == ["b.txt", "c.txt", "sub/real.txt"]
    assert skipped == {"link to a file that is read": 2, "hidden": 1}


def test_a_link_to_nothing_is_a_failure(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (failure,) = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)


def test_a_file_name_that_cannot_be_shown_is_refused(tmp_path):
    (tmp_path / "a\nb.txt").write_text("Some words.")
    (tmp_path / "<b>c.txt").write_text("Some words.")
    markup, newline = sorted(_loaded(tmp_path), key=lambda item: item.source)
    assert isinstance(markup, LoadedText)
    assert isinstance(newline, LoadFailure)
    assert newline.source.isprintable()


def test_a_file_name_in_no_encoding_is_refused(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text("Some words.")
    (failure,) = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)
    assert failure.source.isprintable()


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (failure,) = _loaded(tmp_path)
    assert isinstance(failure, LoadFailure)


def test_what_may_be_an_article_in_a_kind_not_read_is_told_and_the_rest_passed_over(tmp_path):
    for name in ("a.doc", "logo.png", "NOTICE", "style.css"):
        (tmp_path / name).write_text("Some words.")
    (failure,) = _loaded(tmp_path)
    assert failure == LoadFailure("a.doc", "unsupported file type (.doc); save it as .docx")
    (failure,) = _loaded(tmp_path / "logo.png")
    assert "unsupported file type (.png)" in failure.why


def _write_lines(path, *lines):
    path.write_bytes(b"\n".join(lines))


def test_a_record_is_an_article_named_by_its_id_or_its_line(tmp_path):
    _write_lines(
        tmp_path / "a.jsonl",
        b'{"id": "x", "title": "A title", "text": "Words \\n\\n here. ", "publisher": "The Paper",'
        b' "published_at": "2021-06-17T10:00:00Z", "url": "https://paper.example/x"}',
        b"",
        b'{"body": "More words."}',
    )
    first, second = _loaded(tmp_path)
    assert (first.source, first.text) == ("a.jsonl#x", "Words \n\n here. ")
    assert first.record.title == "A title"
    assert first.record.publisher == "The Paper"
    assert first.record.published == "2021-06-17"
    assert second.source == "a.jsonl#L3"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not valid JSON"),
        (b"[1]", "no JSON object"),
        (b'{"title": "only"}', "no text"),
        (b'{"text": "  "}', "no text"),
        (b'{"text": 3.5}', "no text"),
        (b'{"id": "x", "text": "Twice."}', "already names"),
        (b"\x00\x01\x02", "binary"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_record_is_a_failure_and_the_others_go_on(tmp_path, line, why):
    _write_lines(tmp_path / "a.jsonl", b'{"id": "x", "text": "One."}', line, b'{"text": "Three."}')
    first, failure, third = _loaded(tmp_path)
    assert isinstance(first, LoadedText)
    assert isinstance(third, LoadedText)
    assert why in failure.why
    assert failure.source == "a.jsonl#L2"


def test_fields_can_be_named_where_they_cannot_be_guessed(tmp_path):
    record = {"inhalt": "Some words.", "kopf": "A title", "text": "not this"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    (article,) = _loaded(tmp_path, fields={"text": "inhalt", "title": "kopf"})
    assert (article.text, article.record.title) == ("Some words.", "A title")


@pytest.mark.parametrize("name", ["published_at", "publishedAt", "Published at", "published-at"])
def test_a_field_is_known_however_its_words_are_joined(tmp_path, name):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Some words.", name: "2021-05-04"}))
    (article,) = _loaded(tmp_path)
    assert article.record.published == "2021-05-04"


def test_what_an_exporter_writes_for_nothing_is_nothing(tmp_path):
    record = {"text": "Some words.", "authors": "None", "publisher": "", "date": None, "title": []}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    (article,) = _loaded(tmp_path)
    held = article.record
    assert (held.byline, held.publisher, held.published, held.title) == (None, None, None, None)


def test_a_line_longer_than_any_article_is_refused_in_little_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.corpus.readers.streams.MAX_LINE", 1000)
    monkeypatch.setattr("assistant.corpus.readers.streams.read_lines.__defaults__", (1000,))
    _write_lines(tmp_path / "a.jsonl", b'{"text": "' + b"x" * 5000 + b'"}', b'{"text": "Two."}')
    failure, article = _loaded(tmp_path)
    assert "longer" in failure.why
    assert article.source == "a.jsonl#L2"


@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_crash_a_reader(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "a.txt").write_bytes(data)
    (folder / "b.jsonl").write_bytes(data)
    for item in _loaded(folder):
        assert isinstance(item, LoadedText | LoadFailure)
