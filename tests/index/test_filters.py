"""Filters compare days and folded names."""

import pytest

from assistant.index.filters import admits, days_of, names_of
from assistant.reply import Filters


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("2022-05-03", (20220503, 20220503)),
        ("2022-05", (20220501, 20220531)),
        ("2022", (20220101, 20221231)),
        (None, None),
        ("soon", None),
    ],
)
def test_a_partial_date_covers_all_of_its_days(date, days):
    assert days_of(date) == days


def test_a_date_filter_excludes_undated_articles():
    assert admits(Filters(), "a", None, None)
    assert not admits(Filters(date_to="2022"), "a", None, None)


def test_a_source_is_selected_by_its_folder_archive_or_file():
    assert names_of("news/a.zip!b.jsonl#3") == [
        "news/a.zip!b.jsonl#3",
        "news",
        "news/a.zip",
        "news/a.zip!b.jsonl",
    ]
