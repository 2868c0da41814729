"""Arguments that do not fit a schema are told by where and what."""

import pytest
from parley_shared.fitting import Misfit, find_misfit
from parley_shared.models import Arguments, Fact
from pydantic import JsonValue

SCHEMA: dict[str, JsonValue] = {
    "type": "object",
    "properties": {
        "to": {"type": "string", "minLength": 3},
        "size": {"enum": ["small", "large"]},
        "days": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    },
    "required": ["to"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({}, "to"),
        ({"to": 5}, "to"),
        ({"to": None}, "to"),
        ({"to": "a"}, "to"),
        ({"to": "a@b", "size": "huge"}, "size"),
        ({"to": "a@b", "days": [1, 0]}, "days.1"),
        ({"to": "a@b", "more": 1}, ""),
    ],
)
def test_it_is_told_where_they_do_not_fit(arguments: Arguments, where: str) -> None:
    misfit = find_misfit(SCHEMA, arguments)

    assert misfit is not None
    assert misfit.place == where


@pytest.mark.parametrize(
    "arguments",
    [{"to": "a@b"}, {"to": "a@b", "size": "large", "days": [1]}],
)
def test_what_fits_is_told_nothing(arguments: Arguments) -> None:
    assert find_misfit(SCHEMA, arguments) is None


def test_a_schema_that_points_outside_is_not_followed() -> None:
    misfit = find_misfit({"$ref": "http://127.0.0.1:9/x.json"}, {"to": "a@b"})

    text = "the server's schema points to something it does not have"
    assert misfit == Misfit("", text, Fact(name="schema_lost"))


def test_a_schema_that_says_nothing_takes_everything() -> None:
    assert find_misfit({}, {"anything": [1]}) is None
