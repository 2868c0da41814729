"""What could not be done waits for a person, and is settled once."""

import pytest
from parley_shared.commands import DeleteThread, RetryMessage
from parley_shared.dead_letters import (
    DeadLetter,
    DeadMessage,
    DeadTurn,
    GetDeadLetter,
    KeepDeadLetter,
    ListDeadLetters,
    SettleDeadLetter,
)
from parley_shared.errors import BadInput, DeadLetterNotFound
from parley_shared.models import Fact, Refusal
from parley_shared.store import Append, Claimed, GetStats, Reject

from tests.integration.store.keeper import Keeper, person_says


def letter(number: int, body: str = "not json") -> DeadLetter:
    about = DeadMessage(channel="telegram", body=body)
    return DeadLetter.model_validate(
        {"id": f"d{number}", "at": "2026-01-02T03:04:05Z", "code": "unreadable", "reason": "No."}
        | {"about": about}
    )


async def waiting(keeper: Keeper) -> list[DeadLetter]:
    return [*(await keeper.ask(ListDeadLetters())).items]


async def kill_turn(keeper: Keeper) -> Claimed:
    """By a message at which every runner dies."""
    await keeper.say("poison", message_id="m1")
    for _ in range(11):
        claimed = await keeper.claim()
        keeper.hours.go_on(6)
    await keeper.say("next", thread_id="T")
    await keeper.claim()
    return claimed


async def test_a_turn_that_was_given_up_waits_with_its_reason(keeper: Keeper) -> None:
    claimed = await kill_turn(keeper)

    (dead,) = await waiting(keeper)

    assert (dead.code, dead.reason) == (
        "too_many_faults",
        "The runner failed more than 10 times without getting any further.",
    )
    assert dead.fact == Fact(name="runner_failed_often", values={"most": 10})
    assert dead.about == DeadTurn(
        thread_id="T", turn_id=claimed.turn.id, message_id="m1", agent_id=claimed.agent.id
    )
    assert (await keeper.ask(GetStats())).dead_letters == 1


async def test_a_message_that_is_answered_again_settles_its_dead_turn(keeper: Keeper) -> None:
    await kill_turn(keeper)
    (dead,) = await waiting(keeper)

    await keeper.ask(RetryMessage(message_id="m1", retry_id="r1"))

    assert await waiting(keeper) == []
    settled = await keeper.ask(GetDeadLetter(letter_id=dead.id))
    assert settled.settled == "retried"


async def test_the_first_settlement_stands(keeper: Keeper) -> None:
    await keeper.ask(KeepDeadLetter(letter=letter(1)))
    await keeper.ask(SettleDeadLetter(letter_id="d1", settled="discarded"))

    again = await keeper.ask(SettleDeadLetter(letter_id="d1", settled="retried"))

    assert again.settled == "discarded"
    assert await waiting(keeper) == []


async def test_what_fails_once_more_waits_once_more(keeper: Keeper) -> None:
    await keeper.ask(KeepDeadLetter(letter=letter(1)))
    await keeper.ask(KeepDeadLetter(letter=letter(1)))
    assert await waiting(keeper) == [letter(1)]

    await keeper.ask(SettleDeadLetter(letter_id="d1", settled="retried"))
    await keeper.ask(KeepDeadLetter(letter=letter(1)))

    assert await waiting(keeper) == [letter(1)]


async def test_the_newest_come_first_and_pages_follow_each_other(keeper: Keeper) -> None:
    for number in range(5):
        await keeper.ask(KeepDeadLetter(letter=letter(number, "x" * 250_000)))

    first = await keeper.ask(ListDeadLetters(limit=4))
    second = await keeper.ask(ListDeadLetters(limit=4, before=first.next))
    third = await keeper.ask(ListDeadLetters(limit=4, before=second.next))

    assert [[each.id for each in page.items] for page in (first, second, third)] == [
        ["d4", "d3"],
        ["d2", "d1"],
        ["d0"],
    ]
    assert third.next is None


async def test_a_letter_about_a_thread_goes_with_it(keeper: Keeper) -> None:
    await kill_turn(keeper)

    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(31)
    await keeper.clock.tick()

    assert await waiting(keeper) == []


async def test_a_settled_letter_is_forgotten_after_a_month(keeper: Keeper) -> None:
    await keeper.ask(KeepDeadLetter(letter=letter(1)))
    await keeper.ask(SettleDeadLetter(letter_id="d1", settled="discarded"))

    keeper.hours.go_on(30 * 86400)
    await keeper.clock.tick()

    with pytest.raises(DeadLetterNotFound):
        await keeper.ask(GetDeadLetter(letter_id="d1"))


@pytest.mark.parametrize("cursor", ["", "x", "-1", "²", "9" * 40])
async def test_a_cursor_that_no_page_gave_is_bad_input(keeper: Keeper, cursor: str) -> None:
    with pytest.raises(BadInput):
        await keeper.ask(ListDeadLetters(before=cursor))


async def test_a_refused_message_is_taken_when_it_is_meant_anew(keeper: Keeper) -> None:
    await keeper.say("hello", message_id="m0")
    refusal = Refusal(message_id="m1", thread_id="T", code="internal", reason="No.")
    await keeper.ask(Reject(refusal=refusal))
    message = person_says("poison", message_id="m1")

    refused = await keeper.ask(Append(message=message))
    taken = await keeper.ask(Append(message=message, anew=True))
    again = await keeper.ask(Append(message=message, anew=True))

    assert refused.refusal == refusal
    assert (taken.refusal, taken.message == again.message, taken.turn == again.turn) == (
        None,
        True,
        True,
    )
    assert [m.text for m in (await keeper.view()).visible_messages] == ["hello", "poison"]
