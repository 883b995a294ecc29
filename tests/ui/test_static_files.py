"""What a new window loads first is Streamlit's own, and is asked for once."""

import re
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from streamlit import file_util

from ui.static_files import _SOON, PAGES, FirstFiles, first_page

STREAMLIT = Path(file_util.get_static_dir())


@pytest.fixture(scope="module")
def client():
    """Ours before a server that answers whatever reaches it."""
    return TestClient(FirstFiles(PlainTextResponse("from the server"), STREAMLIT))


@pytest.mark.parametrize("kind", ["js", "css", "media"])
def test_a_file_is_sent_whole_and_kept_by_the_browser(client, kind):
    path = next((STREAMLIT / "static" / kind).iterdir())
    answer = client.get(f"/static/{kind}/{path.name}")
    assert answer.content == path.read_bytes()
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/static/js/none.js", "/static/../index.html", "/static/%2e%2e/index.html", "/_stcore/health"],
)
def test_what_is_not_a_file_of_the_page_is_the_servers_to_answer(client, path):
    assert client.get(path).text == "from the server"


def test_only_reading_is_answered(client):
    assert client.post("/sources").text == "from the server"


@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_page_is_looked_for_again_each_time(client, path):
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


def test_the_code_that_is_wanted_at_once_is_there():
    asked = re.findall(r'import "\./(static/js/(\w+)\.[^"]+)"', first_page(STREAMLIT))
    assert [name for _, name in asked] == list(_SOON)
    assert all((STREAMLIT / path).is_file() for path, _ in asked)
