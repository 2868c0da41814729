"""The admin pages over real services: what is changed there is how Parley then is."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import Person, call_api


def open_admin(person: Person, name: str) -> Page:
    """By the links, as a person goes."""
    page = person.page
    if not page.url.startswith(f"{person.parley.address}/admin"):
        page.goto(f"{person.parley.address}/admin")
    page.get_by_role("navigation", name="Administration").get_by_role("link", name=name).click()
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
