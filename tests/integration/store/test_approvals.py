"""What humans decide, once, on whatever surface."""

import pytest
from parley_shared.commands import AnswerQuery, Decide, StopThread
from parley_shared.errors import (
    AlreadyDecided,
    ApprovalNotFound,
    ArgumentsWrong,
    BadInput,
    Stale,
    TooLong,
)
from parley_shared.events import ApprovalDecided, ApprovalRequested, QuestionAnswered
from parley_shared.ids import approval_id, call_id, query_id
from parley_shared.models import TEXT_LIMIT, Remember
from parley_shared.store import (
    Claim,
    Claimed,
    GetOpenRequests,
    GetSteps,
    NothingToClaim,
    Nudge,
    QueryWanted,
    Renew,
)
from parley_store.requests import MOST

from tests.integration.store.keeper import Keeper, call_of, model_says, wants_approval, wants_words


async def park_one(keeper: Keeper, text: str = "Send it", thread_id: str = "T") -> Claimed:
    """A turn that waits for the approval of its first call."""
    await keeper.say(text, thread_id=thread_id)
    claimed = await keeper.claim(thread_id=thread_id)
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    parked = await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0)])
    assert not parked.decided
    return claimed


def approval_of(claimed: Claimed, i: int = 0) -> str:
    return approval_id(call_id(claimed.turn.id, 0, i))


async def test_a_parked_turn_waits_without_a_runner(keeper: Keeper) -> None:
    claimed = await park_one(keeper)

    answer = await keeper.ask(Claim(thread_id="T", runner="r2"))

    assert answer.claim == NothingToClaim(parked=True)
    assert (await keeper.kinds())[-2:] == ["approval.requested", "turn.parked"]
    with pytest.raises(Stale):
        await keeper.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))


async def test_parking_again_changes_nothing(keeper: Keeper) -> None:
    claimed = await park_one(keeper)

    again = await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0)])

    assert not again.decided
    assert (await keeper.kinds()).count("approval.requested") == 1


async def test_a_decision_lets_the_turn_go_on_with_the_same_attempt(keeper: Keeper) -> None:
    claimed = await park_one(keeper)

    await keeper.ask(Decide(approval_id=approval_of(claimed), decision="approve", by="Ada"))

    assert keeper.mail[-1] == "TURNS"
    resumed = await keeper.claim(runner="r2")
    assert (resumed.turn.id, resumed.attempt) == (claimed.turn.id, 1)
    step = next(step for step in resumed.steps if step.kind == "approval")
    assert (step.state, step.approved, step.arguments) == ("done", True, None)


async def test_runners_are_told_who_goes_on_with_a_turn_that_waited(keeper: Keeper) -> None:
    claimed = await park_one(keeper)
    assert keeper.told == []

    await keeper.ask(Decide(approval_id=approval_of(claimed), decision="approve"))
    await keeper.claim(runner="r2")

    assert keeper.told == [("ctl.T", Nudge(taken_by="r2"))]


async def test_edited_arguments_are_kept_and_told(keeper: Keeper) -> None:
    claimed = await park_one(keeper)

    await keeper.ask(
        Decide(
            approval_id=approval_of(claimed),
            decision="approve_edited",
            arguments={"to": "Bob"},
            surface="telegram",
        )
    )

    decided = (await keeper.events())[-1]
    assert isinstance(decided, ApprovalDecided)
    assert (decided.decision, decided.arguments, decided.surface) == (
        "approve_edited",
        {"to": "Bob"},
        "telegram",
    )
    steps = await keeper.ask(GetSteps(turn_id=claimed.turn.id))
    approval = next(step for step in steps.items if step.kind == "approval")
    assert approval.arguments == {"to": "Bob"}


