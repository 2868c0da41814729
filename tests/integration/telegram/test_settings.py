"""What a house sets about its bot, as the service follows it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from parley_shared.store import GetMessages
from parley_shared.telegram import GetChatSettings, GetPairing, KeepCode, ListPeople

from tests.fakes.telegram_world import ALICE, USERNAME
from tests.house import House
from tests.telegram_house import CODE, TelegramHouse, open_telegram
from tests.telegram_talk import begin
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

MALLORY, GROUP = 666, -100777
SETTINGS = {
    "TELEGRAM_DM_POLICY": "allowlist",
    "TELEGRAM_ALLOWED_USERS": str(ALICE),
    "TELEGRAM_ALLOWED_GROUPS": str(GROUP),
    "TELEGRAM_SHOW_TOOLS": "log",
    "TELEGRAM_MIRROR": "off",
    "TELEGRAM_LOCAL_MODE": "true",
    "TELEGRAM_POLL_TIMEOUT": "1",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def set_up(house: House) -> AsyncIterator[TelegramHouse]:
    async with open_telegram(house, house.folder, **SETTINGS) as opened:
        yield opened


async def test_where_nobody_is_paired_by_a_link_a_code_is_worth_nothing(
    set_up: TelegramHouse,
) -> None:
    async with set_up.house.bus("telegram") as bus, set_up.house.bus("admin") as admin:
        await bus.ask(KeepCode(code_hash=hashlib.sha256(CODE.encode()).hexdigest()))
        set_up.world.say(f"/start {CODE}", chat=MALLORY, sender=MALLORY)
        set_up.world.say("/whoami")
        await set_up.world.until_said("You are Alice")
        pairing = await admin.ask(GetPairing())
        people = {each.person_id: each.role for each in (await bus.ask(ListPeople())).people}

    assert set_up.world.texts(MALLORY) == []
    assert people[str(MALLORY)] == "stranger"
    assert pairing.link is None
    assert "TELEGRAM_DM_POLICY" in pairing.state.text


async def test_a_group_that_is_named_is_open_from_the_first_and_chats_are_as_they_are_set(
    set_up: TelegramHouse,
) -> None:
    set_up.world.say(f"/whoami@{USERNAME}", chat=GROUP)
    await set_up.world.until_said("You are Alice", chat=GROUP)
    async with set_up.house.bus("telegram") as bus:
        group = await bus.ask(GetChatSettings(chat=str(GROUP)))

    assert (group.allowed, group.mirror, group.tools, group.reasoning) == (
        True,
        False,
        "log",
        False,
    )


async def test_a_server_of_ones_own_hands_larger_files(
    set_up: TelegramHouse, tmp_path: Path
) -> None:
    contents = b"x" * (21 * 2**20)
    set_up.world.local = tmp_path
    thread_id = await begin(set_up, "Large")
    async with set_up.house.bus("gateway") as asker:
        set_up.world.attach("document", contents, file={"file_name": "film.mp4"}, caption="Look")
        async with asyncio.timeout(4 * PATIENCE):
            while not (page := await asker.ask(GetMessages(thread_id=thread_id))).items:
                await asyncio.sleep(0.05)

    (file,) = page.items[0].attachments
    assert (page.items[0].text, file.size) == ("Look", len(contents))
    assert file.sha256 == hashlib.sha256(contents).hexdigest()


async def test_telegram_holds_a_poll_for_as_long_as_it_is_set(set_up: TelegramHouse) -> None:
    held = {call.given["timeout"] for call in set_up.api.called("getUpdates")}

    assert held == {"1"}
