"""Every admin page is usable by everybody, in light and dark, on a desk and in a pocket."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.glass import look_at
from tests.e2e.pages.test_looks import LOOKS
from tests.e2e.people import Person
from tests.launcher import LaunchedParley

PAGES = {
    "": "Overview",
    "agents": "Agents",
    "agents/parley": "Parley",
    "skills": "Skills",
    "skills/decision-memo": "decision-memo",
    "mcp": "MCP servers",
    "models": "Models and keys",
    "threads": "Threads",
    "live": "Live agents",
    "events": "Events",
    "usage": "Usage",
    "letters": "Dead letters",
    "deliveries": "Deliveries",
    "telegram": "Telegram",
    "settings": "Settings",
}


@dataclass(frozen=True)
class Glass:
    """Somebody who looks at page after page, and keeps a picture of each."""

    person: Person
    axe: str
    look: str

    def go_to(self, path: str, title: str) -> None:
        page = self.person.page
        page.goto(f"{self.person.parley.address}/admin/{path}")
        expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
        expect(page.locator(".nothing.pulse")).to_have_count(0)

    def look_at(self, what: str, *, but: str | None = None) -> None:
        look_at(self.person.page, self.axe, f"admin {what} {self.look}", but=but)

    def look_at_question(self, button: str) -> None:
        page = self.person.page
        page.get_by_role("button", name=button).first.click()
        expect(page.get_by_role("alertdialog")).to_be_visible()
        self.look_at(f"question {button}")
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("alertdialog")).to_have_count(0)


@pytest.fixture
def glass(
    parley: LaunchedParley, open_page: OpenPage, axe: str, request: pytest.FixtureRequest
) -> Glass:
    person = Person.sign_in(open_page(**request.param), parley)
    return Glass(person, axe, request.node.callspec.id)


@pytest.mark.parametrize("glass", LOOKS, indirect=True)
def test_no_admin_page_has_a_fault(glass: Glass) -> None:
    person = glass.person
    person.say("Under the glass")
    person.expect_answer("Echo: Under the glass")
    pages = {f"events/{person.thread_id}": "Under the glass", **PAGES}
    for path, title in pages.items():
        glass.go_to(path, title)
        glass.look_at(title)


@pytest.mark.parametrize("glass", LOOKS, indirect=True)
def test_nothing_that_opens_on_an_agents_page_has_a_fault(glass: Glass) -> None:
    person, page = glass.person, glass.person.page
    change = {"name": "Looked at", "model": "demo/echo"}
    person.api("POST", "/agents", {"id": "looked-at", "change": change})
    glass.go_to("agents/looked-at", "Looked at")

    page.get_by_role("button", name="Prompt now").click()
    expect(page.get_by_role("dialog").get_by_text(re.compile("about .* tokens"))).to_be_visible()
    glass.look_at("prompt")
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="On this page").get_by_text("Tools, Skills").click()
    expect(page.get_by_role("switch", name="calculator")).to_be_in_viewport()
    glass.look_at("tools", but="target-size")  # the bar that stays may cover half a switch
    page.get_by_role("button", name=re.compile("^More about")).click()
    expect(page.get_by_role("menuitem", name="Delete")).to_be_visible()
    glass.look_at("agent menu", but="region")  # it hangs outside the page's landmarks
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("alertdialog", name="Delete Looked at?")).to_be_visible()
    expect(page.locator(".menu")).to_have_count(0)  # it fades away behind the question
    glass.look_at("question Delete")


@pytest.mark.parametrize("glass", LOOKS, indirect=True)
def test_no_question_and_no_secret_of_the_settings_has_a_fault(glass: Glass) -> None:
    page = glass.person.page
    glass.go_to("settings", "Settings")

    glass.look_at_question("Make a new token")
    glass.look_at_question("Sign out everywhere")
    page.get_by_label("Name", exact=True).fill("Looker")
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_text(re.compile("^parley_"))).to_be_visible()
    glass.look_at("key told once")
    glass.look_at_question("Revoke")
    glass.go_to("live", "Live agents")
    glass.look_at_question("Stop everything")


@pytest.mark.parametrize("glass", LOOKS, indirect=True)
def test_an_event_that_is_opened_has_no_fault(glass: Glass) -> None:
    person, page = glass.person, glass.person.page
    person.say("Look closer")
    person.expect_answer("Echo: Look closer")
    glass.go_to(f"events/{person.thread_id}", "Look closer")

    page.get_by_role("group").filter(has_text="message.created").first.click()
    expect(page.get_by_label("The event as JSON")).to_be_visible()
    glass.look_at("event as JSON")
    page.get_by_role("searchbox").fill("nothing has this in it")
    expect(page.get_by_text("Nothing of what has happened fits.")).to_be_visible()
    glass.look_at("no event fits")


@pytest.mark.parametrize("look", LOOKS[1:])
def test_every_admin_page_fits_on_a_phone_in_german(
    parley: LaunchedParley,
    open_page: OpenPage,
    axe: str,
    look: dict[str, object],
    request: pytest.FixtureRequest,
) -> None:
    page = open_page(locale="de-DE", **look)
    page.goto(f"{parley.address}/#token={parley.token}")
    expect(page.get_by_role("textbox", name="Nachricht", exact=True)).to_be_visible()

    for path in PAGES:
        page.goto(f"{parley.address}/admin/{path}")
        expect(page.get_by_role("navigation", name="Verwaltung")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Wird geladen…")).to_have_count(0)

        look_at(page, axe, f"admin german {path or 'overview'} {request.node.callspec.id}")
