"""Telegram as people see it: chats, messages, and what a bot is told of them."""

import asyncio
import itertools
import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]

ALICE = 4242
TOKEN = "123456789:AAtest-token_of_the_fake_bot_api_0001"
BOT_ID = 123456789
USERNAME = "parley_test_bot"
PATIENCE = 45.0  # seconds until a fact that does not come fails its test


class World:
    """What a test does as a person, and what it may look at."""

    def __init__(self) -> None:
        self.bot: Json = {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Parley",
            "username": USERNAME,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.updates: list[Json] = []
        self.allowed: frozenset[str] | None = None
        self.chats: dict[int, Json] = {}
        self.topics: dict[tuple[int, int], str] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.blocked: set[int] = set()
        self.gone: set[int] = set()  # people who have no account any longer
        self.moved: dict[int, int] = {}  # groups that have another number now
        self.drafts: dict[tuple[int, int], str] = {}  # by chat and draft
        self.reactions: dict[tuple[int, int], list[str]] = {}  # of the bot, by chat and message
        self.local: Path | None = None  # folder of a server of one's own, started with --local
        self.takes_rich = False  # whether the server knows rich messages
        self.menu_button: Json = {"type": "default"}
        self.left: set[int] = set()
        self.presses: dict[str, Json | None] = {}  # None until it is answered
        self.pressed_at: dict[str, float] = {}
        self.files: dict[str, bytes] = {}
        self.commands: dict[str, list[Json]] = {}
        self.on_update: Callable[[], None] = lambda: None
        self._update_ids = itertools.count(1000)
        self._message_ids = itertools.count(1)
        self._changed = asyncio.Event()

    # -- what people do

    def say(self, text: str, chat: int = ALICE, sender: int = ALICE, **more: Any) -> Json:
        message = self._begin(chat, sender) | {"text": text} | more
        command = re.match(r"/\w+(@\w+)?", text)
        if command:
            entity = {"type": "bot_command", "offset": 0, "length": len(command[0])}
            message["entities"] = [entity]
        return self._send("message", message)

    def attach(
        self, kind: str, contents: bytes, chat: int = ALICE, *, size: int | None = None, **more: Any
    ) -> Json:
        """`size` may be a lie, as of a file that is not worth making."""
        file_id = f"file{len(self.files) + 1}"
        self.files[file_id] = contents
        file = {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_size": len(contents) if size is None else size,
            **more.pop("file", {}),
        }
        body = [{**file, "width": 9, "height": 9}] if kind == "photo" else {"duration": 1, **file}
        return self._send("message", self._begin(chat, ALICE) | {kind: body} | more)

    def edit(self, message: Json, text: str) -> None:
        """Its text, or the caption of its file."""
        message["text" if "text" in message else "caption"] = text
        self.push("edited_message", {**message, "edit_date": int(time.time())})

    def press(self, message: Json, data: str, sender: int = ALICE) -> str:
        """The id of the press, under which its answer will be."""
        press_id = f"press{len(self.presses) + 1}"
        self.presses[press_id] = None
        self.pressed_at[press_id] = time.time()
        query = {
            "id": press_id,
            "from": self._person(sender),
            "message": dict(message),
            "chat_instance": "1",
            "data": data,
        }
        self.push("callback_query", query)
        return press_id

    def react(self, message: Json, emoji: str, sender: int = ALICE) -> None:
        reaction = {
            "chat": message["chat"],
            "message_id": message["message_id"],
            "user": self._person(sender),
            "date": int(time.time()),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}],
        }
        self.push("message_reaction", reaction)

    def stop_draft(self, draft_id: int, chat: int = ALICE) -> None:
        """The button that Telegram itself shows at a draft."""
        self.push("stopped_message_generation", {"chat": self.chat(chat), "draft_id": draft_id})

    def block(self, person: int = ALICE) -> None:
        self.blocked.add(person)
        self.join(person, "kicked", sender=person)

    def unblock(self, person: int = ALICE) -> None:
        self.blocked.discard(person)
        self.join(person, "member", sender=person)

    def upgrade(self, group: int, to: int) -> None:
        """A group becomes a supergroup, with another number, and both places tell of it."""
        self.moved[group] = to
        self.push("message", self._begin(group, ALICE) | {"migrate_to_chat_id": to})
        self.push("message", self._begin(to, ALICE) | {"migrate_from_chat_id": group})

    def join(self, chat: int, status: str, sender: int = ALICE) -> None:
        """The bot's own membership changes."""
        member = {"user": self.bot, "status": status}
        before = {"user": self.bot, "status": "left"}
        self.push(
            "my_chat_member",
            {
                "chat": self.chat(chat),
                "from": self._person(sender),
                "date": int(time.time()),
                "old_chat_member": before,
                "new_chat_member": member,
            },
        )

    def push(self, kind: str, content: Mapping[str, Any]) -> None:
        """An update of any kind, however strange."""
        if self.allowed is None or kind in self.allowed:
            self.updates.append({"update_id": next(self._update_ids), kind: content})
            self.on_update()

    # -- what can be looked at

    def texts(self, chat: int = ALICE) -> list[str]:
        """What the bot has in a chat now, in order."""
        return [each["text"] for each in self.from_bot(chat) if "text" in each]

    def from_bot(self, chat: int = ALICE) -> list[Json]:
        return [
            each
            for (number, _), each in self.messages.items()
            if number == chat and each["from"]["id"] == BOT_ID
        ]

    async def until(self, is_so: Callable[[], Any], within: float = PATIENCE) -> Any:
        """What `is_so` gives once it gives something."""
        try:
            async with asyncio.timeout(within):
                while not (found := is_so()):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            seen = json.dumps(self.from_bot()[-6:], ensure_ascii=False)
            raise AssertionError(f"it did not happen; the last messages: {seen}") from None
        return found

    async def until_said(self, words: str, chat: int = ALICE, within: float = PATIENCE) -> Json:
        """The bot's newest message with these words."""

        def find() -> Json | None:
            found = [each for each in self.from_bot(chat) if words in each.get("text", "")]
            return found[-1] if found else None

        return await self.until(find, within)  # type: ignore[no-any-return]  # what it found

    # -- for the bot's side

    def changed(self) -> None:
        self._changed.set()

    def chat(self, chat: int) -> Json:
        kind = {"type": "private", "first_name": "Alice", "username": "alice"}
        if chat < 0:
            kind = {"type": "supergroup", "title": "Fake group"}
        return self.chats.setdefault(chat, {"id": chat, **kind})

    def next_message_id(self) -> int:
        return next(self._message_ids)

    def _begin(self, chat: int, sender: int) -> Json:
        return {
            "message_id": self.next_message_id(),
            "from": self._person(sender),
            "chat": self.chat(chat),
            "date": int(time.time()),
        }

    def _send(self, kind: str, message: Json) -> Json:
        self.messages[message["chat"]["id"], message["message_id"]] = message
        self.push(kind, message)
        return message

    def _person(self, sender: int) -> Json:
        name = "Alice" if sender == ALICE else f"Person{sender}"
        return {"id": sender, "is_bot": False, "first_name": name, "username": name.lower()}
