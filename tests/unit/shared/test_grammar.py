"""The machine that judges event orders must itself refuse wrong ones."""

from datetime import UTC, datetime

import pytest
from parley_shared.events import DurableEvent, event_adapter
from parley_shared.models import Message

from tests.grammar import OutOfOrder, check_events

AT = datetime(2026, 11, 20, tzinfo=UTC)
ASKED = Message(id="m1", thread_id="th1", position=1, anchor=1, role="user", created_at=AT)
READY = ASKED.model_copy(update={"id": "a1", "role": "assistant"})
FIELDS: dict[str, dict[str, object]] = {
    "message.created": {"message": ASKED},
    "turn.queued": {"message_id": "m1", "position": 1},
    "turn.started": {"message_id": "m1", "answer_id": "a1", "runner": "r", "model": "m"},
    "text.done": {"text": "x"},
    "tool.called": {"step": 0, "call_id": "c1", "name": "n", "title": "t"},
    "tool.started": {"call_id": "c1"},
    "tool.finished": {"call_id": "c1", "state": "done"},
    "message.ready": {"message": READY},
    "turn.parked": {"reason": "approval"},
    "turn.finished": {},
    "turn.failed": {"code": "x", "text": "x", "message_id": "m1"},
    "turn.cancelled": {"reason": "stopped", "message_id": "m1"},
}


def story(*kinds: str) -> list[DurableEvent]:
    """Events from "kind", "kind attempt" or "text.done step"; "kind@t2" is another turn's."""
    events: list[DurableEvent] = []
    for seq, told in enumerate(kinds, start=1):
        kind, _, number = told.partition(" ")
        kind, _, turn = kind.partition("@")
        envelope = {"kind": kind, "id": f"e{seq}", "seq": seq, "at": AT, "thread_id": "th1"}
        counted = {"attempt": int(number or 1), "step": int(number or 0)}
        fields = {**envelope, "turn_id": turn or "t1", **counted, **FIELDS[kind]}
        event = event_adapter.validate_python(fields)
        assert hasattr(event, "seq")
        events.append(event)  # type: ignore[arg-type]  # FIELDS holds durable kinds only
    return events


@pytest.mark.parametrize(
    "kinds",
    [
        "message.created turn.started text.done message.ready turn.finished",
        "message.created turn.queued turn.started text.done message.ready turn.finished",
        "turn.queued turn.started text.done message.ready turn.finished",
        "message.created turn.cancelled",
        "message.created turn.started message.ready turn.cancelled",
        "message.created turn.started turn.failed",
        "message.created turn.started text.done tool.called turn.parked turn.cancelled",
        "message.created turn.started text.done tool.called tool.started tool.finished"
        " message.ready turn.finished",
    ],
)
def test_the_tree_is_accepted(kinds: str) -> None:
    assert check_events(story(*kinds.split())) == {"t1": "ended"}


def test_a_resumed_turn_and_the_next_one_are_accepted() -> None:
    events = story(
        "message.created",
        "turn.started 1",
        "message.created@t2",
        "turn.queued@t2",
        "turn.started 2",
        "text.done 0",
        "message.ready",
        "turn.finished",
        "turn.started@t2",
    )

    assert check_events(events) == {"t1": "ended", "t2": "running"}


@pytest.mark.parametrize(
    "kinds",
    [
        ["turn.started"],
        ["message.created", "text.done"],
        ["message.created", "turn.started 1", "turn.started 1"],
        ["message.created", "turn.started 2", "turn.started 1"],
        ["message.created", "turn.started", "text.done 1", "text.done 1"],
        ["message.created", "turn.started", "tool.started"],
        ["message.created", "turn.started", "text.done", "tool.called", "tool.called"],
        ["message.created", "turn.started", "turn.finished"],
        ["message.created", "turn.started", "message.ready", "message.ready"],
        ["message.created", "turn.started", "message.ready", "turn.finished", "turn.started 2"],
        ["message.created", "message.created@t2", "turn.started", "turn.started@t2"],
    ],
    ids=" ".join,
)
def test_another_order_is_refused(kinds: list[str]) -> None:
    with pytest.raises(OutOfOrder):
        check_events(story(*kinds))


def test_a_gap_is_refused() -> None:
    first, second, third = story("message.created", "turn.started", "turn.failed")

    with pytest.raises(OutOfOrder, match="seq 3 where 2 was due"):
        check_events([first, third])
    with pytest.raises(OutOfOrder, match="seq 1 where 2 was due"):
        check_events([first, first, second])
