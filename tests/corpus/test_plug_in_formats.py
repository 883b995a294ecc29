"""Another package can add a format through an entry point."""

from importlib.metadata import EntryPoint

import pytest

from assistant.corpus.load import find_articles, find_files
from assistant.corpus.loaded import LoadedText, LoadFailure
from assistant.corpus.readers import registry

TEXT = "The council of Brville voted 14 to 9 to close the coal port."


def read_epaper(source, stream):
    """A format of one line to an article."""
    for number, line in enumerate(stream.read().decode().splitlines(), 1):
        yield LoadedText(f"{source}#{number}", line)


def read_labelled(source, stream, fields):
    """A format that takes the user's field names."""
    yield LoadedText(source, f"{fields['text']}: {stream.read().decode()}")


EPAPER = registry.Format("e-paper", (".epp",), f"{__name__}:read_epaper")
LABELLED = registry.Format("labelled", (".TXT",), f"{__name__}:read_labelled", takes_fields=True)


@pytest.fixture
def install(monkeypatch):
    """Pretends that packages with these entry points are installed."""

    def pretend(*values):
        points = [EntryPoint(v.partition(":")[2], v, registry.ENTRY_POINTS) for v in values]
        monkeypatch.setattr(
            registry, "entry_points", lambda group: points if group == registry.ENTRY_POINTS else []
        )
        registry._formats_by_suffix.cache_clear()

    yield pretend
    registry._formats_by_suffix.cache_clear()


def test_a_format_of_another_package_is_read(tmp_path, install):
    (tmp_path / "a.epp").write_text(f"{TEXT}\n{TEXT}", encoding="utf-8")
    install()
    assert list(find_files([tmp_path])) == []
    install(f"{__name__}:EPAPER")
    found = [(each.source, each.text) for each in find_articles([tmp_path])]
    assert found == [("a.epp#1", TEXT), ("a.epp#2", TEXT)]


def test_a_format_of_another_package_goes_before_the_one_here_and_takes_fields(tmp_path, install):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    install(f"{__name__}:LABELLED")
    (article,) = find_articles([tmp_path], fields={"text": "body"})
    assert article.text == f"body: {TEXT}"


@pytest.mark.parametrize("value", ["absent_package:FORMAT", f"{__name__}:TEXT"])
def test_a_broken_plug_in_is_named_and_the_files_are_read(tmp_path, install, value):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.epp").write_text(TEXT, encoding="utf-8")
    install(value, f"{__name__}:EPAPER")
    with pytest.warns(RuntimeWarning, match=f"{value.partition(':')[2]}.*uninstall"):
        found = list(find_articles([tmp_path]))
    assert [each.source for each in found if not isinstance(each, LoadFailure)] == [
        "a.txt",
        "b.epp#1",
    ]
