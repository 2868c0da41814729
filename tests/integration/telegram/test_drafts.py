"""Answers that grow as drafts, for who wants that: nothing of them is left but the answer."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.fakes.telegram_api import Fault
from tests.fakes.telegram_world import ALICE
from tests.house import House
from tests.telegram_house import TelegramHouse, open_telegram
from tests.telegram_talk import LONG, ask, until_stopped

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOB = 5151


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def drafting(house: House) -> AsyncIterator[TelegramHouse]:
    async with open_telegram(house, house.folder, TELEGRAM_STREAMING="draft") as opened:
        await opened.pair()
        yield opened


async def test_an_answer_grows_as_a_draft_and_is_then_sent(drafting: TelegramHouse) -> None:
    world = drafting.world
    async with drafting.house.bus("agent-runner") as runner:
        turn = await ask(drafting, runner, "Drafted", "Tell me more")
        await turn.say(LONG)
        await world.until(lambda: [text for text in world.drafts.values() if LONG in text])
        shown_before = [text for text in world.texts() if LONG in text]
        await turn.say(" And more.")
        await turn.finish()
        await world.until_said("And more.")

    assert shown_before == []
    assert [text for text in world.texts() if LONG in text] == [f"{LONG} And more."]
    call = drafting.api.called("sendMessageDraft", ALICE)[0]
    assert call.given["can_stop"].lower() == "true"


async def test_telegrams_own_button_stops_the_answer(drafting: TelegramHouse) -> None:
    world = drafting.world
    async with drafting.house.bus("agent-runner") as runner:
        turn = await ask(drafting, runner, "Stopped draft", "Tell me everything")
        before = set(world.drafts)
        await turn.say(LONG)
        await world.until(lambda: set(world.drafts) - before)
        ((_, draft_id),) = set(world.drafts) - before
        world.stop_draft(draft_id)
        await until_stopped(runner, turn)
        await world.until_said("⏹ Stopped.")


async def test_where_no_draft_is_taken_the_answer_grows_in_a_message(
    drafting: TelegramHouse,
) -> None:
    world = drafting.world
    await drafting.pair(BOB)
    text = "Bad Request: TEXTDRAFT_PEER_INVALID"
    drafting.api.faults.append(Fault("sendMessageDraft", 400, text=text, chat=BOB))
    async with drafting.house.bus("agent-runner") as runner:
        turn = await ask(drafting, runner, "No drafts", "Tell me more", BOB)
        await turn.say(LONG)
        growing = await world.until_said(LONG, chat=BOB)
        await turn.finish()
        await world.until(lambda: growing["text"] == LONG)

    assert "reply_markup" not in growing
