"""Any process dies in the middle of an answer: it completes by itself, once, in every tab."""

import re
from collections.abc import Iterator

import pytest
from parley_shared.events import DurableEvent
from parley_shared.store import EventPage
from parley_shared.view import apply, initial
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import WHOLE_ANSWER, Person
from tests.grammar import check_events
from tests.launcher import LaunchedParley

EVERYBODY = ["agent-runner", "store", "gateway", "web", "nats", "telegram"]
WATCH_WORDS = """
() => {
  let longest = 0;
  window.shrunk = [];
  const look = () => {
    const shown = [...document.querySelectorAll("article.turn.voice .md")].at(-1)?.innerText ?? "";
    if (shown.length < longest) window.shrunk.push([longest, shown]);
    longest = Math.max(longest, shown.length);
  };
  const everything = { subtree: true, childList: true, characterData: true };
  new MutationObserver(look).observe(document.body, everything);
}
"""
WORDS = 40  # at ten a second: long enough to be killed in


@pytest.fixture(autouse=True)
def whole_again(parley: LaunchedParley) -> Iterator[None]:
    yield
    parley.until_ready()


@pytest.mark.parametrize("victim", EVERYBODY)
def test_an_answer_survives_the_death_of(
    victim: str, parley: LaunchedParley, person: Person, open_page: OpenPage, slow_agent: str
) -> None:
    other = Person.sign_in(open_page(), parley)
    person.choose_agent(slow_agent)
    person.say(f"count {WORDS}")
    expect(person.answers.last.locator(".md")).to_contain_text(re.compile(r"\w+ \w+"))
    other.go_to(person.thread_id)

    person.page.evaluate(WATCH_WORDS)
    parley.kill(victim)

    for tab in (person, other):
        expect(tab.answers).to_have_count(1, timeout=WHOLE_ANSWER)
        answer = tab.answers.last
        expect(answer).to_have_attribute("aria-busy", "false", timeout=WHOLE_ANSWER)
    parley.until_ready()  # the answer may have been whole before
    assert person.page.evaluate("window.shrunk") == []  # words that were read do not vanish
    texts = {tab.answers.last.locator(".md").inner_text() for tab in (person, other)}
    stored = answers_of(person)
    assert len(stored) == 1
    assert texts == {stored[0]}
    assert len(stored[0].split()) >= WORDS
    check_story(person)


@pytest.mark.parametrize("victim", ["gateway", "store", "agent-runner", "nats"])
def test_a_message_sent_into_the_gap_is_answered_once(
    victim: str, parley: LaunchedParley, person: Person
) -> None:
    person.say("before")
    person.expect_answer("Echo: before")

    parley.kill(victim)
    person.say("into the gap")

    person.expect_answer("Echo: into the gap", count=2)
    assert answers_of(person) == ["Echo: before", "Echo: into the gap"]
    check_story(person)


def answers_of(person: Person) -> list[str]:
    page = person.api("GET", f"/threads/{person.thread_id}/messages")
    return [each["text"] for each in page["items"] if each["role"] == "assistant"]


def check_story(person: Person) -> None:
    """The thread's events have no gap, their turns ended, and they make what is stored."""
    path = f"/threads/{person.thread_id}/events"
    events: list[DurableEvent] = []
    while True:
        raw = person.api("GET", f"{path}?since={len(events)}")
        page = EventPage.model_validate(raw)
        events += page.events
        if len(events) >= page.head:
            break
    assert set(check_events(events).values()) == {"ended"}
    view = initial(person.thread_id)
    for event in events:
        view = apply(view, event)
    texts = [each.text for each in view.visible_messages if each.role == "assistant"]
    assert texts == answers_of(person)
