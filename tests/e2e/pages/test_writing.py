"""Writing in a busy thread, with several people, and by the keyboard alone."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person, begin_slowly


def test_an_edited_message_is_answered_anew_beside_the_old_answer(person: Person) -> None:
    person.say("first words")
    person.expect_answer("Echo: first words")
    said = person.log.locator("article.turn.you").last

    said.hover()
    said.get_by_role("button", name="Edit").click()
    said.get_by_label("Message text").fill("better words")
    said.get_by_role("button", name="Save and answer again").click()

    expect(said).to_contain_text("edited")
    expect(person.answers.last).to_contain_text("2 of 2")
    expect(person.answers.last.locator(".md").last).to_have_text("Echo: better words")
    person.answers.last.get_by_role("button", name="Previous answer").click()
    expect(person.answers.last.locator(".md").last).to_have_text("Echo: first words")


def test_waiting_messages_are_changed_taken_back_and_sent_now(
    person: Person, slow_agent: str
) -> None:
    begin_slowly(person, slow_agent)
    person.choose_agent("Parley")
    for text in ("one", "two", "three"):
        person.say(text)
    queue = person.page.get_by_role("region", name="Waiting messages")
    expect(queue.get_by_role("listitem")).to_have_count(3)

    queue.get_by_role("listitem").filter(has_text="two").get_by_label("Take back").click()
    expect(queue.get_by_role("listitem")).to_have_count(2)
    queue.get_by_role("listitem").filter(has_text="three").get_by_label("Change it").click()
    field = person.page.get_by_role("textbox", name="Message", exact=True)
    expect(field).to_have_value("three")
    expect(queue.get_by_role("listitem")).to_have_count(1)
    field.fill("")
    queue.get_by_role("button", name="Send now").click()

    expect(queue).to_have_count(0)
    person.expect_answer("Echo: one", count=2)
    expect(person.log).to_contain_text("Stopped.")


def test_a_message_can_interrupt_the_answer(person: Person, slow_agent: str) -> None:
    begin_slowly(person, slow_agent)
    person.choose_agent("Parley")

    person.say("enough", key="Control+Shift+Enter")

    person.expect_answer("Echo: enough", count=2)
    expect(person.log).to_contain_text("Stopped.")


def test_others_see_who_writes_and_who_said_what(person: Person, open_page: OpenPage) -> None:
    person.page.keyboard.press("Escape")
    person.say("come in")
    person.expect_answer("Echo: come in")
    ann = Person.sign_in(open_page(), person.parley)
    ann.open_settings().get_by_label("Your name").fill("Ann")
    ann.page.keyboard.press("Enter")
    ann.page.keyboard.press("Escape")
    ann.go_to(person.thread_id)

    ann.page.get_by_role("textbox", name="Message", exact=True).press_sequentially("hello all")
    expect(person.page.get_by_text("Ann is writing…")).to_be_visible()
    ann.page.keyboard.press("Enter")

    expect(person.log.get_by_role("article", name="Ann")).to_contain_text("hello all")
    expect(person.page.get_by_text("Ann is writing…")).to_have_count(0)


def test_the_keyboard_alone_is_enough(person: Person) -> None:
    keys = person.page.keyboard
    field = person.page.get_by_role("textbox", name="Message", exact=True)
    expect(field).to_be_focused()

    keys.type("@Tool")
    expect(person.page.get_by_role("option", name=re.compile("Toolbox"))).to_be_visible()
    keys.press("Enter")
    keys.type("6*7")
    keys.press("Enter")
    person.expect_answer(re.compile(r"\b42\b"))
    keys.type("/pin")
    keys.press("Enter")
    expect(person.rail.get_by_role("region", name="Pinned")).to_contain_text(re.compile("6"))
    keys.press("Control+k")
    expect(person.page.get_by_role("combobox", name="Find anything")).to_be_focused()
    keys.type("new thr")
    keys.press("Enter")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("New thread")
    keys.press("Control+k")
    expect(person.page.get_by_role("combobox", name="Find anything")).to_be_focused()
    keys.type("keyboard")
    keys.press("Enter")
    sheet = person.page.get_by_role("dialog", name="Keyboard")
    expect(sheet.locator(":focus")).to_have_count(1)
    keys.press("Escape")
    expect(person.page.get_by_role("dialog")).to_have_count(0)


def test_who_picks_an_agent_in_the_middle_of_a_text_goes_on_writing_there(person: Person) -> None:
    keys = person.page.keyboard
    person.field.fill("What is now?")
    person.field.press("Home")
    for _ in "What ":
        keys.press("ArrowRight")

    keys.type("@Tool")
    expect(person.page.get_by_role("option", name=re.compile("Toolbox"))).to_be_visible()
    keys.press("Enter")
    expect(person.page.get_by_role("button", name="Answers: Toolbox")).to_be_visible()
    keys.type("6*7, ")

    expect(person.field).to_have_value("What 6*7, is now?")


def test_two_tabs_share_a_draft_until_both_have_words_of_their_own(person: Person) -> None:
    person.say("begin")
    person.expect_answer("Echo: begin")
    other = Person(person.page.context.new_page(), person.parley)
    other.go_to(person.thread_id)
    person.field.press_sequentially("half a thought")
    expect(other.field).to_have_value("half a thought")

    other.field.press_sequentially(", gone on with")
    person.field.press_sequentially(" of mine")

    expect(other.field).to_have_value("half a thought, gone on with")
    person.page.reload()
    expect(person.field).to_have_value("half a thought of mine")
    other.field.press("Enter")
    other.expect_answer("Echo: half a thought, gone on with", count=2)
    expect(person.field).to_have_value("half a thought of mine")


def test_a_skill_is_picked_with_a_slash(person: Person) -> None:
    change = {"name": "Skilled", "model": "demo/echo"}
    person.api("POST", "/agents", {"id": "skilled", "change": change})
    pin = person.api("GET", "/skills/meeting-notes")["skill"]["pin"]
    person.api("POST", "/skills/meeting-notes/approve", {"agent_id": "skilled", "pin": pin})
    person.choose_agent("Skilled")

    person.field.press_sequentially("/meet")
    expect(person.page.get_by_role("option", name="/meeting-notes")).to_be_visible()
    person.field.press("Enter")
    expect(person.field).to_have_value("/meeting-notes ")
    person.field.press_sequentially("of today")
    person.field.press("Enter")

    person.expect_answer(re.compile("of today"))


def test_one_thread_has_its_own_model_and_manners(person: Person) -> None:
    person.say("before")
    person.expect_answer("Echo: before")
    field = person.page.get_by_role("textbox", name="Message", exact=True)
    field.press_sequentially("/thread")
    field.press("Enter")
    dialog = person.page.get_by_role("dialog", name="Settings of this thread")

    dialog.get_by_label("A message while an answer is made").select_option("interrupt")
    dialog.get_by_label("Model", exact=True).fill("demo/slow")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_have_count(0)
    thread = person.api("GET", f"/threads/{person.thread_id}")
    assert (thread["busy_mode"], thread["overrides"]["model"]) == ("interrupt", "demo/slow")
    person.say("count 3")
    person.expect_answer("word1 word2 word3", count=2)


def test_the_page_speaks_german_to_whoever_wants_it(person: Person) -> None:
    page = person.page

    person.open_settings().get_by_label("Language").select_option("de")

    expect(page.get_by_role("textbox", name="Nachricht", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_a_saved_thread_comes_back_through_the_palette(person: Person) -> None:
    page = person.page
    person.say("keep me")
    person.expect_answer("Echo: keep me")
    before = person.thread_id
    with page.expect_download() as markdown:
        person.open_menu("Save as Markdown")
    text = Path(markdown.value.path()).read_text()
    assert text.endswith("## You\n\nkeep me\n\n## Parley\n\nEcho: keep me\n")
    with page.expect_download() as saved:
        person.open_menu("Save as JSON")

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find anything").fill("import")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("option", name="Import a thread").click()
    chooser.value.set_files(saved.value.path())
    page.wait_for_url(lambda url: "/chat/" in url and before not in url)

    person.expect_answer("Echo: keep me")
    expect(person.log.locator("article.turn.you")).to_contain_text("keep me")
