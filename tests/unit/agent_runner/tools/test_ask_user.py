"""What a question to the person may be."""

import pytest
from parley_agent_runner.tools.ask_user import ASK_USER
from parley_shared.models import Arguments


@pytest.mark.parametrize(
    "arguments",
    [
        {"question": "What is your name?"},
        {"question": "Which?", "kind": "single", "options": ["Red", "Blue"]},
        {"question": "Which?", "kind": "multi", "options": ["Red", "Blue", "Green"]},
    ],
)
def test_a_question_is_free_or_has_a_choice(arguments: Arguments) -> None:
    assert ASK_USER.find_fault(arguments) is None


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"question": ""}, "at least 1 character"),
        ({"question": "Which?", "kind": "single"}, "at least two options"),
        ({"question": "Which?", "kind": "multi", "options": ["Red"]}, "at least two options"),
        ({"question": "Which?", "options": ["Red", "Blue"]}, "a free question has no options"),
        ({"question": "Which?", "kind": "single", "options": ["Red", "Red"]}, "there twice"),
        ({"question": "Which?", "kind": "single", "options": ["Red", " "]}, "at least 1 character"),
    ],
)
def test_what_can_not_be_asked_goes_back_to_the_model(arguments: Arguments, fault: str) -> None:
    assert fault in str(ASK_USER.find_fault(arguments))
