"""A person follows an answer back to the words that it rests on."""

from tests.browser.asking import (
    ask,
    go_to,
    numbers,
    open_page,
    stop_button,
    wait_answered,
    wait_until,
)

FIRST, SECOND, THIRD = (
    "The harbour opened on Monday.",
    "The mayor cut the ribbon.",
    "Residents cheered when the ribbon fell.",
)


def quoted(page):
    return page.locator(".reader mark.now")


def unfold(page, head):
    page.locator(".turn summary", has_text=head).click()


def test_an_answer_survives_clicks_while_it_comes_in(tab, scripted_server, gate):
    open_page(tab, scripted_server)
    ask(tab, gate.question("Who cut the ribbon?"))
    gate.let(1)
    numbers(tab).first.click()
    quoted(tab).wait_for()
    tab.get_by_role("button", name="close").click()
    tab.locator(".reader").wait_for(state="detached")
    tab.get_by_text("Filter sources").click()
    tab.locator(".st-key-search input").fill("ribbon")
    tab.locator(".st-key-search input").press("Enter")
    gate.let(1)
    numbers(tab).nth(1).wait_for()
    go_to(tab, "Help")
    tab.go_back()
    numbers(tab).nth(1).wait_for()
    assert stop_button(tab).is_visible()
    gate.open()
    wait_answered(tab)
    assert numbers(tab).count() == 3
    assert tab.locator(".turn").count() == 1


def test_the_reader_is_opened_and_closed_again_and_again_while_an_answer_comes_in(
    tab, scripted_server, gate
):
    open_page(tab, scripted_server)
    ask(tab, gate.question("Who cut the ribbon?"))
    gate.let(1)
    for _ in range(15):
        numbers(tab).first.click()
        tab.get_by_role("button", name="close").click()
        tab.locator(".reader").wait_for(state="detached")
    gate.open()
    wait_answered(tab)


def test_every_excerpt_of_an_answer_stands_in_a_list_that_opens_the_reader(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    unfold(tab, "Show 3 excerpts")
    excerpts = tab.locator(".excerpt .said")
    assert excerpts.all_inner_texts() == [FIRST, SECOND, THIRD]
    excerpts.nth(2).click()
    quoted(tab).wait_for()
    assert quoted(tab).inner_text().endswith(THIRD)
    assert excerpts.nth(2).is_visible()


def test_keys_go_from_citation_to_citation_and_round(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    numbers(tab).first.focus()
    for key, sentence in (("]", FIRST), ("]", SECOND), ("]", THIRD), ("]", FIRST), ("[", THIRD)):
        tab.keyboard.press(key)
        quoted(tab).filter(has_text=sentence).wait_for()
    tab.keyboard.press("Escape")
    tab.locator(".reader").wait_for(state="detached")


def test_each_sentence_says_what_its_check_found_and_a_removed_one_why(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    unfold(tab, "Verification details")
    found = tab.locator("details[open] li")
    assert found.count() == 4  # the last one names files, model and duration
    assert found.nth(1).inner_text().split("\n") == [SECOND, "Word for word in the article."]
    unfold(tab, "1 sentence was removed")
    removed = tab.locator("details[open] .struck").locator("..")
    assert removed.inner_text().split("\n") == ["The king came too.", "king stands in no excerpt"]
    assert "The king came too." not in tab.locator(".answer").inner_text()


def test_a_refusal_says_why_and_what_came_nearest_opens_in_the_reader(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who won the world cup?")
    wait_answered(tab)
    words = tab.locator(".answer").inner_text()
    assert "The articles do not say." in words
    assert "the closest passages do not clearly answer the question" in words
    assert numbers(tab).count() == 0
    near = tab.locator("[data-act=near]")
    assert near.count() == 3
    assert "It does not mention “cup”." in near.nth(1).inner_text()
    near.nth(1).click()
    quoted(tab).filter(has_text=SECOND).wait_for()
    assert "It does not mention “cup”." in tab.locator(".reader .head").inner_text()
    tab.keyboard.press("ArrowRight")
    quoted(tab).filter(has_text=THIRD).wait_for()
    tab.reload()
    quoted(tab).filter(has_text=THIRD).wait_for()


def test_a_link_to_a_citation_opens_it_in_another_window(tab, browser, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    numbers(tab).nth(1).click()
    quoted(tab).wait_for()
    wait_until(tab, lambda: "cite=" in tab.url)
    context = browser.new_context(locale="en-GB")
    other = context.new_page()
    other.goto(tab.url)
    quoted(other).filter(has_text=SECOND).wait_for()
    assert numbers(other).count() == 3
    context.close()


def test_the_export_menu_of_the_first_answer_is_in_sight_and_closes(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    button = tab.get_by_role("button", name="export")
    menu = tab.get_by_role("group", name="export")
    button.click()
    label = menu.get_by_text("This answer").bounding_box()
    bar = tab.locator(".st-key-context").bounding_box()
    assert label["y"] >= bar["y"] + bar["height"]
    with tab.expect_download():
        menu.get_by_role("button", name="Markdown").first.click()
    menu.wait_for(state="detached")
    button.click()
    tab.locator(".question h2").click()
    menu.wait_for(state="detached")
    button.click()
    menu.wait_for()
    tab.locator("[data-testid=stChatInputTextArea]").focus()
    tab.keyboard.press("Escape")
    menu.wait_for(state="detached")
    assert button.evaluate("node => node.getRootNode().activeElement === node")
