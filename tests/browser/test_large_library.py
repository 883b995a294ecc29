"""A library of a thousand articles: the server cuts its list into pages."""

import json
import re

import pytest

from assistant.library.store import open_library
from assistant.pipeline import ingest
from bench.browsing import ROOT, serving

ARTICLES = 1000
ROWS = 50  # of a page


@pytest.fixture(scope="module")
def large_server(tmp_path_factory):
    """The page over a thousand notes, found by their words alone."""
    home = tmp_path_factory.mktemp("large")
    with (home / "notes.jsonl").open("w") as notes:
        for number in range(ARTICLES):
            text = f"The council of town {number} met on Monday."
            record = {"id": f"n{number:04}", "title": f"Note {number:04}", "text": text}
            notes.write(json.dumps(record) + "\n")
    library = open_library(home)
    ingest(library, [home / "notes.jsonl"], None)
    library.close()
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


def test_only_a_page_of_rows_reaches_the_browser(tab, large_server):
    frames = []

    def keep(frame):
        frames.append(frame if isinstance(frame, bytes) else frame.encode())

    tab.on("websocket", lambda socket: socket.on("framereceived", keep))
    tab.goto(f"{large_server}/sources")
    tab.locator("[role=status]", has_text="1,000 of 1,000 articles").wait_for()
    assert tab.locator("tbody tr").count() == ROWS
    sent = set(re.findall(rb"Note \d{4}", b"".join(frames)))
    assert sent == {b"Note %04d" % n for n in range(ROWS)}


def test_the_list_is_turned_sorted_and_searched_by_the_server(tab, large_server):
    tab.goto(f"{large_server}/sources")
    tab.get_by_role("button", name="next").click()
    tab.locator("tbody tr", has_text="Note 0050").wait_for()
    tab.get_by_text("page 2 of 20").wait_for()
    tab.get_by_role("button", name="Title").click()
    tab.locator("tbody tr", has_text="Note 0999").wait_for()
    tab.get_by_text("page 1 of 20").wait_for()
    tab.locator(".st-key-sources-search input").fill("note 0321")
    tab.locator("[role=status]", has_text="1 of 1,000 articles").wait_for()
    assert tab.locator("tbody button.name").all_inner_texts() == ["Note 0321"]
