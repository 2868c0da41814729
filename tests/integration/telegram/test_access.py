"""Who may write to the bot: everybody else hears nothing."""

import asyncio
import hashlib
import itertools

import pytest
from parley_shared.bus import Bus
from parley_shared.commands import ThreadChange, UpdateThread
from parley_shared.debug import StrangerEvent
from parley_shared.errors import WrongCode
from parley_shared.store import GetChat, GetMessages, GetStats
from parley_shared.subjects import STRANGERS
from parley_shared.telegram import (
    ChangeChat,
    ChatChange,
    ForgetPerson,
    GetPairing,
    GetTelegramState,
    KeepCode,
    ListChats,
    ListPeople,
    ListUpdates,
    Pair,
)

from tests.fakes.telegram_world import ALICE, BOT_ID, USERNAME
from tests.scripted_runner import claim_turn
from tests.telegram_house import CODE, TelegramHouse
from tests.waiting import PATIENCE, Heard

pytestmark = pytest.mark.asyncio(loop_scope="module")

MALLORY, BOB, CAROL = 666, 777, 888
GROUP = -100123


def hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def until_handled(telegram: TelegramHouse) -> None:
    """Whatever was sent before has been looked at: Alice's command comes after it."""
    before = len(telegram.world.from_bot(ALICE))
    telegram.world.say("/whoami")
    await telegram.world.until(lambda: len(telegram.world.from_bot(ALICE)) > before)


async def test_a_stranger_hears_nothing_and_starts_nothing(telegram: TelegramHouse) -> None:
    async with telegram.house.bus("web") as web:
        before = (await web.ask(GetStats())).messages
        telegram.world.say("Hello?", chat=MALLORY, sender=MALLORY)
        telegram.world.say("/help", chat=MALLORY, sender=MALLORY)
        await until_handled(telegram)
        people = (await web.ask(ListPeople())).people

        assert [
            call.method for call in telegram.api.calls if call.given.get("chat_id") == "666"
        ] == []
        assert (await web.ask(GetStats())).messages == before
    assert [each.role for each in people if each.person_id == str(MALLORY)] == ["stranger"]


async def test_whoever_watches_the_events_hears_of_a_stranger_once(
    telegram: TelegramHouse,
) -> None:
    heard: Heard[StrangerEvent] = Heard()

    async def hear(_: str, body: bytes) -> None:
        heard.add(StrangerEvent.model_validate_json(body))

    async with telegram.house.bus("web") as web:
        listening = await web.listen(STRANGERS, hear)
        async with asyncio.timeout(PATIENCE):
            for number in itertools.count(70_000):  # of one who comes too soon nothing is told
                for _ in range(3):
                    telegram.world.say("Hello?", chat=number, sender=number)
                await until_handled(telegram)
                if heard.all:
                    break
        await until_handled(telegram)
        await web.connection.settle()
        await listening.stop()

    told = [event.person_id for event in heard.all]
    assert len(set(told)) == len(told)
    assert heard.all[0].name == f"Person{told[0]}"


async def test_what_a_stranger_presses_does_nothing(telegram: TelegramHouse) -> None:
    telegram.world.say("/threads")
    answer = await telegram.world.until_said("")

    press = telegram.world.press(answer, "c1:/new Stolen", sender=MALLORY)
    await until_handled(telegram)

    assert telegram.world.presses[press] is None
    assert not [text for text in telegram.world.texts() if "Stolen" in text]


async def test_a_reaction_goes_through_the_same_gate(telegram: TelegramHouse) -> None:
    telegram.world.say("/whoami")
    answer = await telegram.world.until_said("You are Alice")

    telegram.world.react(answer, "👍", sender=667)
    telegram.world.react(answer, "👍")
    await until_handled(telegram)
    async with telegram.house.bus("web") as web, telegram.house.bus("telegram") as bus:
        people = {each.person_id: each.role for each in (await web.ask(ListPeople())).people}
        async with asyncio.timeout(PATIENCE):
            while (await bus.ask(ListUpdates(bot_id=BOT_ID))).updates:
                await asyncio.sleep(0.05)

    assert people["667"] == "stranger"
    assert not [call for call in telegram.api.calls if call.given.get("chat_id") == "667"]


async def test_a_wrong_code_is_answered_once_an_hour(telegram: TelegramHouse) -> None:
    for number in range(3):
        telegram.world.say(f"/start wrong-code-{number}", chat=BOB, sender=BOB)
    await telegram.world.until_said("🔒", chat=BOB)
    await until_handled(telegram)

    assert telegram.world.texts(BOB) == ["🔒 this code is unknown, used or too old."]