async def test_edited_arguments_that_the_tool_would_not_take_decide_nothing(
    keeper: Keeper,
) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    schema = {
        "type": "object",
        "properties": {"to": {"type": "string", "maxLength": 3}, "copies": {"type": "integer"}},
        "required": ["to"],
        "additionalProperties": False,
    }
    wanted = wants_approval(claimed.turn, 0, 0).model_copy(update={"parameters": schema})
    await keeper.park(claimed, approvals=[wanted])
    edit = Decide(approval_id=approval_of(claimed), decision="approve_edited")

    with pytest.raises(ArgumentsWrong, match="'Barbara' is too long") as wrong:
        await keeper.ask(edit.model_copy(update={"arguments": {"to": "Barbara"}}))

    assert wrong.value.field == "to"
    [approval] = (await keeper.ask(GetOpenRequests())).approvals
    assert approval.decision is None
    decided = await keeper.ask(edit.model_copy(update={"arguments": {"to": "Bob", "copies": None}}))
    assert decided.edited_arguments == {"to": "Bob", "copies": None}


async def test_the_second_decision_hears_who_decided_first(keeper: Keeper) -> None:
    claimed = await park_one(keeper)
    first = Decide(approval_id=approval_of(claimed), decision="deny", reason="No.", by="Ada")
    decided = await keeper.ask(first)

    assert await keeper.ask(first) == decided
    with pytest.raises(AlreadyDecided, match=r"'deny' was decided by Ada at 2026-01-02 03:04:05"):
        await keeper.ask(Decide(approval_id=approval_of(claimed), decision="approve", by="Bob"))


@pytest.mark.parametrize(
    "decision",
    [
        Decide(approval_id="", decision="approve_edited"),
        Decide(approval_id="", decision="approve_edited", arguments=None),
    ],
)
async def test_an_edit_without_arguments_is_bad_input(keeper: Keeper, decision: Decide) -> None:
    claimed = await park_one(keeper)

    with pytest.raises(BadInput):
        await keeper.ask(decision.model_copy(update={"approval_id": approval_of(claimed)}))


async def test_a_decision_that_is_not_allowed_is_bad_input(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    wanted = wants_approval(claimed.turn, 0, 0).model_copy(update={"allowed": ("approve",)})
    await keeper.park(claimed, approvals=[wanted])

    with pytest.raises(BadInput, match="deny"):
        await keeper.ask(Decide(approval_id=approval_of(claimed), decision="deny"))


async def test_an_unknown_approval_or_question_is_an_error(keeper: Keeper) -> None:
    with pytest.raises(ApprovalNotFound):
        await keeper.ask(Decide(approval_id="none", decision="approve"))
    with pytest.raises(ApprovalNotFound):
        await keeper.ask(AnswerQuery(question_id="none", answers=("yes",)))


async def test_a_turn_waits_for_the_last_of_its_approvals(keeper: Keeper) -> None:
    await keeper.say("Send both")
    claimed = await keeper.claim()
    calls = [call_of(claimed.turn, 0, i) for i in range(2)]
    await keeper.keep(claimed, model_says(0, "", *calls))
    await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, i) for i in range(2)])

    await keeper.ask(Decide(approval_id=approval_of(claimed, 0), decision="approve"))

    waits = await keeper.ask(Claim(thread_id="T", runner="r1"))
    assert waits.claim == NothingToClaim(parked=True)
    await keeper.ask(Decide(approval_id=approval_of(claimed, 1), decision="deny"))
    assert (await keeper.claim()).turn.id == claimed.turn.id


async def test_nobody_deciding_in_time_denies(keeper: Keeper) -> None:
    claimed = await park_one(keeper)
    keeper.hours.go_on(600)

    await keeper.clock.tick()

    decided = (await keeper.events())[-1]
    assert isinstance(decided, ApprovalDecided) and decided.decision == "expired"
    resumed = await keeper.claim()
    step = next(step for step in resumed.steps if step.kind == "approval")
    assert (step.approved, step.expired) == (False, True)
    with pytest.raises(AlreadyDecided, match="the clock"):
        await keeper.ask(Decide(approval_id=approval_of(claimed), decision="approve"))


@pytest.mark.parametrize(("remember", "thread_id"), [("thread", "T"), ("agent", "other")])
async def test_a_tool_approved_for_good_is_not_asked_again(
    keeper: Keeper, remember: Remember, thread_id: str
) -> None:
    claimed = await park_one(keeper)
    decision = Decide(approval_id=approval_of(claimed), decision="approve", remember=remember)
    await keeper.ask(decision)
    await keeper.finish(await keeper.claim())

    await keeper.say("Send it again", thread_id=thread_id)
    again = await keeper.claim(thread_id=thread_id)
    parked = await keeper.park(again, approvals=[wants_approval(again.turn, 0, 0)])

    assert parked.decided
    steps = await keeper.ask(GetSteps(turn_id=again.turn.id))
    assert [(s.kind, s.state) for s in steps.items] == [("approval", "done")]
    await keeper.finish(again)


