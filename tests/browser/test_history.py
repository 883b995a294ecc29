"""A person goes on with what was asked before: again, otherwise, later, elsewhere."""

import json

from tests.browser.asking import ask, conversation, numbers, open_page, wait_answered, wait_until


def questions(page):
    return page.locator(".question h2")


def links(page):
    return page.locator("nav a[data-act=open]")


def begin(page, server, *asked):
    """A new conversation in which these were asked and answered."""
    open_page(page, server)
    for turns, question in enumerate(asked, 1):
        ask(page, question)
        wait_answered(page, turns)


def test_a_follow_up_stands_below_and_both_come_back(tab, scripted_server):
    begin(tab, scripted_server, "Who cut the ribbon?", "And after it?")
    named = conversation(tab)
    assert questions(tab).all_inner_texts() == ["Who cut the ribbon?", "And after it?"]
    tab.goto(f"{scripted_server}/?c={named}")
    wait_answered(tab, 2)
    assert questions(tab).all_inner_texts() == ["Who cut the ribbon?", "And after it?"]
    assert numbers(tab).count() == 6


def test_a_suggestion_after_an_answer_is_asked_where_it_stands(tab, scripted_server):
    begin(tab, scripted_server, "Who was there?")
    tab.get_by_role("button", name="When did the harbour open?").click()
    wait_answered(tab, 2)
    assert questions(tab).all_inner_texts() == ["Who was there?", "When did the harbour open?"]


def test_asking_again_writes_the_answer_anew(tab, scripted_server):
    begin(tab, scripted_server, "Who cut the ribbon?")
    helpful = tab.get_by_role("button", name="helpful", exact=True)
    helpful.click()
    tab.locator("[data-vote=up][aria-pressed=true]").wait_for()
    tab.get_by_role("button", name="ask again").click()
    tab.locator("[data-vote=up][aria-pressed=false]").wait_for()
    wait_answered(tab)
    assert questions(tab).all_inner_texts() == ["Who cut the ribbon?"]
    assert numbers(tab).count() == 3


def test_editing_a_question_takes_back_what_followed_and_can_be_undone(tab, scripted_server):
    begin(tab, scripted_server, "First question?", "Second question?")
    tab.locator("[data-act=edit]").first.click()
    tab.locator(".edit textarea").fill("Another first question?")
    tab.get_by_role("button", name="Ask this instead").click()
    questions(tab).filter(has_text="Another first question?").wait_for()
    wait_answered(tab)
    assert questions(tab).count() == 1
    tab.get_by_role("button", name="Undo").click()
    questions(tab).filter(has_text="Second question?").wait_for()
    assert questions(tab).all_inner_texts() == ["First question?", "Second question?"]


def test_an_old_conversation_is_found_renamed_and_deleted_with_undo(tab, scripted_server):
    begin(tab, scripted_server, "What about the zeppelin?")
    tab.get_by_role("button", name="New question").click()
    tab.locator(".welcome").wait_for()
    tab.locator(".st-key-search input").fill("zeppelin")
    links(tab).filter(has_text="zeppelin").wait_for()
    tab.get_by_role("button", name="Actions for").first.click()
    tab.get_by_role("button", name="Rename").click()
    tab.get_by_label("Conversation name").fill("Balloons")
    tab.keyboard.press("Enter")
    links(tab).filter(has_text="Balloons").wait_for()
    tab.get_by_role("button", name="Actions for").first.click()
    tab.get_by_role("button", name="Delete").click()
    links(tab).filter(has_text="Balloons").wait_for(state="detached")
    tab.get_by_role("button", name="Undo").click()
    links(tab).filter(has_text="Balloons").click()
    questions(tab).filter(has_text="zeppelin").wait_for()
    assert numbers(tab).count() == 3


def test_a_pinned_conversation_stays_on_top_until_it_is_unpinned(tab, scripted_server):
    begin(tab, scripted_server, "What about the lighthouse?")
    tab.get_by_role("button", name="New question").click()
    begin(tab, scripted_server, "Anything newer?")
    tab.locator("nav li", has_text="lighthouse").get_by_role("button", name="Actions").click()
    tab.get_by_role("button", name="Pin", exact=True).click()
    pinned = tab.get_by_role("list", name="Pinned")
    pinned.wait_for()
    assert "lighthouse" in links(tab).first.inner_text()
    pinned.get_by_role("button", name="Actions").click()
    tab.get_by_role("button", name="Unpin").click()
    pinned.wait_for(state="detached")
    assert "Anything newer?" in links(tab).first.inner_text()


def test_the_back_button_leads_to_the_conversation_before(tab, scripted_server):
    begin(tab, scripted_server, "The earlier question?")
    earlier = conversation(tab)
    tab.get_by_role("button", name="New question").click()
    tab.locator(".welcome").wait_for()
    ask(tab, "The later question?")
    questions(tab).filter(has_text="The later question?").wait_for()
    wait_answered(tab)
    links(tab).filter(has_text="The earlier question?").first.click()
    questions(tab).filter(has_text="The earlier question?").wait_for()
    assert conversation(tab) == earlier
    tab.go_back()
    questions(tab).filter(has_text="The later question?").wait_for()


# a choice in the menu of an answer, the name of its file, and whose answers it holds
FILES = [
    ("This answer", "Markdown", "the-second-question.md", ["second"]),
    ("Its sources", "BibTeX", "the-second-question-sources.bib", []),
    ("Its sources", "CSL-JSON", "the-second-question-sources.csl.json", []),
    ("The whole conversation", "Web page (HTML)", "title-conversation.html", ["first", "second"]),
    ("The whole conversation", "JSON", "title-conversation.json", ["first", "second"]),
]


def test_an_answer_its_sources_and_the_conversation_are_saved(tab, scripted_server):
    begin(tab, scripted_server, "Title", "The first question?", "The second question?")
    for scope, name, file_name, held in FILES:
        tab.get_by_role("button", name="export").last.click()
        group = tab.locator(".menu .label", has_text=scope)
        with tab.expect_download() as saved:
            group.locator(f"xpath=following-sibling::button[.='{name}'][1]").click()
        text = saved.value.path().read_text("utf-8")
        assert saved.value.suggested_filename == file_name
        assert "Harbour opens" in text, name
        if name.endswith("JSON"):
            assert json.loads(text), name
        for which in ("first", "second"):
            assert (f"The {which} question?" in text) == (which in held), (name, which)


def test_two_windows_do_not_disturb_each_other(browser, scripted_server):
    context = browser.new_context(locale="en-GB")
    one, two = context.new_page(), context.new_page()
    open_page(one, scripted_server)
    open_page(two, scripted_server)
    ask(one, "The first question?")
    ask(two, "The second question?")
    wait_answered(one)
    wait_answered(two)
    assert questions(one).all_inner_texts() == ["The first question?"]
    assert questions(two).all_inner_texts() == ["The second question?"]
    assert conversation(one) != conversation(two)
    one.reload()
    wait_until(one, lambda: links(one).filter(has_text="The second question?").count() > 0)
    context.close()
