"""The German page knows sentences of services by their English: each must be one that is said."""

import re
from collections.abc import Iterator
from pathlib import Path

from parley_shared.errors import ParleyError
from parley_web.errors import NAMES, UNTOLD

PROJECT = Path(__file__).parents[3]
FACTS = PROJECT / "services/web/frontend/src/i18n/de/facts.ts"
SOURCES = ("services/*/parley_*/**/*.py", "shared/parley_shared/**/*.py")
BREAK = re.compile(r'"\s*\n\s*f?"')  # one text, written on two lines
HOLE = re.compile(r"\{[^{}\"]*\}")


def read_keys(part: str) -> list[str]:
    """Of one of the parts of the German facts, like `sentences`."""
    within = FACTS.read_text().partition(f"  {part}: {{")[2].partition("\n  },")[0]
    return re.findall(r'^    "?((?<=")[^"]+(?=":)|\w+(?=:))', within, re.MULTILINE)


def read_sources() -> str:
    """All of them, each text on one line and with `{}` for whatever is filled in."""
    files = (file for pattern in SOURCES for file in PROJECT.glob(pattern))
    return HOLE.sub("{}", BREAK.sub("", "\n".join(file.read_text() for file in files)))


def names_of(error: type[ParleyError]) -> Iterator[str]:
    yield error.code
    for child in error.__subclasses__():
        yield from names_of(child)


def test_every_sentence_is_one_that_a_service_says() -> None:
    sources = read_sources()

    keys = [key for part in ("sentences", "words", "vague") for key in read_keys(part)]

    assert {UNTOLD, "the clock", "{} failed: {}"} <= set(keys)
    assert [key for key in keys if f'"{key}"' not in sources] == []


def test_every_name_is_an_errors() -> None:
    known = {*names_of(ParleyError), *NAMES.values(), "malformed_json"}

    names = read_keys("names")

    assert "thread_not_found" in names
    assert [name for name in names if name not in known] == []
