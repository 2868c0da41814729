"""Whatever is hurt while conversations are under way: they all complete, once, in order."""

import pytest
from playwright.sync_api import Page, expect

from tests.compose.hurting import HURTS, hurt
from tests.compose.stack import ANSWERED_WITHIN, SERVICES, Stack
from tests.compose.telegram_chat import TelegramChat
from tests.e2e.people import Person

COUNT = 70  # words, of which the slow agent says ten a second
WORDS = " ".join(f"word{n}" for n in range(1, COUNT + 1))
PROGRAM = """```python
import time
open("ran.txt", "a").write("once ")
for n in range(6):
    print("tick", n, flush=True)
    time.sleep(1)
print("end", "of it")
```"""
WITHIN = ANSWERED_WITHIN * 1000  # milliseconds


def begin_words(tab: Page, stack: Stack) -> Person:
    person = Person.sign_in(tab, stack)
    person.choose_agent("Slowcoach")
    person.say(f"Say {COUNT} words")
    expect(person.answers.last).to_contain_text("word3", timeout=WITHIN)
    return person


def begin_program(tab: Page, stack: Stack) -> Person:
    person = Person.sign_in(tab, stack)
    person.choose_agent("Toolbox")
    person.say(PROGRAM)
    expect(person.answers.last).to_contain_text("tick 0", timeout=WITHIN)
    return person


def check(stack: Stack, person: Person, words: str) -> None:
    """The open tab has the whole answer without being loaded again, and so has the store."""
    answer = person.answers.last.locator(".md").last
    expect(answer).to_contain_text(words.split()[-1], timeout=WITHIN)
    expect(person.answers).to_have_attribute("aria-busy", "false", timeout=WITHIN)
    expect(person.answers).to_have_count(1)

    [asked, answered] = stack.read(person.thread_id)

    assert (asked["role"], answered["role"]) == ("user", "assistant")
    assert words in answered["text"]
    expect(answer).to_contain_text(words)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("how", HURTS)
def test_conversations_complete_whatever_is_hurt(
    stack: Stack, telegram: TelegramChat, tabs: tuple[Page, Page], how: str, service: str
) -> None:
    stack.until_well()
    told = telegram.read()
    telegram.say(f"Say {COUNT} words")
    program = begin_program(tabs[1], stack)
    words = begin_words(tabs[0], stack)

    hurt(stack, how, service)

    check(stack, words, WORDS)
    check(stack, program, "end of it")
    ran = f"/api/threads/{program.thread_id}/workspace/file"
    assert stack.client.get(ran, params={"path": "ran.txt"}).text == "once "
    telegram.until(lambda texts: WORDS in texts[len(told) :])
    stack.until_well()
    assert telegram.read()[len(told) :] == [WORDS]
