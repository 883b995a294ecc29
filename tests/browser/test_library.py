"""Articles come, are looked at, and go."""

import re

import pytest

from bench.browsing import ROOT, serving


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory):
    home = tmp_path_factory.mktemp("empty")
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


def test_an_empty_library_takes_the_articles_that_come_with_the_program(tab, empty_server):
    tab.goto(empty_server)
    tab.get_by_role("button", name="Try it with five sample articles").click()
    tab.locator(".welcome .ask").first.wait_for(timeout=120_000)
    assert "5 articles" in tab.locator(".welcome .library").inner_text()


def test_the_first_articles_come_with_a_report_of_what_was_refused(tab, tmp_path):
    note, broken = tmp_path / "note.txt", tmp_path / "broken.pdf"
    note.write_text("A note\n\nThe council of the town met on Monday.\n")
    broken.write_bytes(b"%PDF-1.4 of which nothing is left")
    with serving(ROOT / "ui/app.py", tmp_path / "home", tmp_path / "server.log") as address:
        tab.goto(address)
        tab.locator("input[type=file]").set_input_files([note, broken])
        report = tab.locator(".st-key-report", has_text="1 file could not be added")
        report.wait_for(timeout=60_000)
        assert "1 article added" in report.inner_text()
        tab.locator(".welcome").wait_for()
        report.get_by_text("Show the files").click()
        report.get_by_text("broken.pdf").first.wait_for()
        report.get_by_role("button", name="Dismiss").click()
        report.wait_for(state="detached")


def test_fifty_files_come_in_and_each_refusal_has_its_reason(tab, empty_server, tmp_path):
    files = []
    for number in range(49):
        path = tmp_path / f"note-{number:03}.txt"
        path.write_text(f"Note {number}\n\nThe council of town {number} met on Monday.\n")
        files.append(path)
    broken = tmp_path / "broken.bin"
    broken.write_bytes(bytes(range(256)) * 20)
    tab.goto(f"{empty_server}/sources")
    tab.get_by_text("Add articles").first.click()
    tab.locator("input[type=file]").set_input_files([*files, broken])
    # the report of the articles added before stands there until this one takes its place
    report = tab.locator(".st-key-report", has_text="49 articles added")
    report.wait_for(timeout=120_000)
    report.get_by_text("Show the files").click()
    report.get_by_text("broken.bin").first.wait_for()
    assert re.search(r"broken\.bin", report.inner_text())


def test_an_article_is_removed_with_undo(tab, empty_server):
    tab.goto(f"{empty_server}/sources")
    tab.locator(".st-key-sources-search input").fill("note-007")
    row = tab.locator("tbody tr")
    tab.locator("[role=status]", has_text=re.compile(r"^1 of ")).wait_for()
    row.locator("input[type=checkbox]").check()
    tab.get_by_role("button", name="Remove 1").click()
    tab.get_by_text("1 article was removed").wait_for()
    tab.locator("[role=status]", has_text=re.compile(r"^0 of ")).wait_for()
    tab.get_by_role("button", name="Undo").click()
    tab.locator("[role=status]", has_text=re.compile(r"^1 of ")).wait_for()


def test_an_article_is_listed_with_what_is_known_of_it(tab, seeds_server):
    tab.goto(f"{seeds_server}/sources")
    row = tab.locator("tbody tr", has_text="China, Russia veto U.S. request")
    row.wait_for()
    # no file name, which is a hash, and no language, which all articles share
    assert row.locator(".title .file").inner_text() == ""
    assert re.search(r"[\d,]+ characters", row.locator("td.characters").inner_text())
    assert "unknown" in row.locator("td.publisher").get_attribute("class")


def test_one_article_alone_is_asked_from_its_reader(tab, seeds_server):
    tab.goto(f"{seeds_server}/sources")
    article = tab.locator("button.name").first
    title = article.inner_text()
    article.click()
    tab.locator(".reader").wait_for()
    assert tab.locator(".reader .left").count() > 0
    tab.get_by_role("button", name="ask only this article").click()
    chip = tab.locator(".chip")
    chip.wait_for()
    assert f"only {title[:40]}" in chip.inner_text()
    assert "only=" in tab.url
    chip.get_by_role("button").click()
    chip.wait_for(state="detached")
    assert "only=" not in tab.url


def test_an_article_is_corrected_in_its_reader_with_undo(tab, empty_server):
    tab.goto(f"{empty_server}/sources")
    tab.locator(".st-key-sources-search input").fill("China blocks")
    tab.locator("[role=status]", has_text=re.compile(r"^1 of ")).wait_for()
    tab.locator("button.name").click()
    reader = tab.locator(".reader")
    reader.get_by_role("button", name="edit details").click()
    reader.get_by_label("Title").fill("A council meets")
    reader.get_by_label("Publisher").fill("Coast Times")
    reader.get_by_label("Date").fill("last Monday")
    reader.get_by_role("button", name="Save").click()
    reader.get_by_role("alert").filter(has_text="Enter a date as 2022-05-26,").wait_for()
    assert reader.get_by_label("Title").input_value() == "A council meets"
    assert reader.get_by_label("Date").input_value() == "last Monday"
    reader.get_by_label("Date").fill("March 2024")
    reader.get_by_role("button", name="Save").click()
    reader.locator("form").wait_for(state="detached")
    tab.locator(".st-key-sources-search input").fill("council meets")
    row = tab.locator("tbody tr", has_text="A council meets")
    row.locator(".notes", has_text="edited").wait_for()
    assert "Coast Times · March 2024" in reader.locator(".meta").inner_text()
    assert "Publisher edited; originally" in reader.inner_text()
    reader.get_by_role("button", name="edit details").click()
    reader.get_by_role("button", name="Undo edits").click()
    row.wait_for(state="detached")
    assert "Coast Times" not in reader.locator(".meta").inner_text()
