"""The admin pages over real services: what is changed there is how Parley then is."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.people import WHOLE_ANSWER, Person, call_api
from tests.launcher import LaunchedParley


def open_admin(person: Person, name: str) -> Page:
    """By the links, as a person goes."""
    page = person.page
    if not page.url.startswith(f"{person.parley.address}/admin"):
        page.goto(f"{person.parley.address}/admin")
    links = page.get_by_role("navigation", name="Administration")
    links.get_by_role("link", name=re.compile(rf"^{name}( \d+)?$")).click()  # how many wait
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return page


def test_an_agent_is_made_changed_and_loses_a_tool(person: Person) -> None:
    page = open_admin(person, "Agents")

    page.get_by_role("button", name="New agent").click()
    page.get_by_label("Name", exact=True).fill("Gardener")
    page.get_by_label("Model", exact=True).fill("demo/tools")
    page.get_by_role("button", name="Test this model").click()
    expect(page.get_by_text("It answered:")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Gardener")).to_be_visible()
    page.get_by_role("switch", name="calculator").click()
    expect(page.get_by_text("calculator is on for Gardener.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("calculator is off for Gardener.")).to_be_visible()

    page.reload()
    expect(page.get_by_label("Model", exact=True)).to_have_value("demo/tools")
    expect(page.get_by_role("switch", name="calculator")).not_to_be_checked()
    agents = call_api(person.parley, "GET", "/agents")["agents"]
    assert [each["tools"] for each in agents if each["name"] == "Gardener"] == [[]]


def test_an_agent_is_duplicated_and_deleted_after_a_question(person: Person) -> None:
    change = {"name": "Original", "model": "demo/echo", "instructions": "Repeat."}
    call_api(person.parley, "POST", "/agents", {"id": "original", "change": change})
    page = open_admin(person, "Agents")
    page.get_by_role("link", name="Original").click()

    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("heading", level=1, name="Original (copy)")).to_be_visible()
    expect(page.get_by_label("Instructions")).to_have_value("Repeat.")
    page.get_by_role("button", name=re.compile("^More about")).click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()

    expect(page.get_by_role("heading", level=1, name="Agents")).to_be_visible()
    expect(page.get_by_role("link", name="Original", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Original (copy)")).to_have_count(0)


def test_keys_alone_lead_past_the_places_and_back_from_a_question(person: Person) -> None:
    page = open_admin(person, "Agents")
    page.get_by_role("link", name="Slowcoach").click()
    expect(page.get_by_role("heading", level=1, name="Slowcoach")).to_be_visible()

    page.get_by_role("button", name="To the page itself").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    more = page.get_by_role("button", name="More about Slowcoach")
    more.focus()
    page.keyboard.press("Enter")
    delete = page.get_by_role("menuitem", name="Delete")
    expect(delete).to_be_visible()
    delete.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(more).to_be_focused()


def test_what_two_people_change_at_once_is_theirs_to_choose(person: Person) -> None:
    change = {"name": "Shared", "model": "demo/echo", "description": "Ours"}
    call_api(person.parley, "POST", "/agents", {"id": "shared", "change": change})
    page = open_admin(person, "Agents")
    page.get_by_role("link", name="Shared", exact=True).click()
    description = page.get_by_label("Description", exact=True)
    expect(description).to_have_value("Ours")

    description.fill("Mine")
    call_api(person.parley, "PATCH", "/agents/shared", {"description": "Theirs", "hue": 30})
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Theirs", exact=True)).to_be_visible()
    page.get_by_role("button", name="Keep mine: Description").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    agent = call_api(person.parley, "GET", "/agents/shared")
    assert (agent["description"], agent["hue"]) == ("Mine", 30)


def test_a_skill_that_changed_is_off_until_the_change_was_approved(
    person: Person, parley: LaunchedParley
) -> None:
    skill = parley.folder / "skills" / "watering" / "SKILL.md"
    skill.parent.mkdir(parents=True)
    head = "---\nname: watering\ndescription: How to water beds.\n---\n"
    skill.write_text(f"{head}Water in the morning.\n")
    page = open_admin(person, "Skills")

    page.get_by_role("link", name="watering").click()
    expect(page.get_by_label("What it says")).to_have_text("Water in the morning.")
    has_it = page.get_by_role("switch", name="Slowcoach")
    has_it.click()
    expect(page.get_by_text("watering is on for Slowcoach.")).to_be_visible()  # not only shown
    skill.write_text(f"{head}Water in the evening.\n")
    page.reload()
    expect(has_it).not_to_be_checked()
    changes = page.get_by_label("Changes in SKILL.md")
    expect(changes).to_contain_text("-Water in the morning.")
    expect(changes).to_contain_text("+Water in the evening.")
    page.get_by_role("button", name="Approve for Slowcoach").click()

    expect(has_it).to_be_checked()
    expect(changes).to_have_count(0)


def test_an_api_key_is_told_once_and_shuts_its_program_out_when_revoked(person: Person) -> None:
    page = open_admin(person, "Settings")
    page.get_by_label("Name", exact=True).fill("Thermostat")
    page.get_by_role("button", name="Make a key").click()
    secret = page.get_by_text(re.compile("^parley_")).inner_text()

    def ask() -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        url = f"{person.parley.address}/api/agents"
        return httpx.get(url, headers=headers, timeout=30).status_code

    assert ask() == 200
    page.reload()
    row = page.get_by_role("listitem").filter(has_text="Thermostat")
    expect(row).to_be_visible()
    expect(page.get_by_text(secret)).to_have_count(0)
    row.get_by_role("button", name="Revoke").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    expect(row).to_have_count(0)
    assert ask() == 401


def test_what_was_said_shows_in_usage_and_what_failed_in_the_overview(person: Person) -> None:
    change = {"name": "Unlucky", "model": "demo/nobody-has-this"}
    call_api(person.parley, "POST", "/agents", {"id": "unlucky", "change": change})
    person.say("count me")
    person.expect_answer(re.compile("count me"))
    call_api(person.parley, "POST", "/threads", {"id": "bad-luck", "agent_id": "unlucky"})
    call_api(person.parley, "POST", "/threads/bad-luck/messages", {"id": "try", "text": "hello"})

    page = open_admin(person, "Overview")
    expect(page.get_by_text("Every service works.")).to_be_visible()
    failed = page.get_by_role("listitem").filter(has_text="Unlucky")
    expect(failed).to_be_visible(timeout=WHOLE_ANSWER)  # by itself, whenever it fails
    open_admin(person, "Usage")
    expect(page.get_by_role("row", name=re.compile("^Parley"))).to_be_visible()
    open_admin(person, "Threads").get_by_role("searchbox").fill("count me")
    expect(page.get_by_role("link", name="hello")).to_have_count(0)
    page.get_by_role("link", name=re.compile("count me")).first.click()
    expect(person.log).to_be_visible()
