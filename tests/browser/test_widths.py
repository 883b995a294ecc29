"""What a reader needs is in sight and can be reached, from a phone to a wide screen."""

import pytest

from bench.browsing import ROOT, serving
from tests.browser.asking import ask, numbers, open_page, wait_answered, wait_until

WIDTHS = {390: 844, 800: 900, 1024: 800, 1440: 900, 2560: 1440}
WORDS = ["Monday", "ribbon", "fell"]  # at the ends of the scripted answer's sentences
# Controls that are smaller than a finger, apart from the numbers within a sentence.
SMALL = """() => {
  const small = [];
  const look = root => {
    for (const node of root.querySelectorAll(
      "button, summary, nav a, [data-testid=stSidebarNavLink]"
    )) {
      const { width, height, right, left, top } = node.getBoundingClientRect();
      const isSeen = width > 1 && right > 0 && left < innerWidth && top < innerHeight;
      const style = getComputedStyle(node);
      if (!isSeen || style.visibility === "hidden" || node.matches(".claim .number")) continue;
      if (height >= 43.5 && width >= 43.5) continue;
      small.push(`${node.outerHTML.slice(0, 90)} ${width}x${height}`);
    }
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) look(node.shadowRoot);
  };
  look(document);
  return small;
}"""
# Whether the middle of an element is where a click on it arrives.
ON_TOP = """node => {
  const { left, top, width, height } = node.getBoundingClientRect();
  const deepest = root => {
    const at = root.elementFromPoint(left + width / 2, top + height / 2);
    return at?.shadowRoot && at.shadowRoot !== root ? deepest(at.shadowRoot) : at;
  };
  return node.contains(deepest(document)) && left >= 0 && left + width <= innerWidth + 1;
}"""


def on_top(locator):
    return locator.evaluate(ON_TOP)


def sidebar_is_open(page):
    box = page.locator("[data-testid=stSidebar]").bounding_box()
    return box is not None and box["x"] + box["width"] > 10


@pytest.mark.parametrize("width", WIDTHS)
def test_the_reader_and_the_library_are_in_sight_beside_the_sidebar(tab, scripted_server, width):
    tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
    open_page(tab, f"{scripted_server}/?from=2024")
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    numbers(tab).first.click()
    tab.locator(".reader mark.now").wait_for()
    assert sidebar_is_open(tab) == (width >= 800)
    for name in ("previous", "next", "close"):
        button = tab.locator(".reader").get_by_role("button", name=name)
        wait_until(tab, lambda button=button: on_top(button))
    text = tab.locator(".reader .text p").first
    wait_until(tab, lambda: on_top(text))
    tab.mouse.move(width // 2, 200)
    tab.mouse.wheel(0, 2000)
    for words in (".library", ".chip bdi"):
        assert on_top(tab.locator(words).first), words
    assert "Main library · 1 of 2 articles" in tab.locator(".library").inner_text()


def test_on_a_phone_a_choice_in_the_sidebar_uncovers_the_page(phone, scripted_server):
    open_page(phone, scripted_server)
    ask(phone, "What about the pier?")
    wait_answered(phone)
    phone.get_by_role("button", name="New question").last.click()  # in the title bar
    phone.locator(".welcome").wait_for()
    phone.locator("[data-testid=stExpandSidebarButton]").click()
    phone.locator("nav a[data-act=open]").first.wait_for()
    wait_until(phone, lambda: sidebar_is_open(phone) and phone.evaluate(SMALL) == [])
    phone.locator("nav a[data-act=open]", has_text="pier").first.click()
    phone.locator(".question h2", has_text="pier").wait_for()
    wait_until(phone, lambda: not sidebar_is_open(phone))


def test_the_first_page_is_read_from_its_top_until_the_reader_scrolls(phone, scripted_server):
    phone.set_viewport_size({"width": 360, "height": 420})
    open_page(phone, scripted_server)
    phone.locator(".welcome .ask").first.wait_for()
    phone.wait_for_timeout(1000)  # in which Streamlit would go to the end
    assert on_top(phone.locator(".welcome h1"))
    phone.mouse.move(180, 300)
    phone.mouse.wheel(0, 400)
    phone.wait_for_timeout(1000)
    assert not on_top(phone.locator(".welcome h1"))


def test_on_a_phone_controls_are_as_large_as_a_finger(phone, scripted_server):
    open_page(phone, scripted_server)
    ask(phone, "Who cut the ribbon?")
    wait_answered(phone)
    phone.wait_for_timeout(500)
    assert phone.evaluate(SMALL) == []
    numbers(phone).first.click()
    phone.locator(".reader mark.now").wait_for()
    assert phone.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [360, 390, 800, 1440])
