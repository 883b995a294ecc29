"""A followed folder reports each change once, when it has come to rest."""

from assistant.library.watch import changes


def test_changes_are_reported_once_and_only_at_rest(tmp_path):
    looks = []

    def work(_):
        looks.append(None)
        if len(looks) == 1:
            (tmp_path / "a.txt").write_text("half")
        if len(looks) == 2:
            (tmp_path / "a.txt").write_text("half and whole")
        if len(looks) == 6:
            (tmp_path / "a.txt").unlink()

    following = changes([tmp_path], sleep=work)
    next(following)
    assert len(looks) == 3
    next(following)
    assert len(looks) >= 7
