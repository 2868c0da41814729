"""Answers of an OpenAI-compatible server, good ones and bad ones, as the browser shows them."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.people import Person, make_agent
from tests.launcher import LaunchedParley
from tests.waiting import wait_until

CANARY = "sk-canary1234567890"  # in the words with which the server refuses a key


@pytest.fixture(scope="module")
def scripted(parley: LaunchedParley, model_server: str) -> str:
    """The name of an agent that asks that server."""
    make_agent(parley, "Scripted", model_server, "calculator")
    return "Scripted"


@pytest.fixture
def asker(scripted: str, person: Person) -> Person:
    person.choose_agent(scripted)
    return person


def test_an_answer_is_streamed_and_its_tokens_are_counted(asker: Person) -> None:
    asker.say("[[hello]] there")

    asker.expect_answer("Hello from the fake model.")
    expect(asker.answers.last).to_contain_text("10 tokens")


def test_reasoning_is_folded_away(asker: Person) -> None:
    asker.say("[[think]]")

    asker.expect_answer("It is four.")
    expect(asker.answers.last).to_contain_text(re.compile("Thought for"))


def test_a_tool_is_called_and_its_result_used(asker: Person) -> None:
    asker.say("[[tools]] of the asker")

    asker.expect_answer("2+2 is 4.")
    expect(asker.answers.last.locator("details.step")).to_contain_text("Calculator")


@pytest.mark.parametrize("script", ["half-once", "broken-once", "too-many-once"])
def test_trouble_that_passes_is_survived(asker: Person, script: str) -> None:
    asker.say(f"[[{script}]]")

    asker.expect_answer(re.compile("This is the whole.|Now it works."))


def test_a_refused_key_is_told_without_the_key_and_can_be_tried_again(
    parley: LaunchedParley, asker: Person
) -> None:
    asker.say("[[no-key]]")

    failure = asker.log.get_by_role("alert")
    expect(failure).to_contain_text("The answer failed")
    expect(failure).to_contain_text(re.compile("key", re.IGNORECASE))
    reason = failure.locator("p").inner_text()
    failure.get_by_role("button", name="Try again").click()
    earlier = asker.answers.filter(has_text=f"This answer failed: {reason}")
    expect(earlier).to_have_count(1)
    expect(failure).to_contain_text("The answer failed")
    asker.page.reload()
    expect(earlier).to_have_count(1)
    everything = asker.page.content() + parley.read_logs()
    assert CANARY not in everything


def test_why_an_answer_failed_is_told_in_the_readers_language(asker: Person) -> None:
    asker.say("[[no-key]]")
    expect(asker.log.get_by_role("alert")).to_contain_text("was refused")

    asker.open_settings().get_by_label("Language").select_option("de")

    expect(asker.page.get_by_role("alert")).to_contain_text(
        re.compile(r"Der Schlüssel für http\S+ wurde abgelehnt\.")
    )


def count_disconnects(model_server: str) -> int:
    """So far."""
    seen = httpx.get(model_server.removesuffix("/v1") + "/seen", timeout=30).json()
    return int(seen["disconnects"])


def test_a_hanging_answer_is_stopped_and_its_connection_closed(
    asker: Person, model_server: str
) -> None:
    before = count_disconnects(model_server)
    asker.say("[[hang-later]]")
    expect(asker.answers.last.locator(".md")).to_contain_text("I will be")

    asker.page.get_by_role("button", name="Stop", exact=True).click()

    expect(asker.answers.last).to_contain_text("Stopped.")
    wait_until(lambda: count_disconnects(model_server) > before)


def test_a_local_model_is_added_in_the_page(person: Person, model_server: str) -> None:
    page = person.page
    before = person.api("GET", "/agents/parley")
    page.get_by_role("button", name="Add a model").click()
    dialog = page.get_by_role("dialog")

    dialog.get_by_role("combobox").select_option(label="Local or other server")
    dialog.get_by_role("textbox", name="Address").fill("http://127.0.0.1:1/v1")
    dialog.get_by_role("textbox", name="Model").fill("hello")
    dialog.get_by_role("button", name="Test and use").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_role("textbox", name="Address").fill(model_server)
    dialog.get_by_role("button", name="Test and use").click()
    expect(dialog).to_have_count(0)
    person.say("Hello")

    person.expect_answer("Hello from the fake model.")
    again = {"model": before["model"], "api_base": ""}
    person.api("PATCH", "/agents/parley", again)
