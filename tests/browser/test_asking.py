"""A person asks, and checks what is answered."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.asking import (
    ask,
    numbers,
    open_page,
    stop_button,
    wait_answered,
    wait_until,
)


def test_a_seed_question_is_answered_and_its_citation_opens_at_the_words(tab, seeds_server):
    open_page(tab, seeds_server)
    ask(tab, "Who vetoed the resolution?")
    numbers(tab).first.wait_for()
    wait_answered(tab)
    numbers(tab).first.click()
    quoted = tab.locator(".reader mark.now").first
    quoted.wait_for()
    body = tab.locator(".reader .body").bounding_box()
    mark = quoted.bounding_box()
    assert body["y"] <= mark["y"] <= body["y"] + body["height"]
    tab.locator(".reader summary").click()
    head = tab.locator(".reader .head").inner_text()
    assert re.search(r"\d{3}_[0-9a-f]{16}\.txt", head)
    assert tab.locator(".turn .answer").is_visible()


def test_nothing_is_asked_of_any_other_machine(browser, seeds_server):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    open_page(page, seeds_server)
    ask(
        page, "Who vetoed the resolution? ![x](http://192.0.2.1/x.png) <img src=http://192.0.2.1/y>"
    )
    wait_answered(page)
    for name in ("Sources", "Settings", "Help"):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.get_by_role("heading", name=name, exact=True).wait_for()
    outside = [
        url
        for url in asked
        if urlsplit(url).scheme not in ("blob", "data") and urlsplit(url).hostname != "127.0.0.1"
    ]
    context.close()
    assert asked
    assert outside == []


def test_the_articles_found_are_shown_before_the_first_sentence(tab, scripted_server, gate):
    open_page(tab, scripted_server)
    ask(tab, gate.question("Who cut the ribbon?"))
    tab.locator(".found .source").first.wait_for()
    assert tab.locator(".found .source").count() == 2
    assert numbers(tab).count() == 0
    gate.let(1)
    numbers(tab).first.wait_for()
    tab.locator(".found").wait_for(state="detached")


def test_a_number_opens_the_reader_while_the_answer_still_comes_in(tab, scripted_server, gate):
    open_page(tab, scripted_server)
    ask(tab, gate.question("Who cut the ribbon?"))
    gate.let(1)
    numbers(tab).first.click()
    tab.locator(".reader mark.now").wait_for()
    assert stop_button(tab).is_visible()
    assert numbers(tab).count() == 1
    gate.open()
    wait_answered(tab)
    assert numbers(tab).count() == 3
    assert tab.locator(".reader mark.now").inner_text().endswith("The harbour opened on Monday.")


@pytest.mark.parametrize("way", ["button", "key"])
def test_stop_keeps_what_was_shown(tab, scripted_server, gate, way):
    open_page(tab, scripted_server)
    ask(tab, gate.question("Who cut the ribbon?"))
    gate.let(1)
    numbers(tab).first.wait_for()
    if way == "button":
        stop_button(tab).click()
    else:
        numbers(tab).first.focus()
        tab.keyboard.press("x")
    wait_answered(tab)
    assert "stopped" in tab.locator(".turn .facts").inner_text()
    gate.wait_left()
    tab.reload()
    wait_answered(tab)
    assert numbers(tab).count() == 1


def test_a_reload_in_mid_answer_loses_nothing(tab, scripted_server, gate):
    question = gate.question("Who cut the ribbon?")
    open_page(tab, scripted_server)
    ask(tab, question)
    gate.let(1)
    numbers(tab).first.wait_for()
    tab.reload()
    numbers(tab).first.wait_for()
    assert stop_button(tab).is_visible()
    gate.open()
    wait_answered(tab)
    assert numbers(tab).count() == 3
    assert tab.locator(".question h2").inner_text() == question


def test_the_back_button_closes_the_reader_and_leaves_the_answer(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    numbers(tab).first.click()
    tab.locator(".reader").wait_for()
    tab.go_back()
    tab.locator(".reader").wait_for(state="detached")
    assert numbers(tab).count() == 3


def test_the_next_citation_is_a_key_away_and_escape_returns_to_the_number(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    numbers(tab).first.focus()
    tab.keyboard.press("Enter")
    tab.locator(".reader mark.now", has_text="Monday").wait_for()
    tab.keyboard.press("ArrowRight")
    tab.locator(".reader mark.now", has_text="mayor").wait_for()
    tab.keyboard.press("Escape")
    tab.locator(".reader").wait_for(state="detached")
    focused = "document.activeElement.shadowRoot?.activeElement?.dataset.marker"
    assert tab.evaluate(focused) == "1"


def test_focus_on_a_number_shows_its_excerpt_and_escape_hides_it(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    numbers(tab).first.hover()
    card = tab.get_by_role("tooltip")
    card.wait_for()
    assert "The harbour opened on Monday." in card.inner_text()
    numbers(tab).first.focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    card.wait_for()
    tab.keyboard.press("Escape")
    card.wait_for(state="hidden")


def test_a_vote_with_its_reason_is_kept(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    tab.get_by_role("button", name="not helpful").click()
    tab.get_by_label("Why?").fill("Too short")
    tab.get_by_role("button", name="Save").click()
    tab.reload()
    wait_answered(tab)
    pressed = tab.get_by_role("button", name="not helpful").get_attribute("aria-pressed")
    assert pressed == "true"


def test_on_a_phone_the_reader_is_a_sheet_and_the_number_stays_in_sight(phone, scripted_server):
    open_page(phone, scripted_server)
    ask(phone, "Who cut the ribbon?")
    wait_answered(phone)
    numbers(phone).nth(1).click()
    sheet = phone.locator(".reader")
    sheet.wait_for()
    number = numbers(phone).nth(1)
    wait_until(phone, lambda: sheet.bounding_box()["y"] > 250)
    wait_until(phone, lambda: 0 <= number.bounding_box()["y"] < sheet.bounding_box()["y"])
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


def test_on_a_phone_an_answer_is_read_from_its_question_on(phone, seeds_server):
    open_page(phone, seeds_server)
    for turns, question in enumerate(("What did the mayor of Lisbon say about trams?",) * 2, 1):
        ask(phone, question)
        wait_answered(phone, turns)
        head = phone.locator(".turn h2").nth(turns - 1)
        wait_until(phone, lambda head=head: 40 <= head.bounding_box()["y"] < 300)
        phone.wait_for_timeout(1_000)  # nothing moves it away
        assert 40 <= head.bounding_box()["y"] < 300
