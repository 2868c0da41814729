"""Each error of the Bot API, through the real client, and what becomes of what was being sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from parley_shared.errors import FileNotKept
from parley_shared.models import FileRef
from parley_shared.telegram import Sending
from parley_telegram.api import open_bot
from parley_telegram.gate import Gates
from parley_telegram.pieces import ChatGone, ChatMoved, NotTaken, TopicGone
from parley_telegram.posting import Poster
from parley_telegram.saying import Button, Saying
from parley_telegram.sending import Sender
from parley_telegram.settings import TelegramSettings
from parley_telegram.styled import Styled

from tests.fakes.telegram_api import Fault, TelegramApi
from tests.fakes.telegram_world import ALICE

BOB = 5151
CHAT = str(ALICE)
AGAIN = "\n\n↻ sent again"


class Records:
    """The store's part, in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], dict[int, Sending]] = {}

    async def read(self, chat: str, key: str) -> dict[int, Sending]:
        return dict(self.kept.get((chat, key), {}))

    async def keep(self, chat: str, key: str, thread_id: str | None, sending: Sending) -> None:
        self.kept.setdefault((chat, key), {})[sending.part] = sending


class Desk:
    def __init__(self, api: TelegramApi, sender: Sender, records: Records) -> None:
        self.api = api
        self.sender = sender
        self.records = records
        for chat in (ALICE, BOB):
            api.world.chat(chat)

    async def say(self, *texts: str, chat: str = CHAT, key: str = "k", **more: object) -> str:
        styled = tuple(Styled(text) for text in texts)
        saying = Saying(key=key, texts=styled, **more)  # type: ignore[arg-type]  # its own fields
        return await self.sender.say(chat, saying)

    def known(self, state: str, number: int | None = None) -> None:
        sending = Sending.model_validate({"part": 0, "state": state, "external_id": number})
        self.records.kept[CHAT, "k"] = {0: sending}


FILES = {
    "one.png": b"first picture",
    "two.jpg": b"second picture",
    "flat.png": b"flat: a picture that is none to Telegram",
    "sums.csv": b"1;2",
}


def file_named(name: str) -> FileRef:
    kinds = {"png": "image/png", "jpg": "image/jpeg", "csv": "text/csv"}
    size = len(FILES.get(name, b""))
    media_type = kinds[name.rsplit(".", 1)[1]]
    return FileRef(id=name, name=name, media_type=media_type, size=size, sha256="0" * 64)


async def read_kept(file: FileRef) -> bytes:
    if file.name not in FILES:
        raise FileNotKept(f"file {file.id!r} does not exist")
    return FILES[file.name]


@asynccontextmanager
async def opened(
    *, resend: bool = True, rich: bool = False, previews: bool = False
) -> AsyncIterator[Desk]:
    async with TelegramApi().serving() as api:
        settings = TelegramSettings(telegram_api_base_url=api.url)
        async with open_bot(settings, api.token) as own:
            records = Records()
            poster = Poster(own.bot, read_kept, previews=previews)
            sender = Sender(poster, Gates(0), records, resend=resend, rich=rich)
            yield Desk(api, sender, records)


async def test_what_was_taken_is_kept_and_not_sent_again() -> None:
    async with opened() as desk:
        first = await desk.say("Hello")
        again = await desk.say("Hello")

        assert (first, again) == ("sent", "sent")
        assert desk.api.world.texts() == ["Hello"]
        (sending,) = desk.records.kept[CHAT, "k"].values()
        assert (sending.state, sending.external_id) == ("sent", 1)


@pytest.mark.parametrize("previews", [False, True])
async def test_links_are_shown_as_pictures_too_where_that_is_wanted(previews: bool) -> None:
    async with opened(previews=previews) as desk:
        await desk.say("https://parley.example")

        (call,) = desk.api.called("sendMessage")
        assert json.loads(call.given["link_preview_options"]) == {"is_disabled": not previews}


@pytest.mark.parametrize("code", [502, 0])
async def test_a_lost_answer_leads_to_a_second_copy_with_a_mark(code: int) -> None:
    async with opened() as desk:
        desk.api.faults.append(Fault("sendMessage", code, after=True))

        outcome = await desk.say("Hello")

        assert outcome == "unknown_after_send"
        assert desk.api.world.texts() == ["Hello", f"Hello{AGAIN}"]


async def test_what_was_being_sent_when_the_service_died_is_marked_or_skipped() -> None:
    async with opened() as desk:
        desk.known("sending")
        assert await desk.say("Hello") == "unknown_after_send"
        assert desk.api.world.texts() == [f"Hello{AGAIN}"]
    async with opened(resend=False) as desk:
        desk.known("sending")
        assert await desk.say("Hello") == "unknown_after_send"
        assert desk.api.world.texts() == []


