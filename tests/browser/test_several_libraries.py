"""A person keeps a case in a library of its own."""

from tests.browser.asking import ask, open_choices, open_page, wait_answered, wait_until


def test_a_library_is_made_named_left_and_removed_with_undo(tab, browser, scripted_server):
    tab.goto(f"{scripted_server}/settings")
    tab.get_by_label("Name of the new library").fill("Case A")
    tab.get_by_role("button", name="Create library").click()
    wait_until(tab, lambda: "library=Case+A" in tab.url)
    ask(tab, "Asked in the case?")
    wait_answered(tab)
    link = tab.url
    assert tab.locator("nav a[data-act=open]").all_inner_texts() == ["Asked in the case?"]
    tab.get_by_role("link", name="Settings", exact=True).click()
    open_choices(tab, "Open library")
    tab.get_by_role("option", name="Main library").click()
    wait_until(tab, lambda: "library=" not in tab.url)
    tab.locator(".welcome").wait_for()
    assert tab.locator("nav a", has_text="Asked in the case?").count() == 0
    context = browser.new_context(locale="en-GB")
    other = context.new_page()
    other.goto(link)
    other.locator(".question h2", has_text="Asked in the case?").wait_for()
    other.get_by_role("link", name="Settings", exact=True).click()
    other.get_by_role("button", name="Remove Case A").click()
    other.get_by_text("Removed: Case A").wait_for()
    open_choices(other, "Open library")
    assert other.get_by_role("option").all_inner_texts() == ["Main library"]
    other.keyboard.press("Escape")
    other.get_by_role("button", name="Undo").click()
    other.get_by_text("Removed: Case A").wait_for(state="detached")
    other.goto(link)
    other.locator(".question h2", has_text="Asked in the case?").wait_for()
    context.close()


def test_a_name_that_cannot_be_used_is_refused_with_the_rule(tab, scripted_server):
    open_page(tab, scripted_server)
    tab.goto(f"{scripted_server}/settings")
    tab.get_by_label("Name of the new library").fill("../elsewhere")
    tab.get_by_role("button", name="Create library").click()
    tab.get_by_text("Use letters, digits, spaces").wait_for()
    assert "library=" not in tab.url


def test_a_library_that_there_is_not_is_named_and_leaves_the_address(tab, seeds_server):
    tab.goto(f"{seeds_server}/?library=Nope")
    note = tab.get_by_text("There is no library named “Nope”.")
    note.wait_for()
    wait_until(tab, lambda: "library=" not in tab.url)
    tab.locator(".welcome .ask").first.wait_for()
    assert note.is_visible()
    ask(tab, "What did China say about the sanctions?")
    wait_answered(tab)
    note.wait_for(state="detached")
