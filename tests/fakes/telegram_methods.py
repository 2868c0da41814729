"""The methods of the Bot API, as far as Parley may call them; each answers as the real one does."""

import re
import time
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_checks import CAPTION, ApiError, check_buttons, check_text, refuse
from tests.fakes.telegram_media import (
    get_file,
    send_audio,
    send_document,
    send_media_group,
    send_photo,
    send_video,
    send_voice,
)
from tests.fakes.telegram_places import Given, add, change, find_chat, find_own, read_json
from tests.fakes.telegram_world import Json, World

Method = Callable[[World, Given], Any]

PRESS_LIVES = 15.0  # seconds within which a press can be answered
RICH = 32_768  # characters
REACTIONS = frozenset("👍👎❤🔥👏😁🤔🎉👀💔🤝👌")  # some of those that Telegram knows

ACTIONS = ("typing", "upload_photo", "upload_document", "record_voice", "upload_voice")
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def get_me(world: World, given: Given) -> Json:
    return world.bot


def send_message(world: World, given: Given) -> Json:
    chat = find_chat(world, given)
    text = given.get("text", "")
    if given.get("parse_mode"):
        raise refuse("can't parse entities: this fake takes none, for Parley sends none")
    entities = check_text(text, read_json(given, "entities", []))
    return add(world, chat, given, text=text.strip(), entities=entities)


def edit_message_text(world: World, given: Given) -> Json:
    message = find_own(world, given)
    if given.get("rich_message") and world.takes_rich:
        change(message, {"rich_message": _read_rich(world, given), "text": "", "entities": []})
        message.pop("reply_markup", None)
        return message
    entities = check_text(given.get("text", ""), read_json(given, "entities", []))
    buttons = check_buttons(read_json(given, "reply_markup", None))
    new = {"text": given["text"].strip(), "entities": entities, "reply_markup": buttons}
    if all((message.get(name) or None) == (new[name] or None) for name in new):
        raise refuse(SAME)
    change(message, new)
    return message


def edit_message_reply_markup(world: World, given: Given) -> Json:
    message = find_own(world, given)
    buttons = check_buttons(read_json(given, "reply_markup", None))
    if (message.get("reply_markup") or None) == buttons:
        raise refuse(SAME)
    change(message, {"reply_markup": buttons})
    return message


def edit_message_caption(world: World, given: Given) -> Json:
    message = find_own(world, given)
    caption = given.get("caption", "")
    if message.get("caption", "") == caption:
        raise refuse(SAME)
    entities = read_json(given, "caption_entities", [])
    entities = check_text(caption, entities, CAPTION) if caption else []
    change(message, {"caption": caption, "caption_entities": entities})
    return message


def delete_message(world: World, given: Given) -> bool:
    chat = find_chat(world, given)
    if world.messages.pop((chat, int(given.get("message_id", 0))), None) is None:
        raise refuse("message to delete not found")
    return True


def delete_messages(world: World, given: Given) -> bool:
    chat = find_chat(world, given)
    for number in read_json(given, "message_ids", []):
        world.messages.pop((chat, number), None)
    return True


def send_message_draft(world: World, given: Given) -> bool:
    """Shown to one person and kept nowhere; an empty text says "Thinking…"."""
    chat = find_chat(world, given)
    if chat < 0:
        raise refuse("TEXTDRAFT_PEER_INVALID")
    draft_id = int(given.get("draft_id", 0))
    if not draft_id:
        raise refuse("draft_id must be non-zero")
    text = given.get("text", "")
    if text:
        check_text(text, read_json(given, "entities", []))
    world.drafts[chat, draft_id] = text
    return True


def send_rich_message(world: World, given: Given) -> Json:
    return add(world, find_chat(world, given), given, rich_message=_read_rich(world, given))


def send_rich_message_draft(world: World, given: Given) -> bool:
    _read_rich(world, given)
    return send_message_draft(world, {**given, "text": ""})


