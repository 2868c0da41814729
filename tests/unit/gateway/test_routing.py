"""Which agent a message names by an @ at its beginning."""

from datetime import UTC, datetime

import pytest
from parley_gateway.routing import find_agent, find_mentioned
from parley_shared.models import Agent

AT = datetime(2026, 11, 20, tzinfo=UTC)


def agent(agent_id: str, name: str) -> Agent:
    return Agent(id=agent_id, name=name, model="demo/echo", created_at=AT, updated_at=AT)


ADA = agent("ada", "Ada")
LOVELACE = agent("love", "Ada Lovelace")
AGENTS = (ADA, LOVELACE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ada what is 2+2?", ADA),
        ("@ada, hello", ADA),
        ("@Ada", ADA),
        ("@Ada Lovelace hello", LOVELACE),
        ("@ada lovelace: hello", LOVELACE),
        ("@love hello", LOVELACE),
        ("@adam hello", None),
        ("@ada-2 hello", None),
        ("hello @Ada", None),
        (" @Ada hello", None),
        ("@", None),
        ("@media print", None),
        ("", None),
    ],
)
def test_the_longest_name_at_the_beginning_is_meant(text: str, named: Agent | None) -> None:
    assert find_mentioned(text, AGENTS) == named


def test_nobody_is_meant_where_nobody_is() -> None:
    assert find_mentioned("@Ada hello", ()) is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("Ada", ADA), ("@ada lovelace", LOVELACE), ("LOVE", LOVELACE), ("Ad", None), ("", None)],
)
def test_an_agent_is_found_by_its_whole_name_or_id(wanted: str, found: Agent | None) -> None:
    assert find_agent(wanted, AGENTS) == found