async def test_a_chat_that_has_to_wait_delays_no_other() -> None:
    async with opened() as desk:
        desk.api.faults.append(Fault("sendMessage", 429, retry_after=5, chat=ALICE))

        waiting = asyncio.create_task(desk.say("Late"))
        await desk.api.world.until(lambda: desk.api.called("sendMessage", ALICE))
        await desk.say("At once", chat=str(BOB))
        await waiting

        called = [(call.given["chat_id"], call.status) for call in desk.api.called("sendMessage")]
        assert called == [(str(ALICE), 429), (str(BOB), 200), (str(ALICE), 200)]
        assert desk.api.world.texts() == ["Late"]


async def test_entities_that_are_refused_cost_the_style_and_not_the_words() -> None:
    async with opened() as desk:
        text = "Bad Request: entity URL 'x' is invalid: wrong URL"
        desk.api.faults.append(Fault("sendMessage", 400, text=text))

        styled = Styled("see ") + Styled("here").linked("https://e.com")
        await desk.sender.say(CHAT, Saying("k", (styled,)))

        (message,) = desk.api.world.from_bot()
        assert (message["text"], message.get("entities")) == ("see here", None)


async def test_a_message_too_long_for_telegram_is_cut_smaller() -> None:
    async with opened() as desk:
        words = " ".join(f"word{number}" for number in range(600))  # 5,289 characters
        rows = ((Button("Fine", "c1:/help"),),)

        outcomes = [await desk.say(words, buttons=rows) for _ in range(2)]

        first, second = desk.api.world.from_bot()
        assert outcomes == ["sent", "sent"]
        assert f"{first['text']} {second['text']}" == words
        assert len(first["text"]) <= 3_500
        assert ("reply_markup" in first, "reply_markup" in second) == (False, True)


async def test_a_preview_becomes_the_first_piece_of_what_was_too_long() -> None:
    async with opened() as desk:
        await desk.say("wor…", key="before")
        desk.known("preview", 1)
        words = "word " * 1_000

        await desk.say(words.strip())

        assert [each["message_id"] for each in desk.api.world.from_bot()] == [1, 2]
        assert " ".join(desk.api.world.texts()) == words.strip()


async def test_what_is_too_long_even_when_it_is_cut_comes_as_a_file() -> None:
    async with opened() as desk:
        text = "Bad Request: message is too long"
        desk.api.faults.append(Fault("sendMessage", 400, text=text, times=2))

        await desk.say("word " * 200)

        file, *others = desk.api.world.from_bot()
        kept = desk.api.world.files[file["document"]["file_id"]].decode()
        assert " ".join((kept, *(each["text"] for each in others))).split() == ["word"] * 200


async def test_an_answer_to_a_message_that_is_gone_is_sent_without_it() -> None:
    async with opened() as desk:
        text = "Bad Request: message to be replied not found"
        desk.api.faults.append(Fault("sendMessage", 400, text=text))

        await desk.say("Hello", reply_to=77)

        assert "reply_parameters" not in desk.api.called("sendMessage")[-1].given


async def test_a_topic_that_is_gone_is_said_to_be_so() -> None:
    async with opened() as desk:
        desk.api.world.chat(-100)

        with pytest.raises(TopicGone):
            await desk.say("Hello", chat="-100_7")


async def test_a_preview_becomes_the_answer_however_often_it_is_tried() -> None:
    async with opened() as desk:
        await desk.say("Hel…")
        desk.known("preview", 1)
        desk.api.faults.append(Fault("editMessageText", 502, after=True))

        outcome = await desk.say("Hello")

        assert outcome == "sent"
        assert desk.api.world.texts() == ["Hello"]


async def test_a_preview_that_is_gone_is_replaced_by_a_new_message() -> None:
    async with opened() as desk:
        desk.known("preview", 99)

        assert await desk.say("Hello") == "sent"
        assert desk.api.world.texts() == ["Hello"]


async def test_a_chat_that_blocked_the_bot_says_so() -> None:
    async with opened() as desk:
        desk.api.world.blocked.add(ALICE)

        with pytest.raises(ChatGone, match="blocked by the user"):
            await desk.say("Hello")


async def test_a_group_that_has_another_number_says_which() -> None:
    async with opened() as desk:
        moved = {"migrate_to_chat_id": -100999}
        desk.api.faults.append(Fault("sendMessage", 400, text="upgraded", parameters=moved))

        with pytest.raises(ChatMoved) as raised:
            await desk.say("Hello")

        assert raised.value.chat_id == -100999


async def test_a_button_whose_meaning_is_too_long_is_left_out() -> None:
    async with opened() as desk:
        rows = ((Button("Fine", "c1:/help"), Button("Long", "c1:" + "x" * 64)),)

        await desk.say("Hello", buttons=rows)

        (message,) = desk.api.world.from_bot()
        (row,) = message["reply_markup"]["inline_keyboard"]
        assert [each["text"] for each in row] == ["Fine"]


