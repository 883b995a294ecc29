"""Whatever a text says, wherever it comes from: nothing runs, nothing loads, nothing breaks."""

from urllib.parse import quote

import pytest
from markdown_it import MarkdownIt

from bench.browsing import ROOT, index, serving
from tests.browser.asking import (
    PATIENCE,
    ask,
    at_rest,
    choose,
    numbers,
    open_choices,
    open_page,
    unfold,
    wait_answered,
    wait_until,
)
from tests.browser.hostile import LONG, MARKUP, faults, inert, outside, watched, write_library

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory):
    """The page over an assistant all of whose words are hostile."""
    home = tmp_path_factory.mktemp("hostile")
    with serving(ROOT / "tests/browser/hostile_app.py", home, home / "server.log") as address:
        yield address


@pytest.fixture(scope="module")
def hostile_library(tmp_path_factory):
    """The page as it is, over hostile files."""
    folder, home = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("library")
    write_library(folder)
    index(home, folder)
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


@pytest.fixture
def watch(browser):
    """A window, and every address that it asks for; none may lie outside."""
    context = browser.new_context(viewport=WIDE, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    asked = watched(context)
    yield context.new_page()
    context.close()
    assert asked
    assert outside(asked) == []


def check(page):
    """At both widths."""
    page.wait_for_timeout(300)
    found = faults(page)
    page.set_viewport_size(NARROW)
    page.wait_for_timeout(300)
    found += faults(page)
    page.set_viewport_size(WIDE)
    assert found == [], chr(10).join(found)


def test_an_answer_may_say_anything(watch, hostile_server):
    open_page(watch, hostile_server)
    watch.locator(".welcome .ask").first.wait_for()
    check(watch)
    ask(watch, MARKUP)
    wait_answered(watch)
    assert numbers(watch).count() == 4
    for head in watch.locator("details > summary").all():
        head.click()
    check(watch)
    shown = watch.locator(".turn").inner_text()
    for sign in ("<script>", ":red[evil]", "$$", "javascript:", "[99]", "**evil**"):
        assert sign in shown
    for number in (0, 1):
        numbers(watch).nth(number).hover()
        watch.get_by_role("tooltip").wait_for()
        assert faults(watch) == []
        numbers(watch).nth(number).click()
        watch.locator(".reader mark.now").first.wait_for()
        check(watch)


def test_a_refusal_may_say_anything(watch, hostile_server):
    open_page(watch, hostile_server)
    ask(watch, f"world cup {LONG[:19_000]}")
    wait_answered(watch)
    check(watch)
    watch.locator("[data-act=near]").last.click()
    watch.locator(".reader mark.now").first.wait_for()
    check(watch)


def test_the_list_of_conversations_may_say_anything(watch, hostile_server):
    for title in (MARKUP, LONG[:5000]):
        open_page(watch, hostile_server)
        ask(watch, title)
        wait_answered(watch)
    watch.get_by_role("button", name="Actions for").first.click()
    watch.get_by_role("button", name="Rename").click()
    watch.get_by_label("Conversation name").fill(MARKUP)
    watch.keyboard.press("Enter")
    watch.locator("nav a[data-act=open]").first.filter(has_text="<script>").wait_for()
    check(watch)
    watch.get_by_role("button", name="Actions for").first.click()
    watch.get_by_role("button", name="Delete").click()
    watch.get_by_text("Deleted:").wait_for()
    watch.locator(".st-key-search input").fill(MARKUP)
    check(watch)


def test_a_question_that_is_taken_back_may_say_anything(watch, hostile_server):
    open_page(watch, hostile_server)
    ask(watch, MARKUP)
    wait_answered(watch)
    watch.locator("[data-act=edit]").click()
    watch.locator(".edit textarea").fill(LONG[:20_000])
    watch.get_by_role("button", name="Ask this instead").click()
    watch.get_by_role("button", name="Undo").wait_for()
    wait_answered(watch)
    check(watch)


def test_files_may_be_called_anything_and_say_anything(watch, hostile_library):
    watch.goto(f"{hostile_library}/sources")
    watch.locator("tbody tr").first.wait_for()
    assert watch.locator("tbody tr").count() == 3
    chart = watch.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first
    unfold(watch, "Library overview", chart)
    check(watch)
    for row in range(3):
        watch.locator("button.name").nth(row).click()
        watch.locator(".reader tr, .reader .text").first.wait_for()
        check(watch)
        watch.get_by_role("button", name="close").click()
        watch.locator(".reader").wait_for(state="detached")
    watch.get_by_text("Add articles").first.click()
    name = MARKUP.replace("/", "")[:200]
    watch.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": bytes(5120)}
    )
    watch.get_by_text("1 file could not be added").first.wait_for()
    check(watch)


