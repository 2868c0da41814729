"""A person talks with an agent on Telegram, through the real services and a fake Bot API."""

import pytest
from parley_shared.store import GetChat, GetMessages

from tests.fakes.telegram_world import ALICE
from tests.scripted_runner import claim_turn
from tests.telegram_house import TelegramHouse

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_message_is_answered_where_it_was_sent(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with (
        telegram.house.bus("gateway") as asker,
        telegram.house.bus("agent-runner") as runner,
    ):
        world.say("/new Sums")
        await world.until_said("New thread “Sums”")
        thread_id = (await asker.ask(GetChat(channel="telegram", chat=str(ALICE)))).thread_id
        world.say("What is 2 + 2?")
        turn = await claim_turn(runner, str(thread_id))
        await turn.say("It is **four**.")
        await turn.finish()
        answer = await world.until_said("It is four.")
        page = await asker.ask(GetMessages(thread_id=str(thread_id)))

    assert answer["entities"] == [{"type": "bold", "offset": 6, "length": 4}]
    assert [each.text for each in page.items] == ["What is 2 + 2?", "It is **four**."]
    assert page.items[0].source == "telegram"
    assert page.items[0].sender == "Alice"