async def test_a_code_pairs_one_person_and_is_used_up(telegram: TelegramHouse) -> None:
    async with telegram.house.bus("telegram") as bus, telegram.house.bus("web") as web:
        await bus.ask(KeepCode(code_hash=hash_of("one-two-three")))

        telegram.world.say("/start one-two-three", chat=CAROL, sender=CAROL)
        await telegram.world.until_said("You are paired", chat=CAROL)
        with pytest.raises(WrongCode):
            await bus.ask(Pair(code_hash=hash_of("one-two-three"), person_id="999"))
        telegram.world.say("/whoami", chat=CAROL, sender=CAROL)
        await telegram.world.until_said("You are Person888", chat=CAROL)

        await web.ask(ForgetPerson(person_id=str(CAROL)))
        said = len(telegram.world.from_bot(CAROL))
        telegram.world.say("/whoami", chat=CAROL, sender=CAROL)
        await until_handled(telegram)

    assert len(telegram.world.from_bot(CAROL)) == said


async def test_guessing_codes_ends_after_five(telegram: TelegramHouse) -> None:
    async with telegram.house.bus("telegram") as bus:
        await bus.ask(KeepCode(code_hash=hash_of("the-right-one")))
        for number in range(5):
            with pytest.raises(WrongCode):
                await bus.ask(Pair(code_hash=hash_of(f"guess-{number}"), person_id="31337"))

        with pytest.raises(WrongCode, match="too many"):
            await bus.ask(Pair(code_hash=hash_of("the-right-one"), person_id="31337"))


async def test_a_stranger_can_not_add_the_bot_to_a_group(telegram: TelegramHouse) -> None:
    telegram.world.join(-100666, "member", sender=MALLORY)

    await telegram.world.until(lambda: -100666 in telegram.world.left)


