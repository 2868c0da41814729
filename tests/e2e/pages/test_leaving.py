"""Signing out leaves nothing of the person in the browser, and loses nothing unasked."""

from playwright.sync_api import expect

from tests.e2e.people import Person


def sign_out(person: Person) -> None:
    person.rail.get_by_role("button", name="Settings").click()
    person.page.get_by_role("menuitem", name="Sign out").click()


def test_who_signs_out_leaves_nothing_behind(person: Person) -> None:
    person.say("a secret")
    person.expect_answer("Echo: a secret")

    with person.page.expect_event("load"):  # what was in memory goes too
        sign_out(person)

    expect(person.page.get_by_label("Token")).to_be_visible()
    expect(person.page).to_have_url(f"{person.parley.address}/")
    kept = person.page.evaluate("Object.keys(localStorage)")
    assert [name for name in kept if name not in ("parley.theme", "parley.side")] == []


def test_a_sign_out_that_would_lose_words_asks_first(person: Person) -> None:
    person.field.fill("half a sentence")

    sign_out(person)
    question = person.page.get_by_role("alertdialog", name="Sign out and forget what was not sent?")
    expect(question).to_contain_text("1 draft")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_have_count(0)
    expect(person.page.locator(".compose-field")).to_have_value("half a sentence")

    sign_out(person)
    with person.page.expect_event("load"):
        question.get_by_role("button", name="Sign out").click()

    expect(person.page.get_by_label("Token")).to_be_visible()
    again = Person.sign_in(person.page, person.parley)
    expect(again.field).to_have_value("")
