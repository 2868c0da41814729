"""Every page is usable by everybody: no accessibility fault, nothing cut off on a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.glass import look_at, until_it_fits
from tests.e2e.looks import BY_NAME, PHONE
from tests.e2e.people import Person, call_api
from tests.launcher import LaunchedParley
from tests.shots import keep_shot
from tests.waiting import PATIENCE

# What a page is loaded in: each is then looked at in light and in dark.
LOOKS = [
    pytest.param(BY_NAME["desktop-light"], id="desktop"),
    pytest.param(BY_NAME["phone-dark"], id="phone"),
]
RICH = (
    "# Title\n\nSome **bold** `code`:\n\n```python\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    "\n\n$x^2$"
)


@pytest.mark.parametrize("look", LOOKS)
def test_the_sign_in_page_has_no_fault(
    parley: LaunchedParley,
    open_page: OpenPage,
    axe: str,
    look: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    page = open_page(**look)
    page.goto(parley.address)
    expect(page.get_by_label("Token")).to_be_visible()

    look_at(page, axe, f"sign-in {request.node.callspec.id}")


@pytest.mark.parametrize("look", LOOKS)
def test_a_conversation_has_no_fault(
    parley: LaunchedParley,
    open_page: OpenPage,
    axe: str,
    look: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    person = Person.sign_in(open_page(**look), parley)
    look_at(person.page, axe, f"start {request.node.callspec.id}")

    person.say(RICH)
    person.expect_answer(re.compile("Title"))
    expect(person.answers.last.locator(".math .katex")).to_be_visible()
    code = person.answers.last.locator("figure.code")
    expect(code.locator(".hljs-number")).to_have_text("1")
    expect(code.get_by_role("button", name="Copy code")).to_be_visible()
    person.choose_agent("Toolbox")
    person.say("2+2")
    person.expect_answer(re.compile(r"\b4\b"), count=2)
    person.answers.last.locator("details.step summary").click()

    look_at(person.page, axe, f"conversation {request.node.callspec.id}")
    composer = person.page.get_by_role("textbox", name="Message", exact=True)
    expect(composer).to_be_in_viewport()


@pytest.mark.parametrize("look", LOOKS)
def test_dialogs_and_menus_have_no_fault(
    parley: LaunchedParley,
    open_page: OpenPage,
    axe: str,
    look: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    person = Person.sign_in(open_page(**look), parley)
    page = person.page

    page.get_by_role("button", name=re.compile("^Answers: ")).click()
    expect(page.get_by_role("menu")).to_be_visible()
    # An open menu takes the whole attention and hangs outside the page's landmarks.
    look_at(page, axe, f"start and agents {request.node.callspec.id}", but="region")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add a model").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look_at(page, axe, f"model {request.node.callspec.id}")


def test_a_phone_finds_its_threads_in_a_drawer(parley: LaunchedParley, open_page: OpenPage) -> None:
    person = Person.sign_in(open_page(viewport=PHONE, has_touch=True), parley)
    person.page.get_by_role("textbox", name="Message", exact=True).fill("from the pocket")
    person.page.get_by_role("button", name="Send").click()
    person.expect_answer("Echo: from the pocket")

    person.page.get_by_role("button", name="Show threads").click()

    rail = person.page.get_by_role("navigation", name="Threads")
    expect(rail.get_by_role("link", name=re.compile("from the pocket")).first).to_be_visible()
    rail.get_by_role("button", name=re.compile("^More about from the pocket")).first.click()
    person.page.get_by_role("menuitem", name="Pin").click()  # above the drawer, not behind it
    expect(rail.get_by_role("region", name="Pinned")).to_contain_text("from the pocket")


def test_a_long_name_leaves_room_for_the_button_that_sends(
    parley: LaunchedParley, open_page: OpenPage
) -> None:
    """By touch there is no other way to send, however large the letters are."""
    change = {"name": "Who looks things up about gardens and the weather", "model": "demo/echo"}
    call_api(parley, "POST", "/agents", {"id": "gardens", "change": change})
    person = Person.sign_in(open_page(viewport=PHONE, has_touch=True), parley)
    person.choose_agent("Who looks things up")
    person.field.fill("Hello")
    send = person.page.get_by_role("button", name="Send", exact=True)

    expect(send).to_be_in_viewport(ratio=1)
    person.page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(send).to_be_in_viewport(ratio=1)

    call_api(parley, "DELETE", "/agents/gardens")


def test_a_title_can_be_read_where_letters_are_twice_as_large(
    parley: LaunchedParley, open_page: OpenPage
) -> None:
    person = Person.sign_in(open_page(viewport=PHONE, has_touch=True), parley)
    person.field.fill("How should I water the tomatoes in summer")
    person.page.get_by_role("button", name="Send", exact=True).click()
    person.expect_answer(re.compile("tomatoes"))

    person.page.evaluate("document.documentElement.style.fontSize = '200%'")

    title = person.page.get_by_role("heading", level=1)
    until_it_fits(person.page)
    seen = title.bounding_box()
    buttons = [each.bounding_box() for each in person.page.locator(".talk-head > button").all()]
    assert seen is not None and seen["width"] > 250
    assert all(each is None or each["y"] + each["height"] <= seen["y"] for each in buttons)


def test_a_page_that_is_read_from_right_to_left_is_mirrored(
    parley: LaunchedParley, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl' })"
    )
    person = Person.sign_in(page, parley)
    person.say(RICH)
    person.expect_answer(re.compile("Title"))

    glyph = person.answers.last.locator(".glyph").first.bounding_box()
    words = person.answers.last.locator(".md").bounding_box()

    assert glyph is not None and words is not None
    assert words["x"] + words["width"] <= glyph["x"]  # beside the line, not over it
    until_it_fits(page)
    keep_shot(page, "conversation from right to left")


def test_four_thousand_points_are_filled_without_motion(
    parley: LaunchedParley, open_page: OpenPage
) -> None:
    page = open_page(viewport={"width": 3840, "height": 2160}, reduced_motion="reduce")
    person = Person.sign_in(page, parley)
    person.say(RICH)
    person.expect_answer(re.compile("Title"))

    until_it_fits(page)
    page.wait_for_function("document.getAnimations().length === 0", timeout=PATIENCE * 1000)
    keep_shot(page, "conversation on four thousand points")


@pytest.mark.parametrize("look", LOOKS)
def test_what_opens_around_a_conversation_has_no_fault(
    parley: LaunchedParley,
    open_page: OpenPage,
    slow_agent: str,
    axe: str,
    look: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    person = Person.sign_in(open_page(**look), parley)
    page = person.page

    def look_here(what: str) -> None:
        look_at(page, axe, f"{what} {request.node.callspec.id}")

    person.choose_agent(slow_agent)
    person.say("word " * 300 + "1000")
    expect(person.answers).to_have_attribute("aria-busy", "true")
    person.say("and then?")
    expect(page.get_by_role("region", name="Waiting messages")).to_be_visible()
    look_here("queue")

    page.get_by_role("button", name="Details").click()
    expect(page.get_by_role("heading", name="In this thread")).to_be_visible()
    look_here("details")
    if page.get_by_role("dialog").count():
        page.keyboard.press("Escape")
    page.locator(".talk-head .thread-menu").click()
    page.get_by_role("menuitem", name="Settings").click()
    expect(page.get_by_role("dialog", name="Settings of this thread")).to_be_visible()
    look_here("thread settings")
    page.keyboard.press("Escape")

    page.keyboard.press("Control+k")
    palette = page.get_by_role("combobox", name="Find anything")
    expect(palette).to_be_focused()
    look_here("palette")
    for title in ("Keyboard", "Settings"):
        palette.fill(title)
        palette.press("Enter")
        expect(page.get_by_role("dialog", name=title)).to_be_visible()
        look_here(title)
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        expect(palette).to_be_focused()
    person.api("POST", f"/threads/{person.thread_id}/stop")
