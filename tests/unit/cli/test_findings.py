"""What is wrong is named, with the sentence that mends it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from parley_cli.findings import Finding, Inside, judge
from parley_cli.processes import ProcessFacts
from parley_shared.runner import MissingKey
from parley_shared.store import Stats

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
STATS = Stats(
    threads=1, messages=2, turns_open=0, outbox=0, database_bytes=3, at=NOW, newest_at=NOW
)
STORE = ProcessFacts("store", "running", 7, 60.0, 0)
WELL = Inside(NOW, "http://127.0.0.1:8800/", (STORE,), ("store",), {}, (), STATS, ())


def wrong(inside: Inside) -> list[Finding]:
    return [finding for finding in judge(inside) if finding.advice]


def test_a_well_parley_has_nothing_wrong() -> None:
    assert [*judge(WELL)] == [Finding("store answers")]


NETWORK_TIME = "let the machine set its clock by the network (timedatectl set-ntp true)"


@pytest.mark.parametrize(
    ("inside", "finding"),
    [
        (
            replace(WELL, ready=()),
            Finding(
                "store does not answer (running)",
                "./parley logs store says why; ./parley restart store starts it again",
                hurts=True,
            ),
        ),
        (
            replace(WELL, processes=(replace(STORE, restarts=3),)),
            Finding("store answers, but ended 3 times by itself", "./parley logs store says why"),
        ),
        (
            replace(WELL, missing_streams=("TURNS",)),
            Finding(
                "the stream TURNS is missing",
                "./parley restart store declares it anew; what was kept is not lost",
                hurts=True,
            ),
        ),
        (
            replace(WELL, stats=STATS.model_copy(update={"dead_letters": 2})),
            Finding(
                "2 dead letters wait for you",
                "look at them under http://127.0.0.1:8800/admin, and try each again or discard it",
            ),
        ),
        (
            replace(WELL, stats=STATS.model_copy(update={"outbox": 501})),
            Finding(
                "501 events wait to be told",
                "if this number does not shrink, ./parley restart nats",
            ),
        ),
        (
            replace(WELL, troubles={"store": "the disk is full"}),
            Finding(
                "store is not well (the disk is full)", "./parley logs store says more", hurts=True
            ),
        ),
        (
            replace(WELL, now=NOW + timedelta(seconds=9)),
            Finding("the store's clock and this one are 9 s apart", NETWORK_TIME, hurts=True),
        ),
        (
            replace(
                WELL, stats=STATS.model_copy(update={"newest_at": NOW + timedelta(seconds=60)})
            ),
            Finding("the clock was set back: the newest message is 60 s ahead", NETWORK_TIME),
        ),
        (
            replace(
                WELL,
                missing_keys=(
                    MissingKey(
                        agent_id="a", agent_name="Ada", text="There is no key for groq yet."
                    ),
                ),
            ),
            Finding(
                "Ada can't answer. There is no key for groq yet.",
                "put it in under http://127.0.0.1:8800/admin, or give the agent another model",
            ),
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_mends_it(inside: Inside, finding: Finding) -> None:
    assert wrong(inside) == [finding]
