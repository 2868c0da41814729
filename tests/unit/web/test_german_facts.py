"""The German page knows what services say by its name: each must be said, with what it fills in.

That none is missing is seen by the page's types, and that each is written rightly by the services'.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from parley_shared.errors import ParleyError
from parley_shared.fact_names import FactName
from parley_web.errors import NAMES
from pydantic_core.core_schema import ErrorType

PROJECT = Path(__file__).parents[3]
GERMAN = PROJECT / "services/web/frontend/src/i18n/de"
SOURCES = ("services/*/parley_*/**/*.py", "shared/parley_shared/**/*.py")
PLACE = re.compile(r"\{(\w+)[^}]*\}")
CHOSEN = {  # by what is too long
    "message_too_long",
    "answer_too_long",
    "arguments_too_long",
    "model_too_long",
}
KEY = re.compile(r'^ +"?((?<=")[^"]+(?=":)|\w+(?=:))', re.MULTILINE)
SAID = re.compile(r'^  (\w+):\s+"(.*)",$', re.MULTILINE)


def read_part(part: str) -> list[str]:
    """The names in one of the parts of the German facts, like `words`."""
    text = (GERMAN / "facts.ts").read_text()
    return KEY.findall(text.partition(f"  {part}: {{")[2].partition("\n  },")[0])


def read_facts() -> dict[str, str]:
    """What is said of each."""
    text = (GERMAN / "facts.ts").read_text().partition("export const facts")[0]
    return dict(SAID.findall(text))


def list_sources() -> Iterator[str]:
    return (file.read_text() for pattern in SOURCES for file in PROJECT.glob(pattern))


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


def test_every_fact_of_a_service_is_said_in_german() -> None:
    assert set(read_facts()) == set(get_args(FactName))


def test_the_german_sentence_fills_in_nothing_that_the_fact_does_not_have() -> None:
    german = read_facts()

    phrases = find_phrases()

    assert len(phrases) > 130
    unfilled = {name for name, places in phrases if not set(PLACE.findall(german[name])) <= places}
    assert unfilled == set()


def test_every_fact_is_one_that_a_service_tells() -> None:
    told = {name for name, _ in find_phrases()}

    assert set(get_args(FactName)) - told == CHOSEN


def test_every_mistake_is_one_that_a_form_or_an_argument_can_have() -> None:
    known = {f"mistake_{each}" for each in get_args(ErrorType)}

    names = KEY.findall((GERMAN / "mistakes.ts").read_text())

    assert "mistake_missing" in names
    assert {name for name in names if not name.startswith("misfit_")} - known == set()


def test_every_word_is_one_that_a_service_fills_in() -> None:
    source = "\n".join(list_sources())

    words = read_part("words")

    assert "the clock" in words
    assert [word for word in words if f'"{word}"' not in source] == []


def test_every_name_is_an_errors() -> None:
    known = {*names_of(ParleyError), *NAMES.values(), "malformed_json"}

    names = read_part("names")

    assert "thread_not_found" in names
    assert [name for name in names if name not in known] == []
