"""A person chats in the browser, with the offline models."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person, begin_slowly
from tests.launcher import LaunchedParley
from tests.waiting import wait_until


def test_a_first_message_is_echoed_and_the_token_leaves_the_address(person: Person) -> None:
    person.say("Hello")

    person.expect_answer("Echo: Hello")
    expect(person.page).not_to_have_url(re.compile("token"))


def test_a_sum_is_worked_out_by_the_calculator(person: Person) -> None:
    person.choose_agent("Toolbox")
    person.say("2+2")

    person.expect_answer(re.compile(r"\b4\b"))
    card = person.answers.last.locator("details.step")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Calculator")
    expect(card).to_contain_text("done")
    card.locator("summary").click()
    expect(card.locator("dd").last).to_contain_text("4")


def test_the_agent_changes_with_a_message(person: Person) -> None:
    person.say("one")
    person.expect_answer("Echo: one")

    person.choose_agent("Toolbox")
    person.say("3*3")

    person.expect_answer(re.compile(r"\b9\b"), count=2)


def test_an_agent_that_was_made_elsewhere_can_be_chosen(person: Person) -> None:
    change = {"name": "Newcomer", "model": "demo/echo"}
    person.api("POST", "/agents", {"id": "newcomer", "change": change})

    person.choose_agent("Newcomer")
    person.say("Welcome")

    person.expect_answer("Echo: Welcome")


def test_a_wrong_token_is_told_and_the_right_one_lets_in(
    parley: LaunchedParley, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(parley.address)
    field = page.get_by_label("Token")

    field.fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("That token does not open this Parley.")).to_be_visible()
    field.fill(parley.token)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_visible()


def test_a_second_tab_that_joins_in_the_middle_shows_the_same(
    person: Person, open_page: OpenPage, slow_agent: str
) -> None:
    other = Person.sign_in(open_page(), person.parley)
    begin_slowly(person, slow_agent)

    other.go_to(person.thread_id)
    expect(other.answers.last).to_have_attribute("aria-busy", "true")
    person.page.get_by_role("button", name="Stop", exact=True).click()

    expect(person.answers.last).to_contain_text("Stopped.")
    expect(other.answers.last).to_contain_text("Stopped.")
    shown = person.answers.last.locator(".md").inner_text()
    expect(other.answers.last.locator(".md")).to_have_text(shown)


def test_a_stopped_answer_keeps_what_was_said(person: Person, slow_agent: str) -> None:
    begin_slowly(person, slow_agent)

    person.page.get_by_role("button", name="Stop", exact=True).click()

    expect(person.answers.last).to_contain_text("Stopped.")
    expect(person.answers.last.locator(".md")).to_contain_text(re.compile(r"\w+ \w+"))


def test_a_reload_in_the_middle_loses_nothing(person: Person, slow_agent: str) -> None:
    person.choose_agent(slow_agent)
    person.say("count 30")
    expect(person.answers.last.locator(".md")).to_contain_text(re.compile(r"\w+ \w+"))

    person.page.reload()

    expect(person.answers).to_have_count(1)
    expect(person.answers.last).to_have_attribute("aria-busy", "false")


def test_a_fork_shows_where_it_comes_from_on_both_sides(person: Person) -> None:
    person.say("the root of it")
    person.expect_answer("Echo: the root of it")
    parent = person.thread_id

    person.act(person.answers.last, "Fork from here")
    person.page.wait_for_url(lambda url: "/chat/" in url and parent not in url)

    expect(person.answers).to_have_count(1)
    expect(person.page.get_by_text("Forked from")).to_be_visible()
    person.say("onwards")
    person.expect_answer("Echo: onwards", count=2)
    person.go_to(parent)
    expect(person.page.get_by_text("Forked here:")).to_be_visible()
    expect(person.answers).to_have_count(1)


def test_an_answer_again_stands_beside_the_old_one(person: Person) -> None:
    person.say("twice")
    person.expect_answer("Echo: twice")

    person.act(person.answers.last, "Answer again")

    expect(person.answers.last).to_contain_text("2 of 2")
    expect(person.answers).to_have_count(1)
    before = person.answers.last.get_by_role("button", name="Previous answer")
    after = person.answers.last.get_by_role("button", name="Next answer")
    before.focus()
    for key, shown in (("Enter", "1 of 2"), ("Enter", "1 of 2"), ("Tab", "1 of 2")):
        person.page.keyboard.press(key)
        expect(person.answers.last).to_contain_text(shown)
    expect(after).to_be_focused()  # the end of the row has not thrown the focus out
    person.page.keyboard.press("Enter")
    expect(person.answers.last).to_contain_text("2 of 2")


def test_messages_sent_while_one_is_answered_wait_their_turn(
    person: Person, slow_agent: str
) -> None:
    begin_slowly(person, slow_agent)
    person.choose_agent("Parley")
    person.say("after it")

    expect(person.log.get_by_text("waits its turn")).to_be_visible()
    person.page.get_by_role("button", name="Stop", exact=True).click()
    person.expect_answer("Echo: after it", count=2)
    said = person.log.locator("article.turn").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert [who == "You" for who in said] == [True, False, True, False]


def test_a_thread_is_found_renamed_archived_deleted_and_brought_back(person: Person) -> None:
    page = person.page
    person.say("zebra crossing")
    person.expect_answer("Echo: zebra crossing")
    rail = person.rail

    page.get_by_role("searchbox", name="Search threads").fill("zebra")
    expect(rail.get_by_role("link", name=re.compile("zebra crossing"))).to_have_count(1)
    page.get_by_role("searchbox", name="Search threads").fill("")
    thread_id = person.thread_id

    row = rail.get_by_role("listitem").filter(has=page.locator(f'a[href="/chat/{thread_id}"]')).last
    row.hover()
    row.get_by_role("button", name=re.compile("^More about")).click()
    page.get_by_role("menuitem", name="Rename").click()
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.keyboard.type("Stripes")
    page.keyboard.press("Enter")
    expect(rail.get_by_role("link", name=re.compile("Stripes"))).to_be_visible()

    for leave, told in (("Archive", "“Stripes” is archived."), ("Delete", "“Stripes” is deleted.")):
        row.hover()
        row.get_by_role("button", name=re.compile("^More about")).click()
        page.get_by_role("menuitem", name=leave).click()
        expect(rail.get_by_role("link", name=re.compile("Stripes"))).to_have_count(0)
        notice = page.get_by_role("dialog").filter(has_text=told)
        notice.get_by_role("button", name="Undo").click()
        expect(notice).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_text("Stripes")
        expect(person.rail.get_by_role("link", name=re.compile("Stripes"))).to_be_visible()


def test_a_link_to_a_message_opens_it_and_the_latest_is_one_click_away(person: Person) -> None:
    page = person.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    person.say("the beginning")
    person.expect_answer("Echo: the beginning")
    person.say("\n\n".join(["a long way"] * 100))
    person.expect_answer(re.compile("a long way"), count=2)
    said = person.log.locator("article.turn.you").first
    said.hover()
    page.evaluate("navigator.clipboard.writeText('')")
    said.get_by_role("button", name="Copy link to this message").click()
    wait_until(lambda: page.evaluate("navigator.clipboard.readText()") != "")
    link = page.evaluate("navigator.clipboard.readText()")
    person.begin()

    page.goto(link)

    expect(said).to_be_in_viewport()
    page.get_by_role("button", name="Jump to the latest").click()
    expect(person.answers.last.locator(".md p").last).to_be_in_viewport()
    expect(said).not_to_be_in_viewport()


def test_an_unknown_thread_leads_to_the_list_with_a_notice(person: Person) -> None:
    person.page.goto(f"{person.parley.address}/chat/nowhere")

    expect(person.page.get_by_text("That thread does not exist any more.")).to_be_visible()


def test_nothing_is_fetched_for_what_a_model_writes(person: Person) -> None:
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))

    person.say("![x](https://evil.example/p.png) <img src=https://evil.example/q.png>")

    person.expect_answer(re.compile("evil.example"))
    assert not [url for url in asked if not url.startswith(person.parley.address)]
    assert person.answers.last.locator("img").count() == 0
