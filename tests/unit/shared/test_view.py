"""The view reducer: the shared vectors, and that order and repetition of tokens do not matter."""

import json
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parley_shared.agent_view import AgentView
from parley_shared.events import Delta, Event, TextDelta, event_adapter
from parley_shared.models import Message
from parley_shared.view import after_turn, apply, before_turn, initial, read_event
from pydantic import ValidationError

VECTORS = sorted((Path(__file__).parents[3] / "shared" / "vectors").glob("*.json"))
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def play(view: AgentView, step: dict[str, dict[str, str]]) -> AgentView:
    if "before_turn" in step:
        said = step["before_turn"]
        at = datetime.fromisoformat(said["at"])
        return before_turn(view, said["text"], message_id=said["message_id"], at=at)
    if "after_turn" in step:
        return after_turn(view, Message.model_validate(step["after_turn"]))
    return apply(view, read_event(json.dumps(step["event"])))


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 30


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_ends_in_its_view(path: Path) -> None:
    vector = json.loads(path.read_text())

    view = reduce(play, vector["steps"], initial(vector["thread_id"]))

    assert json.loads(view.model_dump_json()) == vector["view"]


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_view_survives_the_wire(path: Path) -> None:
    view = json.loads(path.read_text())["view"]

    assert json.loads(AgentView.model_validate(view).model_dump_json()) == view


def test_a_broken_event_of_a_known_kind_is_an_error() -> None:
    with pytest.raises(ValidationError):
        read_event('{"kind": "text.delta", "thread_id": "th1"}')


def told(seq: int, kind: str, **fields: object) -> Event:
    envelope = {"kind": kind, "id": f"e{seq}", "thread_id": "th1", "seq": seq, "at": AT}
    return event_adapter.validate_python({**envelope, "turn_id": "t1", **fields})


def said(step: int, n: int, text: str, *, whole: bool = False) -> TextDelta:
    return TextDelta(
        thread_id="th1",
        turn_id="t1",
        message_id="at1",
        attempt=1,
        step=step,
        n=n,
        text=text,
        whole=whole,
    )


QUESTION = Message(
    id="m1", thread_id="th1", position=1, anchor=1, role="user", text="2+2", created_at=AT
)
ANSWER = Message(
    id="at1",
    thread_id="th1",
    position=2,
    anchor=1,
    role="assistant",
    text="It is 4.",
    created_at=AT,
)
FACTS: list[Event] = [
    told(1, "message.created", message=QUESTION),
    told(2, "turn.started", attempt=1, message_id="m1", answer_id="at1", runner="r", model="m"),
    told(3, "text.done", step=0, text="Let me see."),
    told(4, "tool.called", step=0, call_id="c1", name="calculator", title="Calculator"),
    told(5, "tool.finished", call_id="c1", state="done", summary="4"),
    told(6, "text.done", step=1, text="It is 4."),
    told(7, "message.ready", message=ANSWER),
    told(8, "turn.finished"),
]
DELTAS: list[Delta] = [
    said(0, 0, "Let me "),
    said(0, 1, "see."),
    said(1, 0, "It is "),
    said(1, 1, "4."),
]


def played(events: list[Event]) -> AgentView:
    return reduce(apply, events, initial("th1"))


@settings(deadline=None)  # other work on the machine is no fault of the view
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from(DELTAS)), max_size=12))
def test_whenever_tokens_come_the_view_ends_the_same(places: list[tuple[int, Delta]]) -> None:
    events: list[Event] = []
    for index, fact in enumerate([*FACTS, None]):
        events += [delta for place, delta in places if place == index]
        events += [fact] if fact else []

    assert played(events) == played(FACTS)


@given(st.integers(0, 5), st.integers(0, 5))
def test_tokens_that_overtake_their_events_are_shown_once_and_in_order(
    early: int, late: int
) -> None:
    facts, tokens = FACTS[:5], DELTAS[:]
    events: list[Event] = [*facts[: min(early, late)], *tokens, *facts[min(early, late) :]]

    message = played(events).streaming_message

    assert message is not None
    assert message.text == "It is 4."
    assert [part.kind for part in message.parts] == ["text", "tool"]
    assert message.parts[0].kind == "text" and message.parts[0].text == "Let me see."


@given(st.integers(0, 8), st.integers(1, 3))
def test_a_gap_is_seen_and_changes_nothing(index: int, missing: int) -> None:
    view = played(FACTS[:index])

    ahead = told(index + 1 + missing, "turn.finished")
    after = apply(view, ahead)

    assert after.metadata.gap
    assert after.model_copy(update={"metadata": view.metadata}) == view


def test_an_event_that_can_t_be_read_says_why_without_what_it_said() -> None:
    with pytest.raises(ValidationError) as raised:
        read_event('{"kind": "title.changed", "thread_id": "T", "title": ["hunter2"]}')

    assert "title.changed" in str(raised.value)
    assert "hunter2" not in str(raised.value)