async def test_a_group_is_opened_by_who_added_the_bot_and_hears_only_what_is_meant_for_it(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    world.join(GROUP, "member")
    offer = await world.until_said("May people who are paired")
    world.say("/status", chat=GROUP)
    await until_handled(telegram)
    silent_before = world.texts(GROUP)

    world.press(offer, f"g1:{GROUP}")
    await world.until(lambda: [each for each in world.presses.values() if each])
    world.say("just talking", chat=GROUP)
    world.say(f"/new@{USERNAME} In a group", chat=GROUP)
    await world.until_said("New thread", chat=GROUP)
    world.say("/whoami", chat=GROUP, sender=MALLORY)
    world.say("/whoami@another_bot", chat=GROUP)
    await until_handled(telegram)

    assert silent_before == []
    assert world.texts(GROUP) == ["New thread “In a group”."]
    async with telegram.house.bus("web") as web:
        chats = {each.chat: each for each in (await web.ask(ListChats())).chats}
    assert chats[str(GROUP)].allowed
    assert chats[str(GROUP)].title == "Fake group"


async def test_an_album_is_heard_whole_in_a_group_where_its_first_photo_names_the_bot(
    telegram: TelegramHouse,
) -> None:
    world, group = telegram.world, -100124
    async with telegram.house.bus("gateway") as asker, telegram.house.bus("telegram") as bus:
        await bus.ask(ChangeChat(chat=str(group), change=ChatChange(allowed=True)))
        world.say(f"/new@{USERNAME} Photos", chat=group)
        await world.until_said("New thread", chat=group)
        thread_id = (await asker.ask(GetChat(channel="telegram", chat=str(group)))).thread_id
        named = f"@{USERNAME} Which is nicer?"
        world.attach("photo", b"one", chat=group, media_group_id="g", caption=named)
        world.attach("photo", b"two", chat=group, media_group_id="g")
        world.attach("photo", b"three", chat=group, media_group_id="of somebody else")
        async with asyncio.timeout(PATIENCE):
            while not (page := await asker.ask(GetMessages(thread_id=str(thread_id)))).items:
                await asyncio.sleep(0.05)
        await until_handled(telegram)

    said = [(each.text, len(each.attachments)) for each in page.items]
    assert said == [("Which is nicer?", 2)]


async def test_a_group_that_becomes_a_supergroup_stays_open_and_in_its_thread(
    telegram: TelegramHouse,
) -> None:
    world, group, upgraded = telegram.world, -777, -100777
    async with telegram.house.bus("gateway") as asker, telegram.house.bus("telegram") as bus:
        await bus.ask(ChangeChat(chat=str(group), change=ChatChange(allowed=True)))
        world.say(f"/new@{USERNAME} Small group", chat=group)
        await world.until_said("New thread", chat=group)
        before = await asker.ask(GetChat(channel="telegram", chat=str(group)))

        world.upgrade(group, upgraded)
        world.say(f"/thread@{USERNAME}", chat=upgraded)
        await world.until_said("“Small group”", chat=upgraded)
        after = await asker.ask(GetChat(channel="telegram", chat=str(upgraded)))

    assert after.thread_id == before.thread_id is not None


async def test_a_topic_looks_at_a_thread_of_its_own_and_is_called_like_it(
    telegram: TelegramHouse,
) -> None:
    world, topic = telegram.world, 55
    world.topics[GROUP, topic] = "General talk"
    inside = {"is_topic_message": True, "message_thread_id": topic}
    world.say(f"/new@{USERNAME}", chat=GROUP, **inside)
    begun = await world.until_said("New thread the untitled", chat=GROUP)
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        where = GetChat(channel="telegram", chat=f"{GROUP}_{topic}")
        async with telegram.house.bus("gateway") as asker:
            thread_id = str((await asker.ask(where)).thread_id)
        world.say(f"@{USERNAME} Which beans?", chat=GROUP, **inside)
        turn = await claim_turn(runner, thread_id)
        await world.until(lambda: world.topics[GROUP, topic] == "Which beans?")
        await turn.say("Broad beans.")
        await turn.finish()
        answer = await world.until_said("Broad beans.", chat=GROUP)
        change = UpdateThread(thread_id=thread_id, change=ThreadChange(title="Beans"))
        await web.ask(change, service="gateway")
        await world.until(lambda: world.topics[GROUP, topic] == "Beans")

    assert (begun["message_thread_id"], answer["message_thread_id"]) == (topic, topic)


async def test_an_answer_whose_topic_is_gone_comes_into_the_chat_with_its_threads_title(
    telegram: TelegramHouse,
) -> None:
    world, topic = telegram.world, 56
    world.topics[GROUP, topic] = "Soon gone"
    inside = {"is_topic_message": True, "message_thread_id": topic}
    world.say(f"/new@{USERNAME} Gone", chat=GROUP, **inside)
    await world.until_said("New thread “Gone”", chat=GROUP)
    chat = f"{GROUP}_{topic}"
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        async with telegram.house.bus("gateway") as asker:
            where = GetChat(channel="telegram", chat=chat)
            thread_id = str((await asker.ask(where)).thread_id)
        world.say(f"@{USERNAME} Where are you?", chat=GROUP, **inside)
        turn = await claim_turn(runner, thread_id)
        del world.topics[GROUP, topic]
        await turn.say("Nowhere.")
        await turn.finish()
        answer = await world.until_said("Nowhere.", chat=GROUP)
        async with asyncio.timeout(PATIENCE):
            while not (found := await find_paused(web, chat)):
                await asyncio.sleep(0.05)

    assert answer["text"] == "🧵 Gone\nNowhere."
    assert "message_thread_id" not in answer
    assert found == "its topic is gone: Message thread not found"


async def find_paused(web: Bus, chat: str) -> str:
    chats = {each.chat: each for each in (await web.ask(ListChats())).chats}
    return chats[chat].paused


async def test_the_state_and_the_pairing_link_are_told(telegram: TelegramHouse) -> None:
    async with telegram.house.bus("web") as web, telegram.house.bus("admin") as admin:
        state = await web.ask(GetTelegramState())
        pairing = await admin.ask(GetPairing())

    assert (state.state, state.username) == ("running", USERNAME)
    assert pairing.link is not None
    assert pairing.link.startswith(f"https://t.me/{USERNAME}?start=")
    assert len(pairing.link.rsplit("=", 1)[1]) == 24


async def test_neither_token_nor_code_is_in_the_log(telegram: TelegramHouse) -> None:
    await until_handled(telegram)

    log = telegram.service.log.read_text()
    assert "started" in log
    assert telegram.api.token not in log
    assert CODE not in log


async def test_the_admin_page_sees_and_changes_who_may_write(telegram: TelegramHouse) -> None:
    async with telegram.house.client() as client:
        telegram.world.say("Hi", chat=909, sender=909)
        await until_handled(telegram)
        before = (await client.get("/api/telegram")).json()
        allowed = await client.put("/api/telegram/people/909", json={"role": "paired"})
        telegram.world.say("/whoami", chat=909, sender=909)
        await telegram.world.until_said("You are Person909", chat=909)
        changed = await client.patch("/api/telegram/chats/909", json={"mirror": False})
        telegram.world.say("/new Ours", chat=909, sender=909)
        await telegram.world.until_said("New thread", chat=909)
        [listed, *_] = (await client.get("/api/threads")).json()["items"]
        looking = (await client.get(f"/api/threads/{listed['thread']['id']}/chats")).json()
        forgotten = await client.delete("/api/telegram/people/909")
        after = (await client.get("/api/telegram")).json()
        link = (await client.get("/api/pairing")).json()["link"]
        unknown = await client.put("/api/telegram/people/1", json={"role": "paired"})

    assert before["state"]["state"] == "running"
    assert {"909": "stranger"}.items() <= {
        each["person_id"]: each["role"] for each in before["people"]
    }.items()
    assert (allowed.status_code, allowed.json()["role"]) == (200, "paired")
    assert (changed.json()["mirror"], forgotten.status_code) == (False, 204)
    assert listed["thread"]["title"] == "Ours"
    assert [(each["chat"], each["mirror"]) for each in looking["chats"]] == [("909", False)]
    assert "909" not in {each["person_id"] for each in after["people"]}
    assert link.startswith("https://t.me/")
    assert unknown.status_code == 404
