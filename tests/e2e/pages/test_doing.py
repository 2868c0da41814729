"""An agent that does things: asks for leave, asks the person, plans, takes files."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person, make_agent
from tests.launcher import PROJECT, LaunchedParley

ASKS = "web_fetch asks for your approval"
EVERYBODY = ("agent-runner", "store", "gateway", "web", "nats")
PICTURE = PROJECT / "docs" / "images"


@pytest.fixture(scope="module")
def doer(parley: LaunchedParley, model_server: str) -> str:
    """The name of an agent whose scripts call tools that need a person."""
    make_agent(parley, "Doer", model_server, "web_fetch", "ask_user", "todos", "calculator", "task")
    return "Doer"


@pytest.fixture
def asker(doer: str, person: Person) -> Person:
    person.choose_agent(doer)
    return person


def text_file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def ask_to_fetch(asker: Person, text: str) -> Locator:
    """The card with which the agent asks for leave."""
    asker.say(f"[[fetch]] {text}")
    card = asker.log.get_by_role("region", name=ASKS)
    expect(card).to_be_visible()
    return card


def test_an_allowed_call_runs_and_the_waiting_is_shown_until_then(asker: Person) -> None:
    card = ask_to_fetch(asker, "allow")
    expect(asker.rail.get_by_text("waits for you").first).to_be_visible()
    asker.leave_rail()
    expect(asker.page).to_have_title(re.compile("^◆ "))

    card.get_by_role("button", name="Allow once").click()

    asker.expect_answer("That is what came of it.")
    expect(asker.answers.last.locator("details.step .chip")).to_have_text("failed")
    expect(asker.page).not_to_have_title(re.compile("^◆ "))


def test_an_approval_outlives_the_death_of_everything_and_another_browser_gives_it(
    asker: Person, parley: LaunchedParley, open_page: OpenPage
) -> None:
    ask_to_fetch(asker, "outlive")

    for victim in EVERYBODY:
        parley.kill(victim)
    parley.until_ready()
    other = Person.sign_in(open_page(), parley)
    other.go_to(asker.thread_id)
    card = other.log.get_by_role("region", name=ASKS)
    card.get_by_role("button", name="Allow once").click()

    for browser in (other, asker):
        browser.expect_answer("That is what came of it.")
    told = other.api("GET", f"/threads/{other.thread_id}/events")["events"]
    kinds = [event["kind"] for event in told]
    once = ("approval.requested", "approval.decided", "tool.started", "tool.finished")
    assert {kind: kinds.count(kind) for kind in once} == dict.fromkeys(once, 1)


def test_a_refusal_with_a_reason_ends_the_call_and_not_the_answer(asker: Person) -> None:
    card = ask_to_fetch(asker, "refuse")

    card.get_by_role("button", name="Refuse…").click()
    card.get_by_label("Reason").fill("Not that one")
    card.get_by_label("Reason").press("Enter")

    asker.expect_answer("That is what came of it.")
    step = asker.answers.last.locator("details.step")
    expect(step.locator(".chip")).to_have_text("skipped")
    step.locator("summary").click()
    expect(step).to_contain_text("Not that one")


def test_a_call_is_changed_before_it_runs(asker: Person) -> None:
    card = ask_to_fetch(asker, "change")

    card.get_by_role("button", name="Change…").click()
    card.get_by_label("url").fill("https://192.0.2.2/b")
    card.get_by_role("button", name="Allow as changed").click()

    asker.expect_answer("That is what came of it.")
    expect(asker.answers.last.locator("details.step summary")).to_contain_text("192.0.2.2/b")


@pytest.mark.parametrize(
    ("name", "allow", "asks_elsewhere"),
    [("Wary", "Allow in this thread", True), ("Trusty", "Always for Trusty", False)],
)
def test_what_is_allowed_for_longer_is_not_asked_again(
    person: Person, model_server: str, name: str, allow: str, asks_elsewhere: bool
) -> None:
    make_agent(person.parley, name, model_server, "web_fetch")
    person.choose_agent(name)
    card = ask_to_fetch(person, f"once: {allow}")

    card.get_by_role("button", name=allow).click()
    person.expect_answer("That is what came of it.")
    person.say(f"[[fetch]] twice: {allow}")

    person.expect_answer("That is what came of it.", count=2)
    events = person.api("GET", f"/threads/{person.thread_id}/events")["events"]
    assert [event["kind"] for event in events].count("approval.requested") == 1
    person.begin()
    person.choose_agent(name)
    person.say(f"[[fetch]] elsewhere: {allow}")
    if asks_elsewhere:
        card.get_by_role("button", name="Allow once").click()
    person.expect_answer("That is what came of it.")
    kept = person.api("GET", f"/threads/{person.thread_id}/events")["events"]
    asked = [event["kind"] for event in kept].count("approval.requested")
    assert asked == int(asks_elsewhere)


def test_a_message_steers_the_answer_that_is_being_made(asker: Person) -> None:
    asker.say("[[look]] at the beds")
    expect(asker.answers.last.locator(".md")).to_contain_text("Let me look")

    asker.say("and mind the weeds", key="Control+Enter")

    ask = asker.log.get_by_role("button", name="Ask for an answer")
    asker.expect_answer("Echo: and mind the weeds")  # the same answer, after its tool
    expect(ask).to_have_count(0)
    asker.page.reload()
    asker.expect_answer("Echo: and mind the weeds")
    expect(ask).to_have_count(0)
    expect(asker.answers.last.locator("details.step").first).to_contain_text("Calculator")


def test_a_sub_agent_shows_its_own_tools_and_cost_below_the_call(
    asker: Person, model_server: str
) -> None:
    make_agent(asker.parley, "Counter", model_server, "calculator")

    asker.say("[[delegate]] it")
    asker.expect_answer("Both of us are done.")

    nested = asker.answers.last.locator("details.sub-agent")
    expect(nested.locator("> summary")).to_contain_text("Counter worked on it")
    expect(nested.locator("> summary")).to_contain_text("20 tokens")
    nested.locator("> summary").click()
    expect(nested.locator("details.step")).to_contain_text("Calculator")
    expect(nested.locator(".md")).to_have_text("2+2 is 4.")
    nested.get_by_role("link", name="Open as a thread").click()
    asker.expect_answer("2+2 is 4.")


def test_the_meter_says_how_full_the_context_is(person: Person, model_server: str) -> None:
    change = {"name": "Measured", "model": "openai/any", "api_base": model_server}
    body = {"id": "measured", "change": {**change, "context_window": 20_000}}
    person.api("POST", "/agents", body)
    person.choose_agent("Measured")
    person.say("fill it " * 2000)
    person.expect_answer(re.compile("fill it"))

    meter = person.page.get_by_role("img", name="percent of the context is used")

    expect(meter).to_have_text(re.compile(r"[1-9]\d% of context"))


def test_a_question_is_answered_by_a_choice(asker: Person) -> None:
    asker.say("[[ask]] me")
    question = asker.log.get_by_role("region", name="Tea?")

    question.get_by_role("button", name="Yes").click()

    asker.expect_answer("Understood.")


def test_a_plan_is_followed_in_the_thread_and_beside_it(asker: Person) -> None:
    asker.say("[[plan]] it")
    asker.expect_answer("That is the plan.")

    expect(asker.log.get_by_text("1 of 2")).to_be_visible()
    asker.page.get_by_role("button", name="Details").click()
    details = asker.page.get_by_label("Details of this thread")

    expect(details.get_by_text("Plant")).to_be_visible()
    expect(details.get_by_text("Doer")).to_be_visible()


def test_attached_files_travel_with_the_message(person: Person) -> None:
    page = person.page
    picture = next(PICTURE.glob("*.png"))
    page.get_by_label("Files to attach").set_input_files(picture)
    page.get_by_label("Files to attach").set_input_files(text_file("notes.txt", b"three beds"))
    waiting = page.get_by_role("list", name="Attached files")
    expect(waiting.get_by_role("listitem")).to_have_count(2)
    expect(waiting.get_by_role("progressbar")).to_have_count(0)

    person.say("look at these")
    person.expect_answer(re.compile("look at these"))
    page.reload()

    said = person.log.locator("article.turn.you").last
    shown = said.get_by_role("img", name=picture.name)
    expect(shown).to_be_visible()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth > 0", arg=shown.element_handle()
    )
    with page.expect_download() as download:
        said.get_by_role("link", name=re.compile("notes.txt")).click()
    assert Path(download.value.path()).read_bytes() == b"three beds"


def test_a_draft_keeps_its_files_over_a_reload(person: Person) -> None:
    kept = person.page.get_by_role("list", name="Attached files")
    person.page.get_by_label("Files to attach").set_input_files(text_file("kept.txt", b"kept"))
    expect(kept).to_contain_text("kept.txt")
    expect(kept.get_by_role("progressbar")).to_have_count(0)

    person.page.reload()

    expect(kept).to_contain_text("kept.txt")
    kept.get_by_role("button", name="Remove kept.txt").click()
    expect(kept).to_have_count(0)
