"""Which events a change tells, and in which order."""

from datetime import UTC, datetime

from parley_shared.journal import LlmStep, ToolCall, ToolStep
from parley_shared.models import Fact, Message, Thread, Turn, TurnError, Usage
from parley_store.telling import tell_changed, tell_ended, tell_message
from parley_store.telling_steps import tell_step

AT = datetime(2026, 1, 2, tzinfo=UTC)
THREAD = Thread(id="T", agent_id="parley", created_at=AT, last_activity_at=AT)
TURN = Turn(
    id="t1",
    thread_id="T",
    message_id="m1",
    agent_id="parley",
    position=1,
    state="running",
    attempt=2,
    created_at=AT,
)
MESSAGE = Message(id="m1", thread_id="T", role="user", text="Hello", created_at=AT)


def test_a_message_names_the_turn_that_was_made_for_it() -> None:
    (created,) = tell_message(MESSAGE, TURN, 0, AT)

    assert (created.kind, created.turn_id, created.agent_id) == ("message.created", "t1", "parley")


def test_a_message_that_must_wait_says_how_many_are_before_it() -> None:
    created, queued = tell_message(MESSAGE, TURN, 2, AT)

    assert [created.kind, queued.kind] == ["message.created", "turn.queued"]
    assert queued.model_dump()["position"] == 3


def test_a_message_for_nobody_names_no_turn() -> None:
    (created,) = tell_message(MESSAGE, None, 2, AT)

    assert created.turn_id is None


def test_an_unchanged_thread_tells_nothing() -> None:
    assert tell_changed(THREAD, THREAD, AT) == []


def test_a_title_and_the_rest_are_told_apart() -> None:
    after = THREAD.model_copy(update={"title": "New", "pinned": True})

    assert [event.kind for event in tell_changed(THREAD, after, AT)] == [
        "title.changed",
        "thread.updated",
    ]


def test_a_model_step_tells_text_then_usage_then_calls() -> None:
    call = ToolCall(call_id="c1", name="send", title="Send", arguments={"to": "x" * 70_000})
    step = LlmStep(n=3, model="m", text="so", calls=(call,), usage=Usage(model="m"))

    text, usage, called = tell_step(TURN, step, AT)

    assert [text.kind, usage.kind, called.kind] == ["text.done", "usage.reported", "tool.called"]
    assert {event.attempt for event in (text, usage, called)} == {2}
    assert called.model_dump()["arguments"] == {"to": "x" * 1000 + "…"}


def test_a_checkpoint_tells_nothing() -> None:
    assert tell_step(TURN, LlmStep(n=0, state="started", model="m", text="so f"), AT) == []


def test_a_skipped_call_is_only_finished() -> None:
    step = ToolStep(n=0, i=0, state="skipped", call_id="c1", name="send")

    (finished,) = tell_step(TURN, step, AT)

    assert finished.model_dump()["state"] == "skipped"


def test_each_end_state_has_its_event() -> None:
    fact = Fact(name="no_key_for", values={"provider": "openai"})
    error = TurnError(code="no_key", text="There is no key.", fact=fact, retryable=False)
    turns = [
        TURN.model_copy(update={"state": "done"}),
        TURN.model_copy(update={"state": "cancelled"}),
        TURN.model_copy(update={"state": "failed", "error": error}),
    ]

    done, cancelled, failed = (
        tell_ended(turn, usage=None, duration_ms=7, reason="stopped", at=AT) for turn in turns
    )

    assert (done.kind, done.model_dump()["duration_ms"]) == ("turn.finished", 7)
    assert (cancelled.kind, cancelled.model_dump()["reason"]) == ("turn.cancelled", "stopped")
    assert (failed.kind, failed.model_dump()["code"]) == ("turn.failed", "no_key")
    assert failed.model_dump()["fact"] == fact.model_dump()
