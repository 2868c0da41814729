"""What a person is told while the page is hidden, and who else is seen to be here."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import WHOLE_ANSWER, Person

# What the browser shows and whether its tab is seen is its own: here it notes what it is asked.
BROWSER = """
window.told = [];
window.Notification = class {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, { body }) { window.told.push(`${title}: ${body}`); }
  close() {}
};
window.away = false;
Object.defineProperty(document, "hidden", { get: () => window.away });
"""


def test_an_answer_is_told_while_the_page_is_hidden(person: Person, slow_agent: str) -> None:
    page = person.page
    page.add_init_script(BROWSER)
    page.reload()
    person.open_settings().get_by_role("switch", name="Notifications").click()
    page.keyboard.press("Escape")
    person.choose_agent(slow_agent)
    person.say("count 3")
    person.expect_answer("word1 word2 word3")
    assert page.evaluate("told") == []  # it was seen

    page.evaluate("window.away = true")
    person.say("count 4")

    page.wait_for_function("() => told.length > 0", timeout=WHOLE_ANSWER)
    assert page.evaluate("told") == ["count 3: word1 word2 word3 word4"]


def test_others_are_seen_in_the_thread_that_they_look_at(
    person: Person, open_page: OpenPage
) -> None:
    person.say("who is here?")
    person.expect_answer(re.compile("who is here"))
    other = Person.sign_in(open_page(), person.parley)
    here = person.page.get_by_text(re.compile("^also here: "))
    expect(here).to_have_count(0)

    other.go_to(person.thread_id)

    expect(here).to_contain_text("Chrome on Linux")
    other.begin()
    expect(here).to_have_count(0)
