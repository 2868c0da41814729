"""What a provider's trouble is called, in a sentence and by name."""

import httpx
import pytest
from parley_agent_runner.failures import classify
from parley_agent_runner.stream import Failure, Route
from parley_shared.models import Fact

GPT = Route("openai/gpt")


class Refused(Exception):
    """As litellm says it: a status and words."""

    def __init__(self, status_code: int, text: str) -> None:
        super().__init__(text)
        self.status_code = status_code


def read(status: int, text: str = "no such thing") -> Failure:
    return classify(Refused(status, text), GPT, in_the_middle=False)


@pytest.mark.parametrize(
    ("status", "code", "name"),
    [
        (401, "key_refused", "key_refused"),
        (402, "quota_spent", "no_credit"),
        (429, "rate_limited", "provider_asked_too_often"),
        (503, "overloaded", "provider_overloaded"),
    ],
)
def test_a_status_is_a_fact_about_the_provider(status: int, code: str, name: str) -> None:
    failure = read(status)

    assert failure.code == code
    assert failure.text.fact == Fact(name=name, values={"place": "openai"})


def test_the_providers_own_words_are_a_value_of_the_fact() -> None:
    failures = [read(404), read(400, "too hot"), read(500, "status 500")]

    assert [(failure.text, failure.text.fact) for failure in failures] == [
        (
            "openai has no model 'openai/gpt': no such thing",
            Fact(
                name="model_not_there",
                values={"place": "openai", "model": "openai/gpt", "why": "no such thing"},
            ),
        ),
        (
            "openai did not take the request: too hot",
            Fact(name="request_not_taken", values={"place": "openai", "why": "too hot"}),
        ),
        (
            "openai failed: status 500",
            Fact(name="provider_failed", values={"place": "openai", "why": "status 500"}),
        ),
    ]


def test_braces_in_a_providers_words_stay_as_they_are() -> None:
    assert read(500, "bad {json}").text == "openai failed: bad {json}"


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        ("maximum context length", "conversation_too_long", {"model": "openai/gpt"}),
        ("content_policy_violation", "content_refused", {"place": "openai"}),
        ("LLM Provider NOT provided", "model_unknown", {"model": "openai/gpt"}),
        ("insufficient_quota", "no_credit", {"place": "openai"}),
    ],
)
def test_what_only_words_tell_is_a_fact_too(
    words: str, name: str, values: dict[str, str | int | Fact]
) -> None:
    assert read(400, words).text.fact == Fact(name=name, values=values)


def test_where_nothing_answers_or_ends_the_place_and_the_model_are_told() -> None:
    away = classify(httpx.ConnectError("refused"), GPT, in_the_middle=False)
    slow = classify(httpx.ReadTimeout("slow"), GPT, in_the_middle=False)
    broken = classify(httpx.ReadError("reset"), GPT, in_the_middle=True)

    assert away.text.fact == Fact(name="provider_unreachable", values={"place": "openai"})
    assert slow.text.fact == Fact(name="model_slow", values={"model": "openai/gpt"})
    assert broken.text.fact == Fact(
        name="answer_broke_off_because", values={"model": "openai/gpt", "why": "reset"}
    )
