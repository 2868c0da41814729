"""Which models are asked for an agent, where, and with which key."""

import pytest
from parley_agent_runner.keys import choose_key
from parley_agent_runner.routes import find_routes, read_name
from parley_agent_runner.stream import ModelFailed, Route
from parley_shared.models import Agent, Overrides

from tests.unit.agent_runner.memory import PARLEY

NO_KEYS: dict[str, str] = {}
OLLAMA = "http://127.0.0.1:11434/v1"


def nowhere(model: str) -> Route | None:
    return None


def agent(**fields: object) -> Agent:
    return PARLEY.model_copy(update=fields)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("openai/gpt-4o", "openai/gpt-4o"),
        ("openai:gpt-4o", "openai/gpt-4o"),
        ("demo:echo", "demo/echo"),
        ("llama3:8b", "llama3:8b"),
        ("ollama/llama3:8b", "ollama/llama3:8b"),
        (" openai/gpt-4o ", "openai/gpt-4o"),
    ],
)
def test_names_are_read_as_people_write_them(written: str, read: str) -> None:
    assert read_name(written) == read


def test_the_agents_model_comes_before_its_fallbacks() -> None:
    routes = find_routes(agent(model="a/x", fallbacks=("b/y", "a/x")), Overrides(), nowhere)

    assert routes == (Route("a/x"), Route("b/y"))


def test_a_thread_may_ask_another_model() -> None:
    routes = find_routes(agent(model="a/x"), Overrides(model="openai:y"), nowhere)

    assert routes == (Route("openai/y"),)


def test_an_agents_address_and_key_are_not_shown_to_another_provider() -> None:
    own = agent(
        model="openai/llama",
        api_base="http://gpu:1/v1",
        api_key="gpu",
        fallbacks=("openai/qwen", "anthropic/claude"),
    )

    assert find_routes(own, Overrides(), nowhere) == (
        Route("openai/llama", "http://gpu:1/v1", "gpu"),
        Route("openai/qwen", "http://gpu:1/v1", "gpu"),
        Route("anthropic/claude"),
    )


def test_a_model_that_was_found_is_asked_where_it_is() -> None:
    found = Route("openai/llama", OLLAMA)

    routes = find_routes(agent(model="openai/llama"), Overrides(), lambda model: found)

    assert routes == (found,)


def test_a_key_of_a_provider_never_goes_to_an_address_somebody_set() -> None:
    keys = {"openai": "sk-real"}

    assert choose_key(Route("openai/x", OLLAMA), keys.get) == "not-needed"
    assert choose_key(Route("openai/x"), keys.get) == "sk-real"
    assert choose_key(Route("openai/x", OLLAMA, "openai"), keys.get) == "sk-real"


def test_providers_with_credentials_of_their_own_are_left_to_them() -> None:
    assert choose_key(Route("bedrock/x"), NO_KEYS.get) is None


@pytest.mark.parametrize(
    ("route", "sentence"),
    [
        (Route("openai/x"), "There is no key for openai yet. Store one in the settings."),
        (
            Route("openai/x", OLLAMA, "gpu"),
            "There is no key named 'gpu'. Store one in the settings.",
        ),
    ],
)
def test_a_missing_key_says_which(route: Route, sentence: str) -> None:
    with pytest.raises(ModelFailed) as raised:
        choose_key(route, NO_KEYS.get)

    assert str(raised.value) == sentence
