"""What becomes of a message, decided from what is open."""

from datetime import UTC, datetime

import pytest
from parley_shared.errors import QueueFull, ThreadBusy
from parley_shared.models import (
    Approval,
    BusyMode,
    Message,
    Query,
    RespondPolicy,
    Thread,
    Turn,
    TurnState,
)
from parley_store.admission import choose_agent, choose_place, write_title
from parley_store.requests import Request
from parley_store.rows import KeptTurn

AT = datetime(2026, 1, 2, tzinfo=UTC)


def thread(busy_mode: BusyMode = "enqueue", respond_policy: RespondPolicy = "always") -> Thread:
    return Thread(
        id="T",
        agent_id="parley",
        busy_mode=busy_mode,
        respond_policy=respond_policy,
        created_at=AT,
        last_activity_at=AT,
    )


def turn(state: TurnState, *, cancel: bool = False, steers: int = 0) -> KeptTurn:
    of_turn = Turn(
        id="t1",
        thread_id="T",
        message_id="m1",
        agent_id="parley",
        position=1,
        state=state,
        cancel=cancel,
        created_at=AT,
    )
    return KeptTurn(
        turn=of_turn,
        first_seq=1,
        started_at=None,
        reason=None,
        claim_id=None,
        resumed=False,
        progressed=False,
        steers=steers,
        woken_at=None,
        wakes=0,
    )


ASKS_FREELY = Request(
    Query(id="q", thread_id="T", turn_id="t1", call_id="c", kind="free", text="?", created_at=AT),
    0,
    0,
)
WAITS = Request(
    Approval(id="p", thread_id="T", turn_id="t1", call_id="c", tool="send", created_at=AT), 0, 0
)


@pytest.mark.parametrize(
    ("policy", "wanted", "chosen"),
    [
        ("always", None, "parley"),
        ("smart", None, None),
        ("smart", "toolbox", "toolbox"),
        ("mention", None, None),
        ("off", None, None),
        ("off", "toolbox", "toolbox"),
    ],
)
def test_who_answers(policy: RespondPolicy, wanted: str | None, chosen: str | None) -> None:
    assert choose_agent(thread(respond_policy=policy), wanted) == chosen


@pytest.mark.parametrize(
    ("text", "mention", "smart"),
    [
        ("I like cats.", False, False),
        ("Does anybody like cats?", False, True),
        ("What does @Parley think of it", True, True),
        ("@parley hello", True, True),
        ("Parley, look at this", True, True),
        ("parley: look", True, True),
        ("We talked to Parley yesterday.", False, False),
        ("@Parleys are many", False, False),
        ("mail me at me@@parley", False, False),
    ],
)
def test_in_a_room_the_agent_answers_who_addresses_it(
    text: str, mention: bool, smart: bool
) -> None:
    names = ("Parley", "p1")

    mentions = choose_agent(thread(respond_policy="mention"), None, text, names)
    minds = choose_agent(thread(respond_policy="smart"), None, text, names)

    assert (mentions is not None, minds is not None) == (mention, smart)


def test_a_channel_may_be_busy_in_a_way_of_its_own() -> None:
    room = thread("reject").model_copy(update={"busy_modes": {"telegram": "steer"}})
    running = [turn("running")]

    assert choose_place(room, "parley", None, running, [], "telegram") == "steer"
    assert choose_place(room, "parley", "enqueue", running, [], "telegram") == "queue"
    with pytest.raises(ThreadBusy):
        choose_place(room, "parley", None, running, [], "web")


@pytest.mark.parametrize(
    ("head", "requests", "mode", "place"),
    [
        (turn("running"), [], "enqueue", "queue"),
        (turn("running"), [], "steer", "steer"),
        (turn("running", cancel=True), [], "steer", "queue"),
        (turn("queued"), [], "steer", "queue"),
        (turn("backoff"), [], "steer", "queue"),
        (turn("running"), [], "interrupt", "interrupt"),
        (turn("parked"), [WAITS], "steer", "queue"),
        (turn("parked"), [WAITS], "reject", "queue"),
        (turn("parked"), [WAITS], "interrupt", "interrupt"),
        (turn("parked"), [ASKS_FREELY], "enqueue", "answer"),
        (turn("parked"), [WAITS, ASKS_FREELY], "interrupt", "answer"),
    ],
)
def test_where_a_message_goes(
    head: KeptTurn, requests: list[Request], mode: BusyMode, place: str
) -> None:
    assert choose_place(thread(), "parley", mode, [head], requests) == place


def test_a_message_for_another_agent_does_not_answer_the_question() -> None:
    head = turn("parked")

    assert choose_place(thread(), "toolbox", None, [head], [ASKS_FREELY]) == "queue"


def test_a_message_for_nobody_is_only_kept() -> None:
    assert choose_place(thread(), None, None, [turn("running")], []) == "keep"


def test_a_busy_thread_that_rejects_takes_the_first_message() -> None:
    rejects = thread("reject")

    assert choose_place(rejects, "parley", None, [], []) == "queue"
    with pytest.raises(ThreadBusy):
        choose_place(rejects, "parley", None, [turn("running")], [])


def test_what_wants_to_join_counts_as_waiting() -> None:
    with pytest.raises(QueueFull):
        choose_place(thread(), "parley", "steer", [turn("running", steers=20)], [])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello", "Hello"),
        ("\n\n  first   line \nsecond", "first line"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("", ""),
        ("\n \n", ""),
        ("# Watering plan\n\nEarly.", "Watering plan"),
        ("> quoted", "quoted"),
        ("#hashtag stays", "#hashtag stays"),
        ("#\n\nC# tips", "#"),
    ],
)
def test_a_title_is_the_first_line_with_words(text: str, title: str) -> None:
    message = Message(id="m", thread_id="T", role="user", text=text, created_at=AT)

    assert write_title(message) == title
