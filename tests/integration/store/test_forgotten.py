"""Whoever may no longer write is told nothing any more, not even what was asked before."""

from parley_shared.models import Message
from parley_shared.store import Append
from parley_shared.telegram import (
    AllowPerson,
    ForgetPerson,
    HeardUpdate,
    KeepUpdates,
    ListWaitingChats,
    Verdicts,
)

from tests.integration.store.keeper import Keeper, person_says

ADA = "7"


async def hear(keeper: Keeper, update_id: int) -> Verdicts:
    heard = HeardUpdate(update_id=update_id, chat=ADA, sender=ADA, name="Ada", body="{}")
    return await keeper.ask(KeepUpdates(bot_id=1, updates=(heard,)))


def asked_on_telegram(number: int) -> Message:
    said = person_says("Hello", thread_id="T", message_id=f"tg_1_{number}_{ADA}", sender=ADA)
    return said.model_copy(update={"source": "telegram"})


async def test_a_forgotten_person_gets_no_answer_until_paired_again(keeper: Keeper) -> None:
    await hear(keeper, 1)
    await keeper.ask(AllowPerson(person_id=ADA))
    await keeper.ask(Append(message=asked_on_telegram(1), create=True))
    claimed = await keeper.claim()

    await keeper.ask(ForgetPerson(person_id=ADA))
    await keeper.finish(claimed)
    assert (await keeper.ask(ListWaitingChats())).chats == ()

    await hear(keeper, 2)
    await keeper.ask(AllowPerson(person_id=ADA))
    await keeper.ask(Append(message=asked_on_telegram(3)))
    await keeper.finish(await keeper.claim())
    assert (await keeper.ask(ListWaitingChats())).chats == (ADA,)
    assert (await hear(keeper, 4)).verdicts[0].state == "open"