@pytest.mark.parametrize("remember_as", ["send@2", None])
async def test_a_tool_that_changed_or_is_risky_now_is_asked_again(
    keeper: Keeper, remember_as: str | None
) -> None:
    claimed = await park_one(keeper)
    await keeper.ask(Decide(approval_id=approval_of(claimed), decision="approve", remember="agent"))
    await keeper.finish(await keeper.claim())
    await keeper.say("Send it again")
    again = await keeper.claim()

    wanted = wants_approval(again.turn, 0, 0, remember_as=remember_as)
    parked = await keeper.park(again, approvals=[wanted])

    assert not parked.decided


async def test_what_is_asked_each_time_is_not_remembered(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0, remember_as=None)])

    with pytest.raises(BadInput, match="each time"):
        await keeper.ask(
            Decide(approval_id=approval_of(claimed), decision="approve", remember="thread")
        )


async def test_the_journal_says_what_was_approved(keeper: Keeper) -> None:
    claimed = await park_one(keeper)

    await keeper.ask(Decide(approval_id=approval_of(claimed), decision="approve"))

    steps = await keeper.ask(GetSteps(turn_id=claimed.turn.id))
    approval = next(step for step in steps.items if step.kind == "approval")
    assert (approval.binding, approval.expired) == ("b1", False)


async def test_a_tool_approved_for_one_thread_is_asked_in_another(keeper: Keeper) -> None:
    claimed = await park_one(keeper)
    decision = Decide(approval_id=approval_of(claimed), decision="approve", remember="thread")
    await keeper.ask(decision)

    await park_one(keeper, thread_id="other")

    assert len((await keeper.ask(GetOpenRequests())).approvals) == 1


async def test_a_choice_is_answered_with_one_of_its_values(keeper: Keeper) -> None:
    await keeper.say("Which?")
    claimed = await keeper.claim()
    call = call_id(claimed.turn.id, 0, 0)
    wanted = QueryWanted(
        n=0,
        i=0,
        call_id=call,
        query_kind="single",
        text="Red or blue?",
        options=(("r", "Red"), ("b", "Blue")),
    )
    await keeper.park(claimed, queries=[wanted])
    for wrong in ((), ("green",), ("r", "b")):
        with pytest.raises(BadInput):
            await keeper.ask(AnswerQuery(question_id=query_id(call), answers=wrong))
    answer = AnswerQuery(question_id=query_id(call), answers=("b",), by="Ada")

    query = await keeper.ask(answer)

    assert await keeper.ask(answer) == query
    with pytest.raises(AlreadyDecided, match="Ada"):
        await keeper.ask(AnswerQuery(question_id=query_id(call), answers=("r",)))
    answered = (await keeper.events())[-1]
    assert isinstance(answered, QuestionAnswered) and answered.answer == ("b",)
    asked = next(step for step in (await keeper.claim()).steps if step.kind == "ask")
    assert asked.answer == ("b",)


async def test_a_call_that_was_answered_may_ask_once_more(keeper: Keeper) -> None:
    await keeper.say("Which?")
    claimed = await keeper.claim()
    call = call_id(claimed.turn.id, 0, 0)
    which = QueryWanted(n=0, i=0, call_id=call, query_kind="free", text="Which?")
    sure = which.model_copy(update={"round": 1, "text": "Sure?"})
    await keeper.park(claimed, queries=[which])
    await keeper.ask(AnswerQuery(question_id=query_id(call), answers=("b",)))

    claimed = await keeper.claim()
    again = await keeper.park(claimed, queries=[which])
    parked = await keeper.park(claimed, queries=[sure])
    [open_] = (await keeper.ask(GetOpenRequests())).queries
    answer = AnswerQuery(question_id=query_id(call, 1), answers=("yes",))
    query = await keeper.ask(answer)

    assert (again.decided, parked.decided) == (True, False)
    assert (open_.id, open_.text) == (query_id(call, 1), "Sure?")
    assert await keeper.ask(answer) == query
    [asked] = [step for step in (await keeper.claim()).steps if step.kind == "ask"]
    assert (asked.earlier, asked.answer) == ((("b",),), ("yes",))


