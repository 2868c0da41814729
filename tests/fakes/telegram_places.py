"""Chats and messages as the fake Bot API finds, adds and changes them."""

import json
import re
import time
from typing import Any

from tests.fakes.telegram_checks import ApiError, check_buttons, refuse
from tests.fakes.telegram_world import BOT_ID, Json, World

Given = dict[str, Any]  # strings, and (name, contents) of files


def find_chat(world: World, given: Given) -> int:
    said = given.get("chat_id")
    if not said:
        raise refuse("chat_id is empty")
    chat = int(said) if re.fullmatch(r"-?\d+", said) else 0
    if chat not in world.chats:
        raise refuse("chat not found")
    if chat in world.moved:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, text, {"migrate_to_chat_id": world.moved[chat]})
    if chat in world.gone:
        raise ApiError(403, "Forbidden: user is deactivated")
    if chat in world.blocked:
        kicked = "bot was kicked from the supergroup chat"
        raise ApiError(403, f"Forbidden: {'bot was blocked by the user' if chat > 0 else kicked}")
    topic = given.get("message_thread_id")
    if topic and (chat, int(topic)) not in world.topics:
        raise refuse("message thread not found")
    return chat


def find_own(world: World, given: Given) -> Json:
    chat = find_chat(world, given)
    message = world.messages.get((chat, int(given.get("message_id", 0))))
    if message is None:
        raise refuse("message to edit not found")
    if message["from"]["id"] != BOT_ID:
        raise refuse("message can't be edited")
    return message


def add(world: World, chat: int, given: Given, **content: Any) -> Json:
    markup = read_json(given, "reply_markup", None)
    message = {
        "message_id": world.next_message_id(),
        "from": world.bot,
        "chat": world.chats[chat],
        "date": int(time.time()),
        # Of all that may be asked for, a message shows its buttons only.
        "reply_markup": check_buttons(markup) if markup and "inline_keyboard" in markup else None,
        **content,
    }
    if given.get("message_thread_id"):
        message |= {
            "message_thread_id": int(given["message_thread_id"]),
            "is_topic_message": True,
        }
    reply = read_json(given, "reply_parameters", {})
    answered = world.messages.get((chat, reply.get("message_id", 0)))
    if answered is not None:
        message["reply_to_message"] = {**answered, "reply_to_message": None}
    elif reply and not reply.get("allow_sending_without_reply"):
        raise refuse("message to be replied not found")
    kept = {name: value for name, value in message.items() if value not in (None, [])}
    world.messages[chat, message["message_id"]] = kept
    return kept


def change(message: Json, new: Json) -> None:
    message.update(new)
    message["edit_date"] = int(time.time())
    for name in ("entities", "reply_markup"):
        if name in new and not new[name]:
            message.pop(name, None)


def read_json(given: Given, name: str, otherwise: Any) -> Any:
    return json.loads(given[name]) if given.get(name) else otherwise
