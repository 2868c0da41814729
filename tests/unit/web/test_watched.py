"""Whoever joins a thread, whenever, sees what the first viewer sees."""

import json
from datetime import UTC, datetime
from functools import reduce
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parley_shared.agent_view import AgentView
from parley_shared.events import MessageCreated
from parley_shared.models import Message
from parley_shared.view import apply, initial, read_event
from parley_web.watched import GROWN, RING, SHOWN, WatchedThread

FOLDER = Path(__file__).parents[3] / "shared" / "vectors"
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


Story = tuple[str, str, list[bytes]]  # name, thread id, events


def read_story(path: Path) -> Story:
    vector = json.loads(path.read_text())
    steps = (step["event"] for step in vector["steps"] if "event" in step)
    return path.stem, vector["thread_id"], [json.dumps(event).encode() for event in steps]


STORIES = [read_story(path) for path in sorted(FOLDER.glob("*.json"))]
NAMES = [name for name, *_ in STORIES]
SHORT = [story for story in STORIES if len(story[2]) <= 9]
SHORT_NAMES = [name for name, *_ in SHORT]


class Viewer:
    """Does with its frames what a browser does."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.view: AgentView | None = None

    def tell(self, frame: str) -> None:
        self.frames.append(frame)
        told = json.loads(frame)
        if told["type"] == "snapshot":
            self.view = AgentView.model_validate(told["view"])
        else:
            assert self.view is not None, "an event before any snapshot"
            self.view = apply(self.view, read_event(json.dumps(told["event"])))

    @property
    def seq(self) -> int:
        assert self.view is not None
        return self.view.seq

    def seen(self) -> AgentView:
        """Without whether a hole was noticed: whoever joins after it never was in one."""
        assert self.view is not None
        cursor = self.view.metadata.cursor.model_copy(update={"holed": False})
        metadata = self.view.metadata.model_copy(update={"cursor": cursor})
        return self.view.model_copy(update={"metadata": metadata})


def hear_all(watched: WatchedThread, story: list[bytes]) -> None:
    for raw in story:
        watched.hear(raw)


def seen_in(watched: WatchedThread) -> AgentView:
    viewer = Viewer()
    watched.join("last", viewer.tell)
    return viewer.seen()


@pytest.mark.parametrize(("name", "thread_id", "story"), STORIES, ids=NAMES)
def test_a_viewer_who_joins_in_the_middle_ends_equal_to_the_first(
    name: str, thread_id: str, story: list[bytes]
) -> None:
    for when in range(len(story) + 1):
        watched = WatchedThread(initial(thread_id))
        first, late = Viewer(), Viewer()
        watched.join("first", first.tell)

        hear_all(watched, story[:when])
        watched.join("late", late.tell)
        hear_all(watched, story[when:])

        assert late.seen() == first.seen() == seen_in(watched), when


@pytest.mark.parametrize(("name", "thread_id", "story"), SHORT, ids=SHORT_NAMES)
def test_a_viewer_who_comes_back_lacks_nothing_and_gets_nothing_twice(
    name: str, thread_id: str, story: list[bytes]
) -> None:
    for left, back in combinations_with_replacement(range(len(story) + 1), 2):
        watched = WatchedThread(initial(thread_id))
        away = Viewer()
        watched.join("away", away.tell)

        hear_all(watched, story[:left])
        watched.leave("away")
        hear_all(watched, story[left:back])
        watched.join("away", away.tell, since=away.seq)
        hear_all(watched, story[back:])

        assert away.seen() == seen_in(watched), (left, back)


@given(st.data())
def test_what_was_missed_and_is_filled_in_comes_to_viewers_in_order(data: st.DataObject) -> None:
    _, thread_id, story = data.draw(st.sampled_from(STORIES))
    events = [read_event(raw) for raw in story]
    durable = [event for event in events if getattr(event, "seq", None)]
    lost = data.draw(st.sets(st.integers(0, len(story))))
    watched = WatchedThread(initial(thread_id))
    viewer = Viewer()
    watched.join("viewer", viewer.tell)

    for number, raw in enumerate(story):
        if number not in lost:
            watched.hear(raw)
    watched.fill(durable)  # type: ignore[arg-type]  # told apart by their seq

    assert viewer.seen() == seen_in(watched)
    assert watched.view.seq == reduce(apply, durable, initial(thread_id)).seq


def created(seq: int) -> bytes:
    message = Message(
        id=f"m{seq}", thread_id="th1", position=seq, anchor=seq, role="user", created_at=AT
    )
    event = MessageCreated(id=f"e{seq}", thread_id="th1", seq=seq, at=AT, message=message)
    return event.model_dump_json().encode()


def grow(count: int) -> WatchedThread:
    watched = WatchedThread(initial("th1"))
    for seq in range(1, count + 1):
        watched.hear(created(seq))
    return watched


def kinds(viewer: Viewer) -> list[str]:
    return [json.loads(frame)["type"] for frame in viewer.frames]


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (None, ["snapshot"]),
        (3, ["event"] * 2),
        (5, []),
        (0, ["event"] * 5),
        (6, ["snapshot"]),  # of another truth
    ],
)
def test_who_has_seen_some_is_told_the_rest(since: int | None, told: list[str]) -> None:
    watched, viewer = grow(5), Viewer()
    viewer.view = reduce(apply, map(read_event, map(created, range(1, 6))), initial("th1"))

    watched.join("viewer", viewer.tell, since)

    assert kinds(viewer) == told


def test_who_was_away_too_long_is_told_anew() -> None:
    watched, viewer = grow(RING + 2), Viewer()

    watched.join("viewer", viewer.tell, since=1)

    assert kinds(viewer) == ["snapshot"]


def test_a_snapshot_holds_the_newest_messages_and_says_that_there_are_more() -> None:
    watched, viewer = grow(SHOWN + 1), Viewer()

    watched.join("viewer", viewer.tell)

    assert viewer.view is not None
    assert [each.id for each in viewer.view.visible_messages][::49] == ["m2", "m51"]
    assert viewer.view.metadata.has_earlier


def test_a_view_does_not_grow_for_ever() -> None:
    watched = grow(2 * GROWN)

    assert len(watched.view.visible_messages) <= GROWN


def test_behind_a_gap_nothing_is_told_until_it_is_filled() -> None:
    watched, viewer = grow(1), Viewer()
    watched.join("viewer", viewer.tell)

    watched.hear(created(3))

    assert watched.is_behind
    assert kinds(viewer) == ["snapshot"]
    watched.fill([read_event(created(2)), read_event(created(3))])  # type: ignore[list-item]
    assert not watched.is_behind
    assert [json.loads(frame).get("event", {}).get("seq") for frame in viewer.frames[1:]] == [2, 3]


def test_a_repeated_event_is_not_told_again() -> None:
    watched, viewer = grow(2), Viewer()
    watched.join("viewer", viewer.tell)

    watched.hear(created(1))
    watched.hear(created(2))

    assert kinds(viewer) == ["snapshot"]


def test_who_has_left_is_told_nothing() -> None:
    watched, viewer = grow(1), Viewer()
    watched.join("viewer", viewer.tell)

    watched.leave("viewer")
    watched.hear(created(2))

    assert kinds(viewer) == ["snapshot"]
    assert not watched.is_watched


def test_what_is_no_event_is_passed_over() -> None:
    watched, viewer = grow(1), Viewer()
    watched.join("viewer", viewer.tell)

    watched.hear(b"nonsense")
    watched.hear(created(2))

    assert kinds(viewer) == ["snapshot", "event"]


def test_when_the_view_is_replaced_everybody_gets_the_new_one() -> None:
    watched, viewer = grow(5), Viewer()
    watched.join("viewer", viewer.tell)

    watched.replace(grow(2).view)

    assert kinds(viewer) == ["snapshot", "snapshot"]
    assert viewer.seq == 2
    assert not watched.is_behind
