"""Every story that both reducers know, told to an AG-UI client: it ends with what people see."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ag_ui import core as ag
from parley_shared.agent_view import AgentView
from parley_shared.models import Message
from parley_shared.view import apply, initial, read_event
from parley_web.agui_events import Telling
from parley_web.agui_known import pack
from parley_web.agui_pieces import list_pieces, write_messages

from tests.agui_client import AguiClient

VECTORS = sorted((Path(__file__).parents[3] / "shared" / "vectors").glob("*.json"))
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOTHING_SAID = ("gap",)  # its answer begins behind the gap
STORIES = [
    path
    for path in VECTORS
    if '"turn.started"' in path.read_text() and path.stem not in NOTHING_SAID
]


def begin(known: tuple[ag.Message, ...] = ()) -> AguiClient:
    client = AguiClient(known)
    started = ag.RunStartedEvent(thread_id="t", run_id="r", protocol_version=ag.PROTOCOL_VERSION)
    client.hear(started.model_dump(by_alias=True, mode="json"))
    return client


def tell(client: AguiClient, told: list[ag.BaseEvent]) -> None:
    for event in told:
        client.hear(event.model_dump_json(by_alias=True))


def views(path: Path) -> list[AgentView]:
    vector = json.loads(path.read_text())
    view, seen = initial(vector["thread_id"]), []
    for step in vector["steps"]:
        if "event" in step:
            view = apply(view, read_event(json.dumps(step["event"])))
            seen.append(view)
    return seen


def answer_of(view: AgentView, answer_id: str) -> Message | None:
    if view.streaming_message and view.streaming_message.id == answer_id:
        return view.streaming_message
    return next((each for each in view.visible_messages if each.id == answer_id), None)


def first_answer(seen: list[AgentView]) -> str:
    return next(view.streaming_message.id for view in seen if view.streaming_message)


def test_there_are_stories() -> None:
    assert len(STORIES) >= 15


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_ends_with_the_messages_of_its_answer(path: Path) -> None:
    seen = views(path)
    answer_id = first_answer(seen)
    client, telling = begin(), Telling(pack(()))
    last = None

    for view in seen:
        answer = answer_of(view, answer_id)
        if answer is None:
            continue
        last = answer
        whole = any(each.id == answer_id for each in view.visible_messages)
        tell(client, telling.tell(view, answer, whole=whole))
    tell(client, telling.tell(seen[-1], last, whole=True))
    tell(client, telling.suspend())
    tell(client, [ag.RunFinishedEvent(thread_id="t", run_id="r")])

    assert last is not None
    shown = {each.id: each.model_dump() for each in client.messages.values()}
    assert shown == {each.id: each.model_dump() for each in write_messages(list_pieces(last))}


def growing(text: str) -> Message:
    return Message(
        id="a1",
        thread_id="t",
        role="assistant",
        text=text,
        created_at=AT,
    )


def test_what_a_newer_attempt_says_otherwise_is_told_anew() -> None:
    view, question = initial("t"), ag.UserMessage(id="u1", content="Well?")
    client, telling = begin((question,)), Telling(pack((question,)))

    tell(client, telling.tell(view, growing("It is red and"), whole=False))
    tell(client, telling.tell(view, growing("It is"), whole=False))
    tell(client, telling.tell(view, growing("It is blue"), whole=False))
    tell(client, telling.tell(view, growing("It is blue."), whole=True))

    assert client.count(ag.MessagesSnapshotEvent) == 1
    assert [each.content for each in client.messages.values()] == ["Well?", "It is blue."]


def test_what_the_client_has_is_not_told_again() -> None:
    view = initial("t")
    known = (ag.AssistantMessage(id="a1-0", content="It is"),)
    client, telling = begin(known), Telling(pack(known))

    tell(client, telling.tell(view, growing("It is blue."), whole=True))

    deltas = [e.delta for e in client.events if isinstance(e, ag.TextMessageContentEvent)]
    assert deltas == [" blue."]
    assert client.texts() == ["It is blue."]
