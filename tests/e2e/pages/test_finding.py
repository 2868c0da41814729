"""A thread is found again by what was said in it, and a wrong address leads somewhere."""

import re

from playwright.sync_api import expect

from tests.e2e.people import Person


def test_a_search_shows_where_it_matched_and_leads_there_by_the_keyboard(person: Person) -> None:
    person.say("the aardvark digs")
    person.expect_answer("Echo: the aardvark digs")
    person.say("\n\n".join(["a long way"] * 60))
    person.expect_answer(re.compile("a long way"), count=2)
    found = person.answers.first
    expect(found).not_to_be_in_viewport()
    keys = person.page.keyboard

    person.rail.get_by_role("searchbox", name="Search threads").fill("AARDVARK dig")
    marks = person.rail.get_by_role("listitem").first.locator("mark")
    expect(marks).to_have_text(["aardvark", "dig"])
    keys.press("ArrowDown")
    expect(person.rail.get_by_role("link", name=re.compile("aardvark digs"))).to_be_focused()
    keys.press("Enter")

    expect(found).to_be_in_viewport()
    expect(person.page.get_by_role("dialog", name="Threads")).to_have_count(0)  # a phone's drawer


def test_the_palette_shows_where_it_matched_and_leads_there(person: Person) -> None:
    person.say("the bandicoot digs")
    person.expect_answer("Echo: the bandicoot digs")
    person.say("\n\n".join(["a long way"] * 60))
    person.expect_answer(re.compile("a long way"), count=2)
    found = person.answers.first
    option = person.page.get_by_role("option", name=re.compile("bandicoot digs")).first
    keys = person.page.keyboard
    person.begin()
    expect(person.field).to_be_focused()
    keys.press("Control+k")
    expect(person.page.get_by_role("combobox", name="Find anything")).to_be_focused()
    keys.type("bandicoot dig")
    expect(option.locator("mark").first).to_have_text("bandicoot")
    keys.press("Enter")

    expect(found).to_be_in_viewport()


def test_archived_threads_are_searched_in_their_list(person: Person) -> None:
    person.say("the cassowary runs")
    person.expect_answer("Echo: the cassowary runs")
    archived = person.thread_id
    person.begin()
    person.api("PATCH", f"/threads/{archived}", {"status": "archived"})
    rail = person.rail
    field = rail.get_by_role("searchbox", name="Search threads")
    field.fill("cassowary")
    expect(rail.get_by_text("Nothing found for “cassowary”.")).to_be_visible()

    rail.get_by_role("button", name="Settings").click()
    person.page.get_by_role("menuitem", name="Archived threads").click()

    expect(rail.locator("mark")).to_have_text("cassowary")
    expect(rail.get_by_role("link", name=re.compile("cassowary"))).to_have_count(1)


def test_an_address_that_means_nothing_leads_to_the_list_with_a_notice(person: Person) -> None:
    for path in ("nothing", "no/such/page"):
        person.page.goto(f"{person.parley.address}/{path}")

        expect(person.page.get_by_text("There is nothing at that address.")).to_be_visible()
        expect(person.field).to_be_visible()
        expect(person.page).to_have_url(f"{person.parley.address}/")
