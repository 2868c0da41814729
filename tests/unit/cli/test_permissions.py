"""No service may ask what nothing in it asks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from parley_cli.permissions import MATRIX, asks
from parley_shared.questions import Question

PROJECT = Path(__file__).parents[3]
SOURCES = {
    "gateway": "services/gateway/parley_gateway",
    "agent-runner": "services/agent-runner/parley_agent_runner",
    "sandbox": "services/agent-runner/parley_sandbox",
    "web": "services/web/parley_web",
    "admin": "cli/parley_cli",
}


def list_questions(kind: type[Any] = Question) -> Iterator[type[Question[Any]]]:
    for each in kind.__subclasses__():
        if "verb" in vars(each):
            yield each
        yield from list_questions(each)


@pytest.mark.parametrize("service", SOURCES)
def test_whatever_may_be_asked_is_asked_somewhere(service: str) -> None:
    files = (PROJECT / SOURCES[service]).rglob("*.py")
    written = " ".join(f.read_text() for f in files if f.name != "permissions.py")
    if "parley_shared.carrying" in written:
        written += (PROJECT / "shared" / "parley_shared" / "carrying.py").read_text()
    words = frozenset(re.findall(r"\w+", written))
    may_ask = [q for q in list_questions() if set(asks(q)) & set(MATRIX[service].publishes)]

    assert [q.__name__ for q in may_ask if q.__name__ not in words] == []


def test_nothing_is_listed_twice() -> None:
    for service, rights in MATRIX.items():
        assert len(set(rights.publishes)) == len(rights.publishes), service