async def test_open_requests_are_listed_oldest_first(keeper: Keeper) -> None:
    first = await park_one(keeper, thread_id="A")
    keeper.hours.go_on(1)
    second = await park_one(keeper, thread_id="B")

    everything = await keeper.ask(GetOpenRequests())
    of_one = await keeper.ask(GetOpenRequests(thread_id="B"))

    assert [a.turn_id for a in everything.approvals] == [first.turn.id, second.turn.id]
    assert [a.turn_id for a in of_one.approvals] == [second.turn.id]


async def test_a_turn_that_was_stopped_does_not_park(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "I will.", call_of(claimed.turn, 0, 0)))
    await keeper.ask(StopThread(thread_id="T"))

    parked = await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0)])

    assert not parked.decided
    assert (await keeper.kinds())[-1] == "turn.cancelled"
    assert not any(isinstance(e, ApprovalRequested) for e in await keeper.events())


async def test_an_approval_and_a_question_wait_together(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    calls = [call_of(claimed.turn, 0, i) for i in range(2)]
    await keeper.keep(claimed, model_says(0, "", *calls))
    await keeper.park(
        claimed,
        approvals=[wants_approval(claimed.turn, 0, 0)],
        queries=[wants_words(claimed.turn, 0, 1)],
    )

    await keeper.say("The second one")
    waits = await keeper.ask(Claim(thread_id="T", runner="r1"))
    await keeper.ask(Decide(approval_id=approval_of(claimed), decision="approve"))

    assert waits.claim == NothingToClaim(parked=True)
    assert (await keeper.claim()).turn.id == claimed.turn.id


async def test_a_list_of_requests_fits_however_long_their_arguments_are(keeper: Keeper) -> None:
    for thread_id in ("A", "B", "C"):
        await keeper.say("Send it", thread_id=thread_id)
        claimed = await keeper.claim(thread_id=thread_id)
        await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
        wanted = wants_approval(claimed.turn, 0, 0)
        long = wanted.model_copy(update={"arguments": {"to": "Ada", "body": "x" * 250_000}})
        await keeper.park(claimed, approvals=[long])

    whole = await keeper.ask(GetOpenRequests(thread_id="A"))
    listed = await keeper.ask(GetOpenRequests())

    assert whole.approvals[0].arguments["body"] == "x" * 250_000
    assert [each.arguments["to"] for each in listed.approvals] == ["Ada"] * 3
    assert len(listed.model_dump_json()) < 100_000


async def test_one_request_is_found_whole_among_more_than_a_list_holds(keeper: Keeper) -> None:
    letter = {"to": "Ada", "body": "x" * 3_000}
    await keeper.say("Send them")
    claimed = await keeper.claim()
    wanted = [wants_approval(claimed.turn, 0, i) for i in range(MOST + 1)]
    long = [each.model_copy(update={"arguments": letter}) for each in wanted]
    await keeper.park(claimed, approvals=long)

    listed = {each.id for each in (await keeper.ask(GetOpenRequests())).approvals}
    [left_out] = {approval_of(claimed, i) for i in range(MOST + 1)} - listed
    found = await keeper.ask(GetOpenRequests(request_id=left_out))

    assert [(each.id, each.arguments) for each in found.approvals] == [(left_out, letter)]


async def test_what_a_person_says_is_no_longer_than_a_message(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.park(
        claimed,
        approvals=[wants_approval(claimed.turn, 0, 0)],
        queries=[wants_words(claimed.turn, 0, 1)],
    )
    long, open_ = "x" * (TEXT_LIMIT + 1), await keeper.ask(GetOpenRequests())

    with pytest.raises(TooLong):
        answer = AnswerQuery(question_id=open_.queries[0].id, answers=(long,))
        await keeper.ask(answer)
    with pytest.raises(TooLong):
        decision = Decide(
            approval_id=open_.approvals[0].id, decision="approve_edited", arguments={"to": long}
        )
        await keeper.ask(decision)

    assert await keeper.ask(GetOpenRequests()) == open_
