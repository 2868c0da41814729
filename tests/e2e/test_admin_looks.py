"""Every admin page is usable by everybody, in light and dark, on a desk and in a pocket."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.test_looks import LOOKS, faults, fits
from tests.launcher import LaunchedParley
from tests.shots import keep_shot

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


@pytest.mark.parametrize("look", LOOKS)
def test_no_admin_page_has_a_fault(
    parley: LaunchedParley,
    open_page: OpenPage,
    axe: str,
    look: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    person = Person.sign_in(open_page(**look), parley)
    person.say("Under the glass")
    person.expect_answer("Echo: Under the glass")
    pages = {f"events/{person.thread_id}": "Under the glass", **PAGES}
    for path, title in pages.items():
        person.page.goto(f"{parley.address}/admin/{path}")
        expect(person.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
        expect(person.page.get_by_text("Loading…")).to_have_count(0)

        assert faults(person.page, axe) == [], path
        assert fits(person.page), path
        keep_shot(person.page, f"admin {title} {request.node.callspec.id}")
    # They are all made of the same one.
    person.page.get_by_role("button", name="Make a new token").click()
    expect(person.page.get_by_role("alertdialog")).to_be_visible()
    assert faults(person.page, axe) == []
