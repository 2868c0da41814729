"""The fake Bot API answers as the real one: its errors word for word, its updates by its rules."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_flood import Flood
from tests.fakes.telegram_world import ALICE
from tests.waiting import PATIENCE

GROUP = -100
SHORT: dict[str, Any] = {"chat_id": ALICE, "text": "Hi"}
FAR = {"type": "bold", "offset": 0, "length": 9}
SPLIT = {"type": "bold", "offset": 1, "length": 1}
NOWHERE = {"type": "text_link", "offset": 0, "length": 2, "url": "nowhere"}


class Client:
    def __init__(self, api: TelegramApi, http: httpx.AsyncClient) -> None:
        self.api = api
        self._http = http

    async def ask(self, method: str, token: str = "", **given: Any) -> dict[str, Any]:
        address = f"{self.api.url}/bot{token or self.api.token}/{method}"
        answer: dict[str, Any] = (await self._http.post(address, json=given)).json()
        return answer


@asynccontextmanager
async def opened() -> AsyncIterator[Client]:
    async with TelegramApi().serving() as api, httpx.AsyncClient(timeout=PATIENCE) as http:
        for chat in (ALICE, GROUP):
            api.world.chat(chat)
        yield Client(api, http)


@pytest.mark.parametrize(
    ("method", "given", "code", "text"),
    [
        ("nonsense", {}, 404, "Not Found: method not found"),
        ("sendMessage", {"text": "Hi"}, 400, "chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": "Hi"}, 400, "chat not found"),
        ("sendMessage", {"chat_id": ALICE, "text": ""}, 400, "message text is empty"),
        ("sendMessage", {"chat_id": ALICE, "text": " \n"}, 400, "text must be non-empty"),
        ("sendMessage", {"chat_id": ALICE, "text": "x" * 4097}, 400, "message is too long"),
        ("sendMessage", {"chat_id": ALICE, "text": "x" * 40_000}, 400, "text is too long"),
        ("sendMessage", SHORT | {"entities": [FAR]}, 400, "ends after the end of the text"),
        ("sendMessage", {"chat_id": ALICE, "text": "🚀", "entities": [SPLIT]}, 400, "a middle of"),
        ("sendMessage", SHORT | {"entities": [NOWHERE]}, 400, "entity URL 'nowhere' is invalid"),
        ("sendMessage", SHORT | {"message_thread_id": 1}, 400, "message thread not found"),
        ("sendMessage", SHORT | {"reply_parameters": {"message_id": 9}}, 400, "to be replied not"),
        ("editMessageText", SHORT | {"message_id": 9}, 400, "message to edit not found"),
        ("deleteMessage", {"chat_id": ALICE, "message_id": 9}, 400, "message to delete not found"),
        ("sendChatAction", {"chat_id": ALICE, "action": "sing"}, 400, "wrong parameter action"),
        ("answerCallbackQuery", {"callback_query_id": "9"}, 400, "query is too old"),
        ("setMyCommands", {"commands": [{"command": "a"}] * 101}, 400, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [{"command": "A!"}]}, 400, "BOT_COMMAND_INVALID"),
        ("sendMessageDraft", SHORT | {"chat_id": GROUP, "draft_id": 1}, 400, "TEXTDRAFT_PEER"),
        ("sendRichMessage", {"chat_id": ALICE}, 404, "method not found"),
        ("sendDocument", {"chat_id": ALICE}, 400, "there is no document in the request"),
        ("sendMediaGroup", {"chat_id": ALICE, "media": [1]}, 400, "wrong number of media"),
        ("getFile", {"file_id": "x"}, 400, "wrong file_id or the file is temporarily"),
    ],
)
async def test_what_is_wrong_is_said_as_telegram_says_it(
    method: str, given: dict[str, Any], code: int, text: str
) -> None:
    async with opened() as client:
        answer = await client.ask(method, **given)

    assert (answer["ok"], answer["error_code"]) == (False, code)
    assert text in answer["description"]


async def test_a_token_that_is_unknown_or_none() -> None:
    async with opened() as client:
        unknown = await client.ask("getMe", token="123:abc")
        nonsense = await client.ask("getMe", token="nonsense")

    assert (unknown["error_code"], unknown["description"]) == (401, "Unauthorized")
    assert (nonsense["error_code"], nonsense["description"]) == (404, "Not Found")


async def test_chats_that_take_nothing_say_why() -> None:
    async with opened() as client:
        world, said = client.api.world, []
        world.block(ALICE)
        said.append(await client.ask("sendMessage", **SHORT))
        world.unblock(ALICE)
        world.gone.add(ALICE)
        said.append(await client.ask("sendMessage", **SHORT))
        world.blocked.add(GROUP)
        said.append(await client.ask("sendMessage", chat_id=GROUP, text="Hi"))
        world.upgrade(GROUP, -200)
        moved = await client.ask("sendMessage", chat_id=GROUP, text="Hi")

    assert [each["description"] for each in said] == [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the supergroup chat",
    ]
    assert moved["parameters"] == {"migrate_to_chat_id": -200}


async def test_updates_are_there_until_a_later_one_is_asked_for() -> None:
    async with opened() as client:
        first, second = (client.api.world.say(text) for text in ("one", "two"))

        seen = [(await client.ask("getUpdates"))["result"] for _ in range(2)]
        last = (await client.ask("getUpdates", offset=-1))["result"]
        after = last[0]["update_id"] + 1
        nothing = (await client.ask("getUpdates", offset=after))["result"]
        client.api.world.push("poll", {})
        await client.ask("getUpdates", offset=after, allowed_updates=["message"])
        client.api.world.push("poll", {})
        only = (await client.ask("getUpdates", offset=after + 1))["result"]

    assert [each["message"]["message_id"] for each in seen[0]] == [
        first["message_id"],
        second["message_id"],
    ]
    assert seen[0] == seen[1]
    assert [each["message"]["text"] for each in last] == ["two"]
    assert (nothing, only) == ([], [])


async def test_a_second_poller_ends_the_first_and_a_webhook_ends_polling() -> None:
    async with opened() as client:
        first = asyncio.create_task(client.ask("getUpdates", timeout=30))
        await client.api.world.until(lambda: client.api.called("getUpdates"))
        await client.ask("getUpdates")
        ended = await first
        await client.ask("setWebhook", url="http://127.0.0.1:1/x")
        refused = await client.ask("getUpdates")

    assert ended["description"].startswith("Conflict: terminated by other getUpdates request")
    assert refused["description"].startswith("Conflict: can't use getUpdates method while webhook")


async def test_each_call_within_a_wait_doubles_it() -> None:
    async with opened() as client:
        client.api.flood = Flood(burst=2, every=3600.0, ban=7)

        answers = [await client.ask("sendMessage", **SHORT) for _ in range(5)]
        other = await client.ask("sendMessage", chat_id=GROUP, text="Hi")

    assert [each.get("parameters", {}).get("retry_after") for each in answers] == [
        *(None, None, 7, 14, 28)
    ]
    assert client.api.flood.broken == 2
    assert other["ok"]
