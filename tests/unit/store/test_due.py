"""When a turn is to be told about again."""

from datetime import UTC, datetime, timedelta

import pytest
from parley_shared.models import Turn, TurnState
from parley_store.due import is_due
from parley_store.rows import KeptTurn

AT = datetime(2026, 1, 2, tzinfo=UTC)


def kept(
    state: TurnState,
    *,
    woken: float | None = None,
    wakes: int = 0,
    lease: float | None = None,
    retry: float | None = None,
    cancel: bool = False,
) -> KeptTurn:
    """Times are seconds from now."""

    def at(seconds: float | None) -> datetime | None:
        return None if seconds is None else AT + timedelta(seconds=seconds)

    turn = Turn(
        id="t1",
        thread_id="T",
        message_id="m1",
        agent_id="parley",
        position=1,
        state=state,
        lease_until=at(lease),
        retry_at=at(retry),
        cancel=cancel,
        created_at=AT,
    )
    return KeptTurn(
        turn=turn,
        first_seq=1,
        started_at=None,
        reason=None,
        claim_id=None,
        resumed=False,
        progressed=False,
        steers=0,
        woken_at=at(woken),
        wakes=wakes,
    )


@pytest.mark.parametrize(
    ("turn", "due"),
    [
        (kept("queued"), True),
        (kept("queued", woken=-4.9), False),
        (kept("queued", woken=-5), True),
        (kept("queued", woken=-9, wakes=1), False),
        (kept("queued", woken=-10, wakes=1), True),
        (kept("queued", woken=-59, wakes=9), False),
        (kept("queued", woken=-60, wakes=9), True),
        (kept("running", lease=0.1, woken=-99), False),
        (kept("running", lease=0.1, cancel=True), False),
        (kept("running", lease=-1, woken=-7), True),
        (kept("running", lease=-1, woken=-0.5), False),
        (kept("running", lease=-1, woken=-0.5, cancel=True), True),
        (kept("backoff", retry=0.1), False),
        (kept("backoff", retry=0, woken=-1), True),
        (kept("parked", woken=-999), False),
        (kept("done"), False),
    ],
)
def test_a_turn_is_due(turn: KeptTurn, due: bool) -> None:
    assert is_due(turn, AT) is due


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    assert is_due(kept("queued", woken=3600), AT)
    assert is_due(kept("running", woken=3600, lease=3606), AT)
    assert is_due(kept("backoff", retry=86400), AT)
