"""How answers grow, end and fail in a chat, and what people decide there."""

import asyncio
from collections.abc import Callable, Sequence

import pytest
from parley_shared.bus import Bus
from parley_shared.commands import Decide, EditMessage, ThreadChange, UpdateThread
from parley_shared.ids import approval_id, call_id
from parley_shared.models import Message, TurnError
from parley_shared.store import (
    ApprovalWanted,
    Finish,
    GetChat,
    GetMessages,
    QueryWanted,
)

from tests.fakes.telegram_world import ALICE, Json
from tests.scripted_runner import claim_turn
from tests.telegram_house import TelegramHouse
from tests.telegram_talk import LONG, ask, begin, button, park, say_on_web
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_answer_grows_in_one_message_with_a_stop_button(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Growing", "Tell me more")
        await turn.say(LONG)
        growing = await world.until_said(LONG)
        number, stop = growing["message_id"], button(growing, "Stop")
        await turn.say(" And **more**.")
        await turn.finish()
        ended = await world.until_said("And more.")

    assert ended["message_id"] == number
    assert stop.startswith("s1:")
    assert "reply_markup" not in ended
    assert [text for text in world.texts() if text.startswith(LONG)] == [f"{LONG} And more."]
    assert telegram.api.called("sendChatAction", ALICE)


async def test_an_answer_that_comes_slowly_is_shown_from_its_first_words(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Slowly", "Take your time")
        await turn.say("Let me see")
        growing = await world.until_said("Let me see\n\n…")
        await turn.say(": yes.")
        await turn.finish()
        await world.until(lambda: growing["text"] == "Let me see: yes.")


async def test_a_reaction_shows_what_becomes_of_a_message(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        thread_id = await begin(telegram, "Reacting")
        number = (ALICE, world.say("One")["message_id"])
        await world.until(lambda: world.reactions.get(number) == ["👀"])
        turn = await claim_turn(runner, thread_id)
        await turn.say("Two")
        await turn.finish()
        await world.until(lambda: world.reactions.get(number) == [])

        other = (ALICE, world.say("Three")["message_id"])
        turn = await claim_turn(runner, thread_id)
        error = TurnError(code="provider_down", text="It is gone for now.")
        claimed = turn.claimed
        await runner.ask(
            Finish(turn_id=claimed.turn.id, fence=claimed.fence, state="failed", error=error)
        )
        await world.until(lambda: world.reactions.get(other) == ["💔"])


async def test_a_failed_turn_says_so_and_can_be_tried_again(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Failing", "Do it")
        error = TurnError(code="provider_down", text="The model can't be reached.")
        claimed = turn.claimed
        await runner.ask(
            Finish(turn_id=claimed.turn.id, fence=claimed.fence, state="failed", error=error)
        )
        failed = await world.until_said("The model can't be reached.")
        world.press(failed, button(failed, "Try again"))
        again = await claim_turn(runner, claimed.turn.thread_id)
        await again.say("Done now.")
        await again.finish()
        await world.until_said("Done now.")

    assert again.claimed.turn.message_id == claimed.turn.message_id


async def test_an_approval_is_decided_by_a_button_and_says_by_whom(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Approving", "Send the mail")
        call = call_id(turn.claimed.turn.id, 0, 0)
        wanted = ApprovalWanted(n=0, i=0, call_id=call, tool="send_mail", arguments={"to": "Bob"})
        await park(runner, turn, approvals=(wanted,))
        asked = await world.until_said("wants to use send_mail")
        shown, reject = asked["text"], button(asked, "Reject")
        press = world.press(asked, button(asked, "Approve"))
        decided = await world.until_said("✅ Approved by Alice on Telegram")
        await world.until(lambda: world.presses[press])
        late = world.press(asked, reject)
        answer = await world.until(lambda: world.presses[late])
        turn = await claim_turn(runner, turn.claimed.turn.thread_id)
        await turn.say("Sent.")
        await turn.finish()
        await world.until_said("Sent.")

    assert '"to": "Bob"' in shown
    assert decided["message_id"] == asked["message_id"]
    assert "reply_markup" not in decided
    assert answer["alert"]
    assert "was decided by Alice" in answer["text"]


async def test_a_decision_made_in_the_browser_is_seen_on_telegram(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with (
        telegram.house.bus("agent-runner") as runner,
        telegram.house.bus("web") as web,
    ):
        turn = await ask(telegram, runner, "Deciding elsewhere", "Delete it")
        call = call_id(turn.claimed.turn.id, 0, 0)
        await park(
            runner, turn, approvals=(ApprovalWanted(n=0, i=0, call_id=call, tool="delete_file"),)
        )
        await world.until_said("wants to use delete_file")
        decide = Decide(approval_id=approval_id(call), decision="deny", by="Owner", surface="web")
        await web.ask(decide, service="gateway")

        decided = await world.until_said("❌ Rejected by Owner in the browser")

    assert "reply_markup" not in decided


async def test_a_question_is_answered_by_a_button(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Asking", "Which?")
        call = call_id(turn.claimed.turn.id, 0, 0)
        wanted = QueryWanted(
            n=0,
            i=0,
            call_id=call,
            query_kind="single",
            text="Which colour?",
            options=(("r", "Red"), ("b", "Blue")),
        )
        await park(runner, turn, queries=(wanted,))
        asked = await world.until_said("Which colour?")
        world.press(asked, button(asked, "Blue"))
        answered = await world.until_said("✅ Answered: b")

    assert answered["message_id"] == asked["message_id"]


async def test_several_options_are_ticked_and_sent_together(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Ticking", "Which ones?")
        call = call_id(turn.claimed.turn.id, 0, 0)
        options = (("r", "Red"), ("g", "Green"), ("b", "Blue"))
        wanted = QueryWanted(
            n=0, i=0, call_id=call, query_kind="multi", text="Colours?", options=options
        )
        await park(runner, turn, queries=(wanted,))
        asked = await world.until_said("Colours?")
        world.press(asked, button(asked, "Red"))
        await world.until(lambda: "☑ Red" in str(asked.get("reply_markup")))
        world.press(asked, button(asked, "Blue"))
        await world.until(lambda: "☑ Blue" in str(asked.get("reply_markup")))
        world.press(asked, button(asked, "Done"))

        await world.until_said("✅ Answered: r, b")


async def test_what_is_said_in_the_browser_is_told_in_the_chat(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        thread_id = await begin(telegram, "Both sides")
        await say_on_web(telegram, thread_id, "From the browser")
        mirrored = await world.until_said("🌐 From the browser")
        turn = await claim_turn(runner, thread_id)
        await turn.say("Seen on both.")
        await turn.finish()
        await world.until_said("Seen on both.")

    assert [entity["type"] for entity in mirrored["entities"]] == ["blockquote"]
    sent = next(
        call
        for call in telegram.api.called("sendMessage")
        if "From the browser" in call.given["text"]
    )
    assert sent.given["disable_notification"].lower() == "true"


async def test_a_long_answer_comes_whole_and_one_too_long_as_a_file(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    code = "\n".join(f"value_{number} = compute({number})" for number in range(360))
    text = f"Here it is.\n\n```python\n{code}\n```\n\n" + "Explained in words. " * 200
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Long", "Write much")
        before = len(world.from_bot())
        whole = text[:16_000] + "\n\nThe very end."
        await turn.say(whole)
        await turn.finish()
        await world.until_said("The very end.")
        shown = world.from_bot()[before:]
        turn = await ask(telegram, runner, "Longer", "Write more")
        await turn.say("word " * 8_000)
        await turn.finish()
        file = await world.until(
            lambda: next((each for each in world.from_bot() if "document" in each), None)
        )

    words = whole.replace("```python", "").replace("```", "").split()
    assert " ".join(each["text"] for each in shown).split() == words
    with_code = [each for each in shown if "compute(" in each["text"]]
    assert len(with_code) > 2
    assert all(_has_code(each, "python") for each in with_code)
    assert world.files[file["document"]["file_id"]].decode().split() == ["word"] * 8_000
    assert file["document"]["file_name"] == "Longer.md"


def _has_code(message: Json, language: str) -> bool:
    """Each line of it stands in code of that language."""
    (code,) = [each for each in message["entities"] if each["type"] == "pre"]
    inside = message["text"][code["offset"] : code["offset"] + code["length"]]
    lines = [line for line in message["text"].splitlines() if "compute(" in line]
    return code["language"] == language and all(line in inside.splitlines() for line in lines)


async def test_a_refusal_is_told_where_the_message_was_sent(telegram: TelegramHouse) -> None:
    world = telegram.world
    thread_id = await begin(telegram, "Archived")
    async with telegram.house.bus("gateway") as asker:
        change = ThreadChange(status="archived")
        await asker.ask(UpdateThread(thread_id=thread_id, change=change))
        world.say("Is anybody there?")
        refused = await world.until_said("This was not taken")

    assert "archived" in refused["text"]


async def test_an_edited_message_replaces_its_text(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with (
        telegram.house.bus("agent-runner") as runner,
        telegram.house.bus("gateway") as asker,
    ):
        thread_id = await begin(telegram, "Editing")
        said = world.say("What is 2 + 3?")
        turn = await claim_turn(runner, thread_id)
        await turn.say("5")
        await turn.finish()
        world.edit(said, "What is 2 + 5?")
        offered = await world.until_said("✏️ Edited.")
        page = await asker.ask(GetMessages(thread_id=thread_id))
        world.press(offered, button(offered, "Answer again"))
        again = await claim_turn(runner, thread_id)
        await again.say("7")
        await again.finish()

    assert page.items[0].text == "What is 2 + 5?"


async def read_until(
    asker: Bus, thread_id: str, is_so: Callable[[Sequence[Message]], bool]
) -> Sequence[Message]:
    async with asyncio.timeout(PATIENCE):
        while not is_so(items := (await asker.ask(GetMessages(thread_id=thread_id))).items):
            await asyncio.sleep(0.05)
    return items


async def test_a_caption_that_is_taken_away_while_its_turn_waits_is_gone(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with (
        telegram.house.bus("agent-runner") as runner,
        telegram.house.bus("gateway") as asker,
    ):
        thread_id = await begin(telegram, "Captions")
        photo = world.attach("photo", b"one", caption="Wrong words")
        album = world.attach("photo", b"two", media_group_id="g2", caption="Two photos")
        await read_until(asker, thread_id, lambda items: len(items) == 2)
        world.edit(album, "")
        world.edit(photo, "")
        items = await read_until(asker, thread_id, lambda items: items[0].edited)
        turn = await claim_turn(runner, thread_id)

    assert [(each.text, len(each.attachments)) for each in items] == [("", 1), ("Two photos", 1)]
    assert turn.claimed.history[-1].text == ""


async def test_an_album_and_a_long_paste_are_one_message_each(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("gateway") as asker:
        thread_id = await begin(telegram, "Album")
        world.attach("photo", b"one", media_group_id="g1", caption="Two photos")
        world.attach("photo", b"two", media_group_id="g1")
        world.say("x" * 3_900)
        world.say("the rest")
        async with asyncio.timeout(PATIENCE):
            while len((page := await asker.ask(GetMessages(thread_id=thread_id))).items) < 2:
                await asyncio.sleep(0.05)

    album, paste = page.items
    assert (album.text, len(album.attachments)) == ("Two photos", 2)
    assert paste.text == "x" * 3_900 + "\nthe rest"


async def test_a_file_that_is_too_large_is_told_and_the_message_is_answered(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("gateway") as asker:
        thread_id = await begin(telegram, "Large")
        file = {"file_name": "film.mp4", "mime_type": "video/mp4"}
        world.attach("document", b"", size=21 * 2**20, file=file, caption="Look")
        await world.until_said("at most 20 MB")
        async with asyncio.timeout(PATIENCE):
            while not (page := await asker.ask(GetMessages(thread_id=thread_id))).items:
                await asyncio.sleep(0.05)

    assert page.items[0].text == "Look\n(The file film.mp4 was too large to be fetched.)"


async def test_a_change_of_one_piece_of_a_paste_leaves_the_others(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("gateway") as asker:
        thread_id = await begin(telegram, "Paste")
        first = world.say("x" * 3_900)
        last = world.say("the rest")
        await read_until(asker, thread_id, lambda items: len(items) == 1)
        world.edit(first, "y" * 3_900)
        world.edit(last, "the end")
        items = await read_until(asker, thread_id, lambda items: "the end" in items[0].text)

    assert [each.text for each in items] == ["y" * 3_900 + "\nthe end"]


async def test_captions_of_an_album_are_changed_one_by_one(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("gateway") as asker:
        thread_id = await begin(telegram, "Captions of an album")
        world.attach("photo", b"one", media_group_id="g3", caption="A cat")
        second = world.attach("photo", b"two", media_group_id="g3", caption="A dog")
        third = world.attach("photo", b"three", media_group_id="g3")
        await read_until(asker, thread_id, lambda items: len(items) == 1)
        world.edit(second, "A hound")
        world.edit(third, "A bird")
        items = await read_until(asker, thread_id, lambda items: "A bird" in items[0].text)

    assert [(each.text, len(each.attachments)) for each in items] == [("A cat\nA hound\nA bird", 3)]


async def test_a_place_that_moves_is_the_place_where_it_was_shared(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("gateway") as asker:
        thread_id = await begin(telegram, "Moving")
        place = world.say("", location={"latitude": 1.5, "longitude": 2.5, "live_period": 900})
        await read_until(asker, thread_id, lambda items: len(items) == 1)
        moved = {**place, "location": {"latitude": 1.6, "longitude": 2.5, "live_period": 900}}
        world.push("edited_message", {**moved, "edit_date": 1})
        world.say("Where am I?")
        items = await read_until(asker, thread_id, lambda items: len(items) == 2)

    assert [each.text for each in items] == ["📍 1.5, 2.5", "Where am I?"]


async def test_a_paste_that_was_changed_in_the_browser_stays_as_it_is(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("web") as web:
        thread_id = await begin(telegram, "Paste for both")
        world.say("x" * 3_900)
        last = world.say("the rest")
        [said] = await read_until(web, thread_id, lambda items: len(items) == 1)
        change = EditMessage(message_id=said.id, text="Short", edit_id="short")
        await web.ask(change, service="gateway")
        world.edit(last, "the end")
        await world.until_said("stays as it was")
        items = await read_until(web, thread_id, lambda items: len(items) == 1)

    assert items[0].text == "Short"


async def test_a_copy_is_made_up_to_a_paste_by_any_of_its_pieces(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("gateway") as asker:
        thread_id = await begin(telegram, "Paste to copy")
        world.say("x" * 3_900)
        last = world.say("the rest")
        await read_until(asker, thread_id, lambda items: len(items) == 1)
        world.say("Something else")
        await read_until(asker, thread_id, lambda items: len(items) == 2)
        world.say("/fork Copied", reply_to_message=last)
        await world.until_said("Copied")
        chat = await asker.ask(GetChat(channel="telegram", chat=str(ALICE)))
        copied = await asker.ask(GetMessages(thread_id=str(chat.thread_id)))

    assert [each.text for each in copied.items] == ["x" * 3_900 + "\nthe rest"]