async def test_whoever_stops_lets_the_call_that_is_under_way_end() -> None:
    async with opened() as desk:
        desk.api.latency = 0.3

        saying = asyncio.create_task(desk.say("Hello"))
        while not desk.api.calls:
            await asyncio.sleep(0.01)
        saying.cancel()
        await asyncio.gather(saying, return_exceptions=True)

        assert desk.api.world.texts() == ["Hello"]
        assert desk.records.kept[CHAT, "k"][0].state == "sent"


async def test_pictures_of_an_answer_come_as_an_album_and_other_files_alone() -> None:
    async with opened() as desk:
        names = ("sums.csv", "one.png", "two.jpg")

        await desk.say("Here.", files=tuple(map(file_named, names)))

        text, first, second, file = desk.api.world.from_bot()
        assert text["text"] == "Here."
        assert first["media_group_id"] == second["media_group_id"]
        kept = [desk.api.world.files[each["photo"][0]["file_id"]] for each in (first, second)]
        assert kept == [FILES["one.png"], FILES["two.jpg"]]
        assert file["document"]["file_name"] == "sums.csv"
        assert [each.state for each in desk.records.kept[CHAT, "k"].values()] == ["sent"] * 3


async def test_a_picture_that_telegram_can_not_show_comes_as_a_file() -> None:
    async with opened() as desk:
        await desk.say("Here.", files=(file_named("flat.png"),))

        _, file = desk.api.world.from_bot()
        assert file["document"]["file_name"] == "flat.png"


async def test_an_album_that_may_be_there_twice_is_marked() -> None:
    async with opened() as desk:
        desk.api.faults.append(Fault("sendMediaGroup", 0, after=True))

        outcome = await desk.say("Here.", files=(file_named("one.png"), file_named("two.jpg")))

        albums = desk.api.world.from_bot()[1:]
        assert outcome == "unknown_after_send"
        assert [each.get("caption", "") for each in albums] == ["", "", "↻ sent again", ""]


async def test_a_file_that_can_not_be_sent_is_named_and_costs_the_chat_nothing() -> None:
    async with opened() as desk:
        text = "Request Entity Too Large"
        desk.api.faults.append(Fault("sendDocument", 413, text=text))

        await desk.say("Here.", files=(file_named("sums.csv"), file_named("gone.csv")))

        assert desk.api.world.texts() == [
            "Here.",
            "📎 sums.csv: Telegram does not take it.",
            "📎 gone.csv: it is not there any longer.",
        ]


TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"


async def test_a_rich_message_says_all_of_it_where_they_are_wanted() -> None:
    async with opened(rich=True) as desk:
        desk.api.world.takes_rich = True

        outcomes = [await desk.say("a, b", "1, 2", rich=TABLE) for _ in range(2)]

        assert outcomes == ["sent", "sent"]
        (message,) = desk.api.world.from_bot()
        assert message["rich_message"] == {"markdown": TABLE}


async def test_a_server_that_knows_no_rich_messages_is_asked_once() -> None:
    async with opened(rich=True) as desk:
        await desk.say("a, b", rich=TABLE)
        await desk.say("c, d", rich=TABLE, key="k2")

        assert desk.api.world.texts() == ["a, b", "c, d"]
        assert len(desk.api.called("sendRichMessage")) == 1


async def test_a_rich_message_that_is_refused_comes_as_text_and_the_next_one_is_tried() -> None:
    async with opened(rich=True) as desk:
        desk.api.world.takes_rich = True
        text = "Bad Request: RICH_MESSAGE_BLOCK_INVALID"
        desk.api.faults.append(Fault("sendRichMessage", 400, text=text))

        await desk.say("a, b", rich=TABLE)
        await desk.say("c, d", rich=TABLE, key="k2")

        first, second = desk.api.world.from_bot()
        assert (first["text"], second["rich_message"]) == ("a, b", {"markdown": TABLE})


async def test_a_rich_message_that_may_be_there_is_never_sent_as_text_too() -> None:
    async with opened(rich=True) as desk:
        desk.api.world.takes_rich = True
        desk.api.faults.append(Fault("sendRichMessage", 502, after=True))

        outcome = await desk.say("a, b", rich=TABLE)

        said = [each["rich_message"]["markdown"] for each in desk.api.world.from_bot()]
        assert outcome == "unknown_after_send"
        assert said == [TABLE, f"{TABLE}\n\n*↻ sent again*"]


async def test_a_preview_becomes_a_rich_message() -> None:
    async with opened(rich=True) as desk:
        desk.api.world.takes_rich = True
        await desk.say("a…", key="before")
        desk.known("preview", 1)

        await desk.say("a, b", rich=TABLE)

        (message,) = desk.api.world.from_bot()
        assert message["rich_message"] == {"markdown": TABLE}


async def test_a_message_that_is_refused_for_no_reason_of_the_chat_does_not_close_it() -> None:
    async with opened() as desk:
        desk.api.faults.append(Fault("sendMessage", 400, text="Bad Request: SOMETHING_NEW"))

        with pytest.raises(NotTaken, match="Something_new"):
            await desk.say("Hello")
