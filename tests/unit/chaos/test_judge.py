"""The judge of chaos finds what it is there to find."""

from datetime import UTC, datetime, timedelta

import pytest
from parley_shared.dead_letters import DeadLetter, DeadTurn
from parley_shared.events import DurableEvent, event_adapter
from parley_shared.models import Message
from parley_store.claiming import TOO_MANY_FAULTS

from tests.chaos.judge import judge, judge_letters
from tests.chaos.ledger import Ledger, Sent
from tests.chaos.model import write_answer
from tests.chaos.replays import judge_replays
from tests.chaos.truth import KeptThread, Run
from tests.chaos.verdict import Verdict

AT = datetime(2026, 11, 20, tzinfo=UTC)
ASKED = Message(
    id="m1", thread_id="T", position=1, anchor=1, role="user", text="#t0 effect", created_at=AT
)
ANSWER = Message(
    id="at1",
    thread_id="T",
    position=2,
    anchor=1,
    role="assistant",
    text=write_answer("t0", "effect"),
    turn_id="t1",
    reply_to="m1",
    stop_reason="end",
    created_at=AT,
)
STORY: tuple[tuple[str, dict[str, object]], ...] = (
    ("message.created", {"message": ASKED}),
    ("turn.started", {"message_id": "m1", "answer_id": "at1", "runner": "r", "model": "m"}),
    ("text.done", {"step": 0, "text": ""}),
    ("tool.called", {"step": 0, "call_id": "c1", "name": "tally_effect", "title": "t"}),
    ("tool.started", {"call_id": "c1"}),
    ("tool.finished", {"call_id": "c1", "state": "done"}),
    ("message.ready", {"message": ANSWER}),
    ("turn.finished", {}),
)
ONCE = [Run("tally_effect", "c1", "t0")]


def tell(*story: tuple[str, dict[str, object]]) -> tuple[DurableEvent, ...]:
    events: list[DurableEvent] = []
    for seq, (kind, fields) in enumerate(story, 1):
        envelope = {"kind": kind, "id": f"e{seq}", "seq": seq, "at": AT, "thread_id": "T"}
        event = event_adapter.validate_python({**envelope, "turn_id": "t1", "attempt": 1, **fields})
        events.append(event)  # type: ignore[arg-type]  # all of the story are durable
    return tuple(events)


def kept(*messages: Message) -> KeptThread:
    return KeptThread("T", tell(*STORY), messages, 0)


def told() -> Ledger:
    return Ledger(threads=["T"], said=[Sent("m1", "T", "t0", "effect", kept=True)])


def broken_rules(thread: KeptThread, runs: list[Run], ledger: Ledger | None = None) -> list[str]:
    verdict = judge(ledger or told(), [thread], runs, [("b0", thread.view)])
    return [rule for rule, found in verdict.found.items() if found]


def test_what_went_well_is_clean() -> None:
    assert broken_rules(kept(ASKED, ANSWER), ONCE) == []


@pytest.mark.parametrize(
    ("messages", "runs", "rule"),
    [
        ((ANSWER,), ONCE, "lost"),
        ((ASKED, ASKED, ANSWER), ONCE, "doubled"),
        ((ASKED, ANSWER, ANSWER.model_copy(update={"id": "a2"})), ONCE, "doubled"),
        ((ASKED, ANSWER), [*ONCE, *ONCE], "effects twice"),
        ((ASKED, ANSWER), [], "lost"),
        ((ASKED, ANSWER.model_copy(update={"text": "Answer t0: w0"})), ONCE, "wrong answer"),
    ],
)
def test_what_went_wrong_is_found(
    messages: tuple[Message, ...], runs: list[Run], rule: str
) -> None:
    assert rule in broken_rules(kept(*messages), runs)


@pytest.mark.parametrize("has_letter", [True, False])
def test_what_was_given_up_has_a_letter(has_letter: bool) -> None:
    error = TOO_MANY_FAULTS
    failed: dict[str, object] = {"code": error.code, "text": error.text, "message_id": "m1"}
    thread = KeptThread("T", tell(*STORY[:2], ("turn.failed", failed)), (ASKED,), 0)
    about = DeadTurn(thread_id="T", turn_id="t1", message_id="m1", agent_id="a")
    letter = DeadLetter(id="d1", at=AT, code=error.code, reason=error.text, about=about)
    verdict = Verdict()

    judge_letters([thread], [letter] if has_letter else [], verdict)

    assert bool(verdict.found["lost"]) is not has_letter


def test_a_gap_in_the_events_is_out_of_order() -> None:
    events = tell(*STORY)
    thread = KeptThread("T", (*events[:2], *events[3:]), (ASKED, ANSWER), 0)

    assert "out of order" in broken_rules(thread, ONCE)


