"""What a person does in the browser, in the words of the page."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.waiting import START_PATIENCE

STARTS = START_PATIENCE * 1000  # milliseconds: a browser too takes processes that start
WHOLE_ANSWER = 120_000  # milliseconds: a killed runner's lease, its restart, and the answer


class Door(Protocol):
    """Of a Parley that a launcher started, or compose."""

    address: str

    @property
    def token(self) -> str: ...


@dataclass(frozen=True)
class Person:
    page: Page
    parley: Door

    @classmethod
    def sign_in(cls, page: Page, parley: Door) -> "Person":
        page.goto(f"{parley.address}/#token={parley.token}", timeout=STARTS)
        field = page.get_by_role("textbox", name="Message", exact=True)
        expect(field).to_be_visible(timeout=STARTS)
        return cls(page, parley)

    @property
    def thread_id(self) -> str:
        found = re.search(r"/chat/([\w-]+)", self.page.url)
        assert found, f"{self.page.url} is no thread"
        return found[1]

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def rail(self) -> Locator:
        """The list of threads: on a phone it has to be called."""
        rail = self.page.get_by_role("navigation", name="Threads")
        call = self.page.get_by_role("button", name="Show threads")
        expect(rail.or_(call).first).to_be_visible()
        expect(self.page.locator(".drawer[data-ending-style]")).to_have_count(0)  # it slides away
        if not rail.is_visible():
            call.click()
            expect(rail).to_be_visible()
        return rail

    def leave_rail(self) -> None:
        """A phone's list goes; where there is room for it, it stays."""
        drawer = self.page.get_by_role("dialog", name="Threads")
        if drawer.is_visible():
            self.page.keyboard.press("Escape")
        expect(drawer).to_have_count(0)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def answers(self) -> Locator:
        return self.log.locator("article.turn.voice")

    def begin(self) -> None:
        """A new thread, on the start page."""
        self.page.goto(self.parley.address)
        expect(self.page.get_by_role("textbox", name="Message", exact=True)).to_be_visible()

    def go_to(self, thread_id: str) -> None:
        self.page.goto(f"{self.parley.address}/chat/{thread_id}")
        expect(self.log.get_by_role("article").first).to_be_visible()

    def choose_agent(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile("^Answers: ")).click()
        self.page.get_by_role("menuitemradio", name=re.compile(f"^.?{name}")).click()
        expect(self.page.locator(".menu")).to_have_count(0)  # nor does it move the focus any more

    def say(self, text: str, key: str = "Enter") -> None:
        self.field.fill(text)
        self.field.press(key)

    def act(self, message: Locator, what: str) -> None:
        """By its button, or where there is no room for that by its menu."""
        message.hover()
        button = message.get_by_role("button", name=what, exact=True)
        if button.is_visible():
            button.click()
            return
        message.get_by_role("button", name="More", exact=True).click()
        self.page.get_by_role("menuitem", name=what, exact=True).click()

    def open_menu(self, item: str) -> None:
        """Of the open thread."""
        self.page.locator(".talk-head .thread-menu").click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()
        expect(self.page.locator(".menu")).to_have_count(0)

    def open_settings(self) -> Locator:
        self.rail.get_by_role("button", name="Settings").click()
        self.page.get_by_role("menuitem", name="Settings").click()
        return self.page.get_by_role("dialog", name="Settings")

    def expect_answer(self, text: str | re.Pattern[str], *, count: int = 1) -> None:
        """The newest of `count` answers has `text` and is whole."""
        expect(self.answers).to_have_count(count, timeout=WHOLE_ANSWER)
        newest = self.answers.last
        expect(newest.locator(".md").last).to_have_text(text, timeout=WHOLE_ANSWER)
        expect(newest).to_have_attribute("aria-busy", "false", timeout=WHOLE_ANSWER)

    def api(self, method: str, path: str, body: object = None) -> Any:  # whatever the API answers
        return call_api(self.parley, method, path, body)


def begin_slowly(person: Person, slow_agent: str) -> None:
    """An answer that is being made and has not come far: whoever begins it ends it."""
    person.choose_agent(slow_agent)
    person.say("count 1000")
    expect(person.answers.last.locator(".md")).to_contain_text(re.compile(r"\w+ \w+"))


def call_api(parley: Door, method: str, path: str, body: object = None) -> Any:
    """A call with the token, as a program makes it."""
    headers = {"Authorization": f"Bearer {parley.token}"}
    url = f"{parley.address}/api{path}"
    answer = httpx.request(method, url, json=body, headers=headers, timeout=30)
    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json()


def make_agent(parley: Door, name: str, model_server: str, *tools: str) -> str:
    """Its id. That server answers for it: a script's name in brackets plays the script."""
    agent_id = name.lower().replace(" ", "-")
    change = {
        "name": name,
        "model": "openai/any",
        "api_base": model_server,
        "tools": tools,
        "instructions": "",
    }
    call_api(parley, "POST", "/agents", {"id": agent_id, "change": change})
    return agent_id
