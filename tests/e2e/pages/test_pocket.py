"""One conversation: begun on Telegram, continued in the browser, approved on Telegram."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import TelegramPlace
from tests.e2e.people import Person, call_api, make_agent
from tests.fakes.telegram_thread import Pocket, open_pocket
from tests.fakes.telegram_world import TOKEN
from tests.launcher import LaunchedParley
from tests.waiting import START_PATIENCE


@pytest.fixture
def pocket(parley: LaunchedParley, telegram_place: TelegramPlace) -> Iterator[Pocket]:
    """Paired by the link that `./parley pair` prints; afterwards there is no bot any longer."""
    with open_pocket(telegram_place.port) as pocket:
        telegram_place.token_file.write_text(TOKEN)
        try:
            until_state(parley, "running")
            link = re.search(r"https://t\.me/\w+\?start=(\S+)", parley.say("pair").stdout)
            assert link is not None
            pocket.say(f"/start {link[1]}")
            pocket.until_said("👋")  # paired, now or before
            yield pocket
        finally:
            pocket.refuse_token()
            telegram_place.token_file.unlink()
            until_state(parley, "not_configured")


def until_state(parley: LaunchedParley, state: str) -> None:
    give_up = time.monotonic() + START_PATIENCE
    while (found := call_api(parley, "GET", "/telegram")["state"])["state"] != state:
        assert time.monotonic() < give_up, found
        time.sleep(0.1)


def test_a_conversation_goes_on_wherever_its_person_is(
    pocket: Pocket, person: Person, model_server: str
) -> None:
    make_agent(person.parley, "Fetcher", model_server, "web_fetch")

    pocket.say("/new From the pocket")
    pocket.until_said("New thread")
    pocket.say("/agent Fetcher")
    pocket.until_said("Fetcher answers now")
    pocket.say("[[hello]] there")
    pocket.until_said("Hello from the fake model.")

    person.rail.get_by_text("From the pocket", exact=True).first.click()
    person.expect_answer("Hello from the fake model.")
    expect(person.answers.last.locator(".delivery")).to_have_text("Sent to Telegram")
    person.say("[[fetch]] it")
    pocket.until_said("🌐 [[fetch]] it")
    asked = pocket.until_said("Fetcher wants to use web_fetch")
    card = person.log.get_by_role("region", name="web_fetch asks for your approval")
    expect(card).to_be_visible()

    pocket.press(asked, "Approve")

    pocket.until_said("✅ Approved by Alice on Telegram")
    person.expect_answer("That is what came of it.", count=2)
    pocket.until_said("That is what came of it.")
    step = person.answers.last.locator("details.step")
    step.locator("summary").click()
    expect(step).to_contain_text("Allowed by Alice (Telegram)")
    page = person.api("GET", f"/threads/{person.thread_id}/messages")
    said = [(each["role"], each["source"], each["text"]) for each in page["items"]]
    assert said == [
        ("user", "telegram", "[[hello]] there"),
        ("assistant", "telegram", "Hello from the fake model."),
        ("user", "web", "[[fetch]] it"),
        ("assistant", "web", "That is what came of it."),
    ]
    assert [text for text in pocket.texts() if text.startswith(("Hello", "That"))] == [
        "Hello from the fake model.",
        "That is what came of it.",
    ]


def test_who_watches_the_events_sees_that_a_stranger_wrote(pocket: Pocket, person: Person) -> None:
    person.page.goto(f"{person.parley.address}/admin/events")
    expect(person.page.get_by_text("live", exact=True)).to_be_visible()

    pocket.say("Let me in", person=666)

    log = person.page.get_by_role("list", name="Events")
    told = log.get_by_role("listitem").filter(has_text="debug.stranger")
    expect(told).to_contain_text("person_id=666")
    expect(told).to_contain_text("name=Person666")
    told.locator("summary").click()
    told.get_by_role("link", name="Who may write").click()
    expect(person.page.get_by_role("heading", name="People")).to_be_visible()
    expect(person.page.get_by_text("Person666")).to_be_visible()
