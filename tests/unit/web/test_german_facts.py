"""The German page knows what services say by its name, or by the English: each must be said."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from parley_shared.errors import ParleyError
from parley_web.errors import NAMES
from pydantic_core.core_schema import ErrorType

PROJECT = Path(__file__).parents[3]
FACTS = PROJECT / "services/web/frontend/src/i18n/de/facts.ts"
SOURCES = ("services/*/parley_*/**/*.py", "shared/parley_shared/**/*.py")
BREAK = re.compile(r'"\s*\n\s*f?"')  # one text, written on two lines
HOLE = re.compile(r"\{[^{}\"]*\}")
PLACE = re.compile(r"\{(\w+)[^}]*\}")
OWN = {"answer_too_long", "arguments_too_long", "instructions_too_long", "model_too_long"}


def read_part(part: str) -> str:
    """One of the parts of the German facts, like `sentences`."""
    return FACTS.read_text().partition(f"  {part}: {{")[2].partition("\n  },")[0]


def read_keys(part: str) -> list[str]:
    return re.findall(r'^    "?((?<=")[^"]+(?=":)|\w+(?=:))', read_part(part), re.MULTILINE)


def read_facts() -> dict[str, str]:
    return dict(re.findall(r'^    (\w+):\s+"(.*)",$', read_part("facts"), re.MULTILINE))


def list_sources() -> Iterator[str]:
    return (file.read_text() for pattern in SOURCES for file in PROJECT.glob(pattern))


def read_sources() -> str:
    """All of them, each text on one line and with `{}` for whatever is filled in."""
    return HOLE.sub("{}", BREAK.sub("", "\n".join(list_sources())))


@cache
def find_phrases() -> tuple[tuple[str, frozenset[str]], ...]:
    """The name of each and the places that its sentence fills in."""
    speaking = [ast.parse(source) for source in list_sources() if "phrase(" in source]
    return tuple(
        (str(node.args[0].value), frozenset(each.arg for each in node.keywords if each.arg))
        for module in speaking
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase"
        if isinstance(node.args[0], ast.Constant)
    )


def names_of(error: type[ParleyError]) -> Iterator[str]:
    yield error.code
    for child in error.__subclasses__():
        yield from names_of(child)


def test_every_phrase_of_a_service_can_be_said_in_german() -> None:
    german = read_facts()

    phrases = find_phrases()

    assert len(phrases) > 80
    assert sorted({name for name, _ in phrases if name not in german}) == []
    unfilled = {name for name, places in phrases if not set(PLACE.findall(german[name])) <= places}
    assert unfilled == set()


def test_every_german_fact_is_one_that_a_service_tells() -> None:
    told = {name for name, _ in find_phrases()} | OWN
    mistakes = {f"mistake_{each}" for each in get_args(ErrorType)}

    names = read_keys("facts")

    unknown = {name for name in names if not name.startswith("misfit_")} - told - mistakes
    assert unknown == set()


def test_every_sentence_is_one_that_a_service_says() -> None:
    sources = read_sources()

    keys = [key for part in ("sentences", "words", "vague") for key in read_keys(part)]

    assert {"the clock", "{} failed: {}"} <= set(keys)
    assert [key for key in keys if f'"{key}"' not in sources] == []


def test_every_name_is_an_errors() -> None:
    known = {*names_of(ParleyError), *NAMES.values(), "malformed_json"}

    names = read_keys("names")

    assert "thread_not_found" in names
    assert [name for name in names if name not in known] == []