def send_chat_action(world: World, given: Given) -> bool:
    """The one method that takes the number of a forum's general topic."""
    topic = given.get("message_thread_id")
    find_chat(world, {**given, "message_thread_id": None if topic == "1" else topic})
    if given.get("action") not in ACTIONS:
        raise refuse("wrong parameter action in request")
    return True


def answer_callback_query(world: World, given: Given) -> bool:
    press_id = given.get("callback_query_id", "")
    too_old = time.time() - world.pressed_at.get(press_id, 0.0) > PRESS_LIVES
    if press_id not in world.presses or world.presses[press_id] is not None or too_old:
        raise refuse("query is too old and response timeout expired or query ID is invalid")
    if len(given.get("text", "")) > 200:
        raise refuse("MESSAGE_TOO_LONG")
    alert = given.get("show_alert") in ("true", "True", True)
    world.presses[press_id] = {"text": given.get("text", ""), "alert": alert}
    return True


def set_message_reaction(world: World, given: Given) -> bool:
    chat = find_chat(world, given)
    number = int(given.get("message_id", 0))
    if (chat, number) not in world.messages:
        raise refuse("message to react not found")
    signs = [each["emoji"] for each in read_json(given, "reaction", [])]
    if not set(signs) <= REACTIONS:
        raise refuse("REACTION_INVALID")
    world.reactions[chat, number] = signs
    return True


def set_my_commands(world: World, given: Given) -> bool:
    commands = read_json(given, "commands", [])
    if len(commands) > 100:
        raise refuse("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise refuse("BOT_COMMAND_INVALID")
    world.commands[read_json(given, "scope", {"type": "default"})["type"]] = commands
    return True


def get_my_commands(world: World, given: Given) -> list[Json]:
    return world.commands.get(read_json(given, "scope", {"type": "default"})["type"], [])


def delete_my_commands(world: World, given: Given) -> bool:
    world.commands.pop(read_json(given, "scope", {"type": "default"})["type"], None)
    return True


def set_chat_menu_button(world: World, given: Given) -> bool:
    world.menu_button = read_json(given, "menu_button", {"type": "default"})
    return True


def get_chat(world: World, given: Given) -> Json:
    chat = world.chats[find_chat(world, given)]
    return {**chat, "accent_color_id": 0, "max_reaction_count": 1}


def pin_chat_message(world: World, given: Given) -> bool:
    find_own(world, given)
    return True


def leave_chat(world: World, given: Given) -> bool:
    world.left.add(find_chat(world, given))
    return True


def create_forum_topic(world: World, given: Given) -> Json:
    chat, topic = find_chat(world, given), world.next_message_id()
    world.topics[chat, topic] = given["name"]
    return {"message_thread_id": topic, "name": given["name"], "icon_color": 7322096}


def edit_forum_topic(world: World, given: Given) -> bool:
    chat = find_chat(world, given)
    world.topics[chat, int(given["message_thread_id"])] = given["name"]
    return True


METHODS: dict[str, Method] = {
    method.__name__.replace("_", ""): method
    for method in (
        get_me,
        send_message,
        send_message_draft,
        send_rich_message,
        send_rich_message_draft,
        send_document,
        send_photo,
        send_voice,
        send_audio,
        send_video,
        send_media_group,
        edit_message_text,
        edit_message_caption,
        edit_message_reply_markup,
        delete_message,
        delete_messages,
        send_chat_action,
        answer_callback_query,
        set_message_reaction,
        get_file,
        get_chat,
        pin_chat_message,
        set_my_commands,
        get_my_commands,
        delete_my_commands,
        set_chat_menu_button,
        leave_chat,
        create_forum_topic,
        edit_forum_topic,
    )
}


def _read_rich(world: World, given: Given) -> Json:
    if not world.takes_rich:
        raise ApiError(404, "Not Found: method not found")
    rich: Json = read_json(given, "rich_message", {})
    text = rich.get("markdown") or rich.get("html") or ""
    if not text.strip():
        raise refuse("RICH_MESSAGE_EMPTY")
    if len(text) > RICH:
        raise refuse("RICH_MESSAGE_TEXT_TOO_LONG")
    return rich
