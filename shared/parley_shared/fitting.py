"""Checks arguments against a tool's JSON schema, in bounded time: it may be anybody's. Pure.

What could take for ever, such as regular expressions, is left to the tool, which checks as well.
"""

import json
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend
from pydantic import JsonValue
from referencing import Registry
from referencing.exceptions import Unresolvable

from parley_shared.facts import phrase
from parley_shared.models import Arguments, Fact

LONGEST = 200  # characters of what a schema asks for, as it is told
MOST_FOLLOWED = 3_000  # references that one check follows, about a second's worth

_followed: ContextVar[list[int]] = ContextVar("followed")  # how many so far

Errors = Iterator[ValidationError]


class _TooLong(Exception):
    """References that lead to several others each: all of them would take years."""


class Misfit(NamedTuple):
    place: str  # "" is the whole
    text: str
    fact: Fact

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


def find_misfit(schema: dict[str, JsonValue], given: Arguments) -> Misfit | None:
    """What is wrong with `given`, as far as that can be told here."""
    _followed.set([0])
    # An empty registry: nothing that a schema points to is fetched from anywhere.
    validator = _Bounded(schema, registry=Registry())
    try:
        fault = best_match(validator.iter_errors(given))
    except Unresolvable:
        lost = phrase("schema_lost", "the server's schema points to something it does not have")
        return Misfit("", lost, lost.fact)
    except (_TooLong, RecursionError):
        return None
    if fault is None:
        return None
    place, rule = _place(fault), str(fault.validator)
    limit = json.dumps(fault.validator_value, ensure_ascii=False)[:LONGEST]
    fact = Fact(name=f"misfit_{rule}", values={"where": place, "limit": limit})
    return Misfit(place, fault.message, fact)


def _place(fault: ValidationError) -> str:
    """Of what is missing, where it should be."""
    path = [str(each) for each in fault.absolute_path]
    if fault.validator == "required":
        path += [name for name in fault.validator_value if name not in fault.instance][:1]
    return ".".join(path)


# As jsonschema hands them on: a validator, the keyword's value, what is checked, all of the schema.
def _leave(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
    yield from ()


def _check_others(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
    """Which properties are others than those named, a pattern may have to say."""
    if "patternProperties" not in schema:
        yield from _usual["additionalProperties"](validator, value, instance, schema)


def _follow(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
    count = _followed.get()
    count[0] += 1
    if count[0] > MOST_FOLLOWED:
        raise _TooLong
    yield from _usual["$ref"](validator, value, instance, schema)


_usual = Draft202012Validator.VALIDATORS
_Bounded = extend(
    Draft202012Validator,
    {
        "$ref": _follow,
        "$dynamicRef": _leave,
        "pattern": _leave,
        "patternProperties": _leave,
        "additionalProperties": _check_others,
        "unevaluatedProperties": _leave,
        "unevaluatedItems": _leave,
    },
)