def test_articles_that_are_chosen_may_be_called_anything(watch, hostile_library):
    watch.goto(f"{hostile_library}/sources")
    for row in range(3):
        watch.locator("tbody input").nth(row).check()
    wait_until(watch, lambda: watch.locator("tbody input:checked").count() == 3)
    at_rest(watch)
    watch.get_by_role("button", name="Ask only these").click()
    watch.locator(".chip").nth(2).wait_for()
    watch.locator(".welcome").wait_for()
    watch.get_by_text("Filter sources").click()
    open_choices(watch, "Publishers")
    assert faults(watch) == []
    choose(watch, "Publishers", "evil")
    watch.locator(".chip").nth(3).wait_for()
    check(watch)
    ask(watch, "Who opened the new quay?")
    wait_answered(watch)
    check(watch)


@pytest.mark.parametrize(
    "address",
    [
        "?c={0}",
        "?cite={0}.1",
        "?publisher={0}&from={0}&to={0}&only={0}",
        "?library={0}",
        "sources?source={0}",
        "settings?library={0}",
    ],
)
def test_an_address_may_say_anything(watch, hostile_library, address):
    watch.goto(f"{hostile_library}/{address.format(quote(MARKUP, safe=''))}")
    watch.get_by_text("built-in model").first.wait_for()
    check(watch)


def test_a_library_may_be_called_nothing_that_deceives(watch, hostile_library):
    watch.goto(f"{hostile_library}/settings")
    for name in (MARKUP[:60], "../../evil", "\u202eevil"):
        watch.get_by_label("Name of the new library").fill(name)
        watch.get_by_role("button", name="Create library").click()
        watch.get_by_text("Use letters, digits").wait_for()
        check(watch)
    watch.get_by_label("Name of the new library").fill(LONG[:60])
    watch.get_by_role("button", name="Create library").click()
    watch.get_by_text("Add your first articles").wait_for()
    watch.get_by_role("link", name="Settings").click()
    watch.get_by_role("button", name="Remove evil").wait_for()
    check(watch)
    watch.get_by_role("button", name="Remove evil").click()
    watch.get_by_text("Removed: evil").wait_for()
    check(watch)


def saved(page, form, folder):
    """The file that the conversation is saved as."""
    page.get_by_role("button", name="export").last.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=form).last.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_saved_web_page_is_inert(watch, hostile_server, tmp_path):
    open_page(watch, hostile_server)
    for turn, question in enumerate((MARKUP, f"world cup {MARKUP}"), 1):
        ask(watch, question)
        wait_answered(watch, turn)
    path = saved(watch, "Web page", tmp_path)
    assert "/" not in path.name
    watch.goto(path.as_uri())
    assert watch.locator("section").count() == 2
    check(watch)


def test_saved_markdown_is_inert_wherever_it_is_read(watch, hostile_server, tmp_path):
    open_page(watch, hostile_server)
    ask(watch, MARKUP)
    wait_answered(watch)
    path = saved(watch, "Markdown", tmp_path)
    rendered = path.with_suffix(".html")
    rendered.write_text(MarkdownIt("commonmark").render(path.read_text("utf-8")), "utf-8")
    watch.goto(rendered.as_uri())
    assert watch.locator("h2").count() == 1
    assert inert(watch) == []
