"""Who sent an update and where, and whether it is meant for us. Pure: the store knows who may."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from parley_telegram.target import Target

# What Telegram sends: JSON of its own making, read with care.
Raw = Mapping[str, Any]

Kind = Literal[
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "stopped_message_generation",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
IN_GROUP = ("member", "administrator")  # that the bot is now
GENERAL = 1  # the topic of a forum that must not be named

_START = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{1,64})\s*")


@dataclass(frozen=True)
class Seen:
    update_id: int
    kind: Kind
    chat: str
    is_group: bool
    sender: str
    name: str
    title: str
    content: Raw  # of the kind
    at: datetime | None = None  # when it was kept, as far as that is known


def read_update(raw: Raw) -> Seen | None:
    """None for what is of no use to us, or is nothing that Telegram would send."""
    kind = next((each for each in KINDS if isinstance(raw.get(each), dict)), None)
    if kind is None or not isinstance(raw.get("update_id"), int):
        return None
    content = raw[kind]
    message = content.get("message") if kind == "callback_query" else content
    sender = _sender_of(kind, content)
    if not isinstance(message, dict) or not isinstance(sender, dict) or sender.get("is_bot"):
        return None
    chat = message.get("chat")
    if not isinstance(chat, dict) or not isinstance(chat.get("id"), int):
        return None
    if not isinstance(sender.get("id"), int) or chat.get("type") == "channel":
        return None
    return Seen(
        update_id=raw["update_id"],
        kind=kind,
        chat=Target(chat["id"], _topic_of(message)).chat,
        is_group=chat.get("type") != "private",
        sender=str(sender["id"]),
        name=_name_of(sender),
        title=str(chat.get("title") or ""),
        content=content,
    )


def read_move(raw: Raw) -> tuple[str, str] | None:
    """The number that a group had and the one it has now, if this tells that it was upgraded."""
    message = raw.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    here = chat.get("id") if isinstance(chat, dict) else None
    if not isinstance(message, dict) or not isinstance(here, int):
        return None
    before, after = message.get("migrate_from_chat_id"), message.get("migrate_to_chat_id")
    if isinstance(after, int):
        return str(here), str(after)
    return (str(before), str(here)) if isinstance(before, int) else None


def is_addressed(seen: Seen, username: str, *, require_mention: bool) -> bool:
    """In a group: a command, an answer to the bot, or its name; what is pressed is always."""
    if not seen.is_group or seen.kind not in ("message", "edited_message"):
        return True
    text = str(seen.content.get("text") or seen.content.get("caption") or "")
    command = re.match(r"/\w+(?:@(\w+))?", text)
    if command is not None and command[1] is not None:
        return command[1].lower() == username.lower()
    answered = seen.content.get("reply_to_message")
    to_us = isinstance(answered, dict) and _is_user(answered.get("from"), username)
    named = re.search(rf"@{re.escape(username)}\b", text, re.IGNORECASE) is not None
    return command is not None or to_us or named or not require_mention


def read_code(seen: Seen) -> str | None:
    """The pairing code of `/start <code>`, in a chat with one person."""
    if seen.is_group or seen.kind != "message":
        return None
    form = _START.fullmatch(str(seen.content.get("text") or ""))
    return form[1] if form else None


def was_added(seen: Seen) -> bool:
    """To a group."""
    if seen.kind != "my_chat_member" or not seen.is_group:
        return False
    now = seen.content.get("new_chat_member")
    return isinstance(now, dict) and now.get("status") in IN_GROUP


def _sender_of(kind: Kind, content: Raw) -> object:
    match kind:
        case "message_reaction":
            return content.get("user")
        case "stopped_message_generation":  # only where one person is
            chat = content.get("chat")
            return chat if isinstance(chat, dict) and chat.get("type") == "private" else None
        case _:
            return content.get("from")


def _topic_of(message: Raw) -> int | None:
    topic = message.get("message_thread_id")
    in_topic = message.get("is_topic_message") or "draft_id" in message
    if not in_topic or not isinstance(topic, int) or topic == GENERAL:
        return None
    return topic


def _name_of(sender: Raw) -> str:
    names = (sender.get("first_name"), sender.get("last_name"))
    whole = " ".join(str(name) for name in names if name)
    name = whole or str(sender.get("username") or sender["id"])
    return " ".join("".join(filter(str.isprintable, name)).split())[:80]


def _is_user(sender: object, username: str) -> bool:
    if not isinstance(sender, dict):
        return False
    return str(sender.get("username") or "").lower() == username.lower()