def test_a_turn_that_never_ended_is_left_open() -> None:
    thread = KeptThread("T", tell(*STORY[:-2]), (ASKED,), 1)

    assert broken_rules(thread, ONCE) == ["left open"]


def test_a_viewer_who_missed_something_is_found() -> None:
    thread = kept(ASKED, ANSWER)
    behind = KeptThread("T", tell(*STORY[:-1]), (), 0).view

    verdict = judge(told(), [thread], ONCE, [("b0", behind)])

    assert verdict.found["viewers unequal"] == ["b0 in T at 7"]


def test_a_moment_that_is_replayed_otherwise_is_found() -> None:
    thread = kept(ASKED, ANSWER)
    before = KeptThread("T", tell(*STORY[:1]), (), 0).view
    wrong = before.model_copy(update={"status": "error"})
    verdict = Verdict()

    judge_replays([thread], [before, wrong], verdict)

    assert verdict.counted["moments replayed"] == 2
    assert verdict.found["viewers unequal"] == ["T at 1 is replayed otherwise: status"]


def test_two_people_told_different_decisions_is_found() -> None:
    ledger = told()
    ledger.decisions["p1"] = {"approve", "deny"}

    assert "wrong decision" in broken_rules(kept(ASKED, ANSWER), ONCE, ledger)


LATER = AT + timedelta(seconds=1)


def fork(*copied: Message) -> KeptThread:
    copies = [
        each.model_copy(update={"id": f"f{each.id}", "thread_id": "F", "turn_id": None})
        for each in copied
    ]
    kinds = {"user": "message.created", "assistant": "message.ready"}
    story: list[tuple[str, dict[str, object]]] = [
        (kinds[each.role], {"message": each, "turn_id": None}) for each in copies
    ]
    of_fork = {"thread_id": "F", "at": LATER}
    told = tuple(event.model_copy(update=of_fork) for event in tell(*story))
    return KeptThread("F", told, tuple(copies), 0)


@pytest.mark.parametrize(
    ("copied", "found"),
    [
        ((ASKED, ANSWER), []),
        ((ASKED,), ["2 messages of T are 1, or others, in a fork"]),
        ((ANSWER, ASKED), ["2 messages of T are 2, or others, in a fork"]),
    ],
)
def test_a_fork_that_lacks_something_is_found(
    copied: tuple[Message, ...], found: list[str]
) -> None:
    ledger = told()
    ledger.forks["F"] = "T"

    verdict = judge(ledger, [kept(ASKED, ANSWER), fork(*copied)], ONCE, [])

    assert verdict.found["lost"] == found


def test_other_words_than_were_said_are_found() -> None:
    other = ASKED.model_copy(update={"text": "#t0 effects"})

    assert "lost" in broken_rules(kept(other, ANSWER), ONCE)


def test_the_same_words_under_another_id_are_found() -> None:
    again = ASKED.model_copy(update={"id": "m2", "position": 3})

    assert "doubled" in broken_rules(kept(ASKED, ANSWER, again), ONCE)


def test_the_same_words_in_another_thread_are_found() -> None:
    verdict = judge(told(), [kept(ASKED, ANSWER), fork(ASKED)], ONCE, [])

    assert verdict.found["doubled"] == ["t0 was said once and is in T and in F"]


def test_a_message_that_nobody_was_to_answer_is_found() -> None:
    alone = tell(("message.created", {"message": ASKED, "turn_id": None}))

    assert broken_rules(KeptThread("T", alone, (ASKED,), 0), []) == ["lost"]


def test_a_refusal_without_a_reason_of_the_person_is_found() -> None:
    ledger = Ledger(threads=["T"], said=[Sent("m9", "T", "t9", "short", refused="internal")])

    assert broken_rules(kept(), ONCE, ledger)[0] == "lost"


@pytest.mark.parametrize(
    ("ends", "rule"),
    [
        (("turn.cancelled", {"reason": "stopped", "message_id": "m1"}), "wrong decision"),
        (("turn.failed", {"code": "internal", "text": "?", "message_id": "m1"}), "complaints"),
    ],
)
def test_a_turn_that_ended_as_nobody_wanted_is_found(
    ends: tuple[str, dict[str, object]], rule: str
) -> None:
    thread = KeptThread("T", tell(*STORY[:2], ends), (ASKED,), 0)

    assert broken_rules(thread, []) == [rule]


def test_a_store_that_keeps_what_it_has_not_told_is_found() -> None:
    more = ANSWER.model_copy(update={"id": "a9", "turn_id": None, "position": 3})

    assert broken_rules(kept(ASKED, ANSWER, more), ONCE) == ["viewers unequal"]
