"""Uploaded files stay in their folder, whatever they are called."""

import pytest

from ui.indexing import keep_uploads


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../a.txt", "a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("/etc/a.txt", "a.txt"),
        ("..", "article"),
        (".hidden", "hidden"),
        ("a\0b.txt", "ab.txt"),
    ],
)
def test_no_name_leads_out_of_the_folder(tmp_path, name, kept):
    [path] = keep_uploads(tmp_path, [(name, b"words")])
    assert path == tmp_path / "uploads" / kept
    assert path.read_bytes() == b"words"
