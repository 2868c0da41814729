"""Titles by a model."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from parley_agent_runner.beside import beside
from parley_agent_runner.clock import CLOCK
from parley_agent_runner.debugging import Debugger
from parley_agent_runner.hooks.hook import Change, Hook, Payload, Verdict
from parley_agent_runner.stream import Chunk, ModelCall, Route
from parley_agent_runner.titling import (
    Titling,
    Untitled,
    choose_cheap,
    clean_title,
    find_untitled,
    write_title,
)
from parley_shared.bus import Bus
from parley_shared.connection import Connection

from tests.unit.agent_runner.memory import Model, claim, said, says
from tests.waiting import PATIENCE

OPENAI = Route("openai/gpt-5.2")
ANSWER = said("It is 4.").model_copy(update={"role": "assistant"})


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Garden plans", "Garden plans"),
        ('"Garden plans."', "Garden plans"),
        ("# Garden plans\n", "Garden plans"),
        ("Let me think.\n\n**Garden plans**", "Garden plans"),
        ("```\nGarden plans\n```", "Garden plans"),
        ("`Garden plans`\n---", "Garden plans"),
        ("Title: **Garden plans**.", "Title: Garden plans"),
        ('What is a "parley"?', 'What is a "parley"?'),
        ('Meaning of "parley"', 'Meaning of "parley"'),
        ("„Parley“ und „Palaver“", "„Parley“ und „Palaver“"),
        ("", ""),
        ("```", ""),
        ("word " * 30, "word word word word word word word word word word word word…"),
    ],
)
def test_a_title_is_bare(told: str, title: str) -> None:
    assert clean_title(told) == title


def test_the_first_answers_name_a_thread_and_later_ones_do_not() -> None:
    answers = [ANSWER.model_copy(update={"id": f"a{n}", "position": n}) for n in range(2)]

    assert find_untitled(claim(), ANSWER, OPENAI) is not None
    assert find_untitled(claim(answers[0], said("And?")), ANSWER, OPENAI) is not None
    assert find_untitled(claim(*answers, said("And?")), ANSWER, OPENAI) is None


def test_demo_models_name_nothing() -> None:
    assert find_untitled(claim(), ANSWER, Route("demo/echo")) is None


def test_the_cheap_model_of_the_same_provider_is_asked() -> None:
    assert choose_cheap(Route("openai/gpt-5.2", None, "mine")).model == "openai/gpt-5-mini"
    assert choose_cheap(Route("openai/gpt-5.2", None, "mine")).api_key == "mine"


def test_a_model_at_an_address_of_its_own_is_asked_itself() -> None:
    local = Route("openai/llama", "http://127.0.0.1:1/v1")

    assert choose_cheap(local) == local


async def test_a_title_that_breaks_ends_nothing_else() -> None:
    asked = list[str]()
    both = asyncio.Event()

    async def break_down(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        asked.append(call.route.model)
        if len(asked) == 2:
            both.set()
        raise ZeroDivisionError
        yield

    bus = Bus(Connection("agent-runner"))
    titling = Titling(bus, break_down, Debugger(bus, CLOCK, lambda thread_id: False))
    async with beside(titling.run()):
        titling.suggest(Untitled("T1", "t1", "Hello", "Hi", Route("openai/a", "http://x")))
        titling.suggest(Untitled("T2", "t2", "Hello", "Hi", Route("openai/b", "http://x")))
        async with asyncio.timeout(PATIENCE):
            await both.wait()

    assert asked == ["openai/a", "openai/b"]


async def test_hooks_see_what_a_title_is_made_of() -> None:
    async def hide(payload: Payload) -> Verdict:
        return Change({"messages": [{"role": "user", "content": "Hidden."}]})

    hides = Hook("hides", ("before_model",), hide)
    model = Model(says("Plans"))

    await write_title(Untitled("T1", "t1", "PIN 4711", "Ok", OPENAI), model, [hides])

    assert model.asked[0].messages == ({"role": "user", "content": "Hidden."},)
