"""The judge of chaos finds what a tool call may not have done."""

import pytest
from parley_shared.models import ToolPart

from tests.chaos.calls import Call, find_faults, judge_calls, judge_decisions, read_calls
from tests.chaos.ledger import Ledger
from tests.chaos.truth import KeptThread, Run
from tests.chaos.verdict import Verdict
from tests.unit.chaos.test_judge import ANSWER, AT, tell

Story = tuple[tuple[str, dict[str, object]], ...]

STARTED: dict[str, object] = {"message_id": "m1", "answer_id": "at1", "runner": "r", "model": "m"}
CALLED: dict[str, object] = {"step": 0, "call_id": "c1", "name": "tally_pure", "title": "t"}
BEGUN: Story = (
    ("turn.started", STARTED),
    ("tool.called", {**CALLED, "effect": "pure"}),
    ("tool.started", {"call_id": "c1"}),
)
DONE: Story = (("tool.finished", {"call_id": "c1", "state": "done"}),)
DENIED: Story = (("approval.decided", {"approval_id": "p1", "call_id": "c1", "decision": "deny"}),)


def kept(*story: tuple[str, dict[str, object]]) -> KeptThread:
    return KeptThread("T", tell(*story), (), 0)


def broken_rules(call: Call, times: int) -> list[str]:
    return [rule for rule, _ in find_faults(call, times)]


@pytest.mark.parametrize(
    ("call", "times", "rule"),
    [
        (Call("t", "pure", "t1", state="done"), 2, "doubled"),
        (Call("t", "idempotent", "t1", starts=2, state="done"), 3, "doubled"),
        (Call("t", "effect", "t1", starts=2, state="unknown"), 2, "effects twice"),
        (Call("t", "pure", "t1", state="done"), 0, "lost"),
        (Call("t", "effect", "t1", state="unknown"), 1, "unknown in vain"),
        (Call("t", "effect", "t1", state=""), 1, "unknown in vain"),
        (Call("t", "effect", "t1", state="skipped", is_cut=True), 1, "unknown in vain"),
        (Call("t", "effect", "t1", state="done", decision="deny"), 1, "wrong decision"),
        (Call("t", "effect", "t1", state="skipped", decision="approve"), 0, "wrong decision"),
        (Call("t", "idempotent", "t1", state="skipped", is_cut=True), 1, "unknown in vain"),
        (Call("t", "pure", "t1", state="error"), 1, "wrong answer"),
    ],
)
def test_what_a_call_may_not_have_done_is_found(call: Call, times: int, rule: str) -> None:
    assert broken_rules(call, times) == [rule]


@pytest.mark.parametrize(
    ("call", "times"),
    [
        (Call("t", "pure", "t1", state="done"), 1),
        (Call("t", "pure", "t1", starts=2, state="done"), 2),
        (Call("t", "effect", "t1", starts=2, state="unknown"), 0),
        (Call("t", "effect", "t1", state="unknown", is_cut=True), 1),
        (Call("t", "effect", "t1", state="skipped", decision="deny"), 0),
        (Call("t", "effect", "t1", state="skipped", is_cut=True), 0),
        (Call("t", "pure", "t1", state="skipped", is_cut=True), 1),
    ],
)
def test_what_a_call_may_do_is_left_alone(call: Call, times: int) -> None:
    assert broken_rules(call, times) == []


def test_a_turn_that_begins_again_may_run_an_open_call_again_and_none_that_has_a_result() -> None:
    again: Story = (("turn.started", {**STARTED, "attempt": 2}),)

    assert read_calls(kept(*BEGUN, *again, *DONE))["c1"].starts == 2
    assert read_calls(kept(*BEGUN, *DONE, *again))["c1"].starts == 1


def test_what_the_store_ended_is_as_the_answer_shows_it() -> None:
    part = ToolPart(step=0, call_id="c1", name="tally_pure", title="t", state="unknown")
    message = ANSWER.model_copy(update={"parts": (part,)})

    call = read_calls(kept(*BEGUN, ("message.ready", {"message": message})))["c1"]

    assert call.state == "unknown"


def test_a_run_that_no_thread_knows_of_is_found() -> None:
    verdict = Verdict()

    judge_calls(
        [kept(*BEGUN, *DONE)], [Run("tally_pure", each, "t") for each in ["c1", "c2"]], verdict
    )

    assert verdict.found["unknown in vain"] == ["call c2 ran, and no thread says so"]


@pytest.mark.parametrize(
    ("story", "told", "rule"),
    [
        (DENIED, {"approve"}, "wrong decision"),
        ((*DENIED, *DENIED), {"deny"}, "wrong decision"),
        ((), {"deny"}, "lost"),
    ],
)
def test_a_decision_that_is_not_kept_as_it_was_told_is_found(
    story: Story, told: set[str], rule: str
) -> None:
    verdict = Verdict()

    judge_decisions(Ledger(decisions={"p1": told}), [kept(*BEGUN, *story)], verdict)

    assert [each for each, found in verdict.found.items() if found] == [rule]


def test_what_nobody_decided_is_left_open() -> None:
    asked = {
        "id": "p1",
        "thread_id": "T",
        "turn_id": "t1",
        "call_id": "c1",
        "tool": "t",
        "created_at": AT,
    }
    verdict = Verdict()

    judge_decisions(Ledger(), [kept(*BEGUN, ("approval.requested", {"approval": asked}))], verdict)

    assert verdict.found["left open"] == ["p1 was asked, and nothing was decided"]
