"""Titles by a model."""

import pytest
from parley_agent_runner.stream import Route
from parley_agent_runner.titling import choose_cheap, clean_title, find_untitled

from tests.unit.agent_runner.memory import claim, said

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
