"""A person limits the questions, and sees to what."""

from tests.browser.asking import (
    ask,
    conversation,
    open_choices,
    open_page,
    wait_answered,
    wait_until,
)


def chips(page):
    return page.locator(".chip bdi")


def test_a_limit_is_a_chip_kept_with_the_conversation_and_in_the_address(
    tab, browser, scripted_server
):
    open_page(tab, scripted_server)
    tab.get_by_text("Filter sources").click()
    open_choices(tab, "Publishers")
    tab.get_by_role("option", name="Coast Times").click()
    chips(tab).filter(has_text="Coast Times").wait_for()
    tab.get_by_label("From", exact=True).fill("2024-03")
    tab.keyboard.press("Enter")
    chips(tab).filter(has_text="from March 2024").wait_for()
    wait_until(tab, lambda: "publisher=Coast+Times" in tab.url and "from=2024-03" in tab.url)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    context = browser.new_context(locale="en-GB")
    other = context.new_page()
    other.goto(f"{scripted_server}/?c={conversation(tab)}")
    chips(other).nth(1).wait_for()
    assert chips(other).all_inner_texts() == ["Coast Times", "from March 2024"]
    context.close()
    tab.get_by_role("button", name="Remove filter: from March 2024").click()
    chips(tab).nth(1).wait_for(state="detached")
    assert chips(tab).all_inner_texts() == ["Coast Times"]
    wait_until(tab, lambda: "from=" not in tab.url)


def test_what_is_no_date_is_said_beside_its_field(tab, scripted_server):
    open_page(tab, scripted_server)
    tab.get_by_text("Filter sources").click()
    tab.get_by_label("To", exact=True).fill("last spring")
    tab.keyboard.press("Enter")
    tab.get_by_text("Enter a date as 2022-05-26").wait_for()
    assert chips(tab).count() == 0