def test_a_number_and_its_full_stop_stay_on_the_line_of_the_last_word(tab, scripted_server, width):
    open_page(tab, scripted_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    ends = tab.locator(".claim .end")
    for size in range(width, width + 60, 7):
        tab.set_viewport_size({"width": size, "height": 900})
        # all in one step: the page may scroll between two
        measured = ends.evaluate_all(
            """nodes => nodes.map(node => [...node.children].map(part => {
                const { x, y } = part.getBoundingClientRect();
                return { words: part.innerText, x, y };
            }))"""
        )
        assert len(measured) == len(WORDS)
        for wanted, (word, number, stop) in zip(WORDS, measured, strict=True):
            assert [word["words"], stop["words"]] == [wanted, "."]
            heights = [part["y"] for part in (word, number, stop)]
            assert max(heights) - min(heights) < 20
            assert word["x"] < number["x"] < stop["x"]


def test_a_wide_screen_keeps_the_table_at_a_readable_width(tab, seeds_server):
    tab.set_viewport_size({"width": 2560, "height": 1440})
    tab.goto(f"{seeds_server}/sources")
    tab.locator("tbody tr").first.wait_for()
    assert tab.locator("table").bounding_box()["width"] <= 1400


def test_escape_leaves_the_question_field_and_a_conversation_is_one_stop(tab, scripted_server):
    open_page(tab, scripted_server)
    ask(tab, "What about the mole?")
    wait_answered(tab)
    tab.get_by_placeholder("Ask the articles").focus()
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement === document.body")
    link = tab.locator("nav a[data-act=open]").first
    link.focus()
    tab.keyboard.press("ArrowRight")
    focused = "document.activeElement.shadowRoot?.activeElement?.dataset.act"
    assert tab.evaluate(focused) == "menu"
    link.focus()
    tab.keyboard.press("Tab")
    assert tab.evaluate(focused) != "menu"


def test_on_a_phone_the_search_and_the_choice_of_a_publisher_are_in_line(tab, seeds_server):
    tab.set_viewport_size({"width": 390, "height": WIDTHS[390]})
    tab.goto(f"{seeds_server}/sources")
    tab.locator("tbody tr").first.wait_for()
    search, publisher = (
        tab.locator(f".st-key-sources-{name}").bounding_box() for name in ("search", "publisher")
    )
    assert (search["y"], search["height"]) == (publisher["y"], publisher["height"])


def test_a_question_is_echoed_while_the_server_is_busy_and_its_end_is_explained(tab, tmp_path):
    script = ROOT / "tests/browser/busy_app.py"
    with serving(script, tmp_path, tmp_path / "server.log") as address:
        open_page(tab, address)
        tab.locator(".welcome .ask").first.wait_for()
        (tmp_path / "busy").touch()
        ask(tab, "Who cut the ribbon?")
        tab.locator(".question-echo", has_text="Who cut the ribbon?").wait_for()
        (tmp_path / "busy").unlink()
        wait_answered(tab)
        tab.locator(".question-echo").wait_for(state="detached")
    dialog = tab.get_by_role("dialog")
    dialog.wait_for()
    words = dialog.inner_text()
    assert "Your conversations are saved" in words
    assert "internet" not in words
    assert "Streamlit" not in words


def test_on_a_phone_the_button_beside_a_question_is_in_the_middle_of_its_line(
    phone, scripted_server
):
    open_page(phone, scripted_server)
    ask(phone, "Who cut it?")
    wait_answered(phone)
    places = """turn => ["h2", "[data-act=edit]", ".answer"].map(name => {
      const { top, bottom } = turn.querySelector(name).getBoundingClientRect();
      return [top, bottom];
    })"""
    question, edit, answer = phone.locator(".turn").evaluate(places)
    assert abs(sum(question) - sum(edit)) < 3
    assert answer[0] - question[1] < 20


@pytest.mark.parametrize("language", ["en-GB", "de-DE", "fr-FR"])
def test_on_a_phone_the_buttons_below_an_article_are_in_one_line(
    browser, scripted_server, language
):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale=language)
    page = context.new_page()
    page.goto(scripted_server)
    box = page.locator("[data-testid=stChatInput] textarea")
    box.fill("Who cut the ribbon?")
    box.press("Enter")
    wait_answered(page)
    numbers(page).first.click()
    buttons = page.locator(".reader .foot button")
    buttons.last.wait_for()
    assert buttons.evaluate_all("all => new Set(all.map(one => one.offsetTop)).size") == 1
    context.close()
