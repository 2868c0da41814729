"""Which Telegram messages were taken together as one."""

from parley_shared.telegram import FindTogether, Joined, KeepJoined, Together
from parley_store.heard import KEPT

from tests.integration.store.keeper import Keeper

FIRST, SECOND = Joined(number=8, body='{"text": "one"}'), Joined(number=9, body='{"text": "two"}')
CHANGED = Joined(number=9, body='{"text": "three"}')


async def keep(keeper: Keeper, message_id: str, *joined: Joined) -> None:
    await keeper.ask(KeepJoined(bot_id=1, chat="7", message_id=message_id, joined=joined))


async def find(keeper: Keeper, number: int, chat: str = "7") -> Together:
    return await keeper.ask(FindTogether(bot_id=1, chat=chat, number=number))


async def test_all_that_were_taken_together_are_found_by_any_of_them(keeper: Keeper) -> None:
    await keep(keeper, "M", SECOND, FIRST)
    await keep(keeper, "N", Joined(number=10, body="{}"))
    await keep(keeper, "M", CHANGED)

    together = Together(message_id="M", joined=(FIRST, CHANGED))
    assert (await find(keeper, 8), await find(keeper, 9)) == (together, together)
    assert (await find(keeper, 11), await find(keeper, 8, chat="6")) == (Together(), Together())


async def test_they_are_forgotten_after_their_time(keeper: Keeper) -> None:
    await keep(keeper, "M", FIRST, SECOND)

    keeper.hours.go_on(KEPT.total_seconds() + 1)
    await keeper.clock.tick()

    assert await find(keeper, 8) == Together()
