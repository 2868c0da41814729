"""The methods of the Bot API, as far as Parley may call them; each answers as the real one does."""

import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.telegram_checks import CAPTION, ApiError, check_buttons, check_text, refuse
from tests.fakes.telegram_world import BOT_ID, Json, World

Given = dict[str, Any]  # strings, and (name, contents) of files
Method = Callable[[World, Given], Any]

ACTIONS = ("typing", "upload_photo", "upload_document", "record_voice", "upload_voice")
DOWNLOAD = 20 * 2**20  # bytes
UPLOAD = {"photo": 10 * 2**20, "document": 50 * 2**20}
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def get_me(world: World, given: Given) -> Json:
    return world.bot


def send_message(world: World, given: Given) -> Json:
    chat = _find_chat(world, given)
    text = given.get("text", "")
    if given.get("parse_mode"):
        raise refuse("can't parse entities: this fake takes none, for Parley sends none")
    entities = check_text(text, _json(given, "entities", []))
    return _add(world, chat, given, text=text.strip(), entities=entities)


def send_document(world: World, given: Given) -> Json:
    return _send_file(world, given, "document")


def send_photo(world: World, given: Given) -> Json:
    return _send_file(world, given, "photo")


def edit_message_text(world: World, given: Given) -> Json:
    message = _find_own(world, given)
    entities = check_text(given.get("text", ""), _json(given, "entities", []))
    buttons = check_buttons(_json(given, "reply_markup", None))
    new = {"text": given["text"].strip(), "entities": entities, "reply_markup": buttons}
    if all((message.get(name) or None) == (new[name] or None) for name in new):
        raise refuse(SAME)
    _set(message, new)
    return message


def edit_message_reply_markup(world: World, given: Given) -> Json:
    message = _find_own(world, given)
    buttons = check_buttons(_json(given, "reply_markup", None))
    if (message.get("reply_markup") or None) == buttons:
        raise refuse(SAME)
    _set(message, {"reply_markup": buttons})
    return message


def delete_message(world: World, given: Given) -> bool:
    chat = _find_chat(world, given)
    if world.messages.pop((chat, int(given.get("message_id", 0))), None) is None:
        raise refuse("message to delete not found")
    return True


def send_chat_action(world: World, given: Given) -> bool:
    _find_chat(world, given)
    if given.get("action") not in ACTIONS:
        raise refuse("wrong parameter action in request")
    return True


def answer_callback_query(world: World, given: Given) -> bool:
    press_id = given.get("callback_query_id", "")
    if press_id not in world.presses or world.presses[press_id] is not None:
        raise refuse("query is too old and response timeout expired or query ID is invalid")
    if len(given.get("text", "")) > 200:
        raise refuse("MESSAGE_TOO_LONG")
    alert = given.get("show_alert") in ("true", "True", True)
    world.presses[press_id] = {"text": given.get("text", ""), "alert": alert}
    return True


def set_message_reaction(world: World, given: Given) -> bool:
    _find_chat(world, given)
    return True


def get_file(world: World, given: Given) -> Json:
    contents = world.files.get(given.get("file_id", ""))
    if contents is None:
        raise refuse("wrong file_id or the file is temporarily unavailable")
    if len(contents) > DOWNLOAD:
        raise refuse("file is too big")
    file_id = given["file_id"]
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(contents),
        "file_path": f"files/{file_id}",
    }


def set_my_commands(world: World, given: Given) -> bool:
    commands = _json(given, "commands", [])
    if len(commands) > 100:
        raise refuse("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise refuse("BOT_COMMAND_INVALID")
    world.commands[_json(given, "scope", {"type": "default"})["type"]] = commands
    return True


def leave_chat(world: World, given: Given) -> bool:
    world.left.add(_find_chat(world, given))
    return True


def create_forum_topic(world: World, given: Given) -> Json:
    chat, topic = _find_chat(world, given), world.next_message_id()
    world.topics[chat, topic] = given["name"]
    return {"message_thread_id": topic, "name": given["name"], "icon_color": 7322096}


def edit_forum_topic(world: World, given: Given) -> bool:
    chat = _find_chat(world, given)
    world.topics[chat, int(given["message_thread_id"])] = given["name"]
    return True


METHODS: dict[str, Method] = {
    method.__name__.replace("_", ""): method
    for method in (
        get_me,
        send_message,
        send_document,
        send_photo,
        edit_message_text,
        edit_message_reply_markup,
        delete_message,
        send_chat_action,
        answer_callback_query,
        set_message_reaction,
        get_file,
        set_my_commands,
        leave_chat,
        create_forum_topic,
        edit_forum_topic,
    )
}

Answer = Callable[[Given], Awaitable[Any]]


def _find_chat(world: World, given: Given) -> int:
    said = given.get("chat_id")
    if not said:
        raise refuse("chat_id is empty")
    chat = int(said) if re.fullmatch(r"-?\d+", said) else 0
    if chat not in world.chats:
        raise refuse("chat not found")
    if chat in world.blocked:
        who = "bot was blocked by the user" if chat > 0 else "bot was kicked from the supergroup"
        raise ApiError(403, f"Forbidden: {who}")
    topic = given.get("message_thread_id")
    if topic and (chat, int(topic)) not in world.topics:
        raise refuse("message thread not found")
    return chat


def _find_own(world: World, given: Given) -> Json:
    chat = _find_chat(world, given)
    message = world.messages.get((chat, int(given.get("message_id", 0))))
    if message is None:
        raise refuse("message to edit not found")
    if message["from"]["id"] != BOT_ID:
        raise refuse("message can't be edited")
    return message


def _add(world: World, chat: int, given: Given, **content: Any) -> Json:
    markup = _json(given, "reply_markup", None)
    message = {
        "message_id": world.next_message_id(),
        "from": world.bot,
        "chat": world.chats[chat],
        "date": int(time.time()),
        "reply_markup": check_buttons(markup) if markup and "inline_keyboard" in markup else markup,
        **content,
    }
    if given.get("message_thread_id"):
        message |= {
            "message_thread_id": int(given["message_thread_id"]),
            "is_topic_message": True,
        }
    reply = _json(given, "reply_parameters", {})
    answered = world.messages.get((chat, reply.get("message_id", 0)))
    if answered is not None:
        message["reply_to_message"] = {**answered, "reply_to_message": None}
    elif reply and not reply.get("allow_sending_without_reply"):
        raise refuse("message to be replied not found")
    kept = {name: value for name, value in message.items() if value not in (None, [])}
    world.messages[chat, message["message_id"]] = kept
    return kept


def _send_file(world: World, given: Given, kind: str) -> Json:
    chat, file = _find_chat(world, given), given.get(kind)
    if file is None:
        raise refuse(f"there is no {kind} in the request")
    name, contents = file
    if len(contents) > UPLOAD[kind]:
        raise ApiError(413, "Request Entity Too Large")
    caption = given.get("caption", "")
    entities = check_text(caption, _json(given, "caption_entities", []), CAPTION) if caption else []
    file_id = f"file{len(world.files) + 1}"
    world.files[file_id] = contents
    body = {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(contents),
        "file_name": name,
    }
    sent = [{**body, "width": 9, "height": 9}] if kind == "photo" else body
    return _add(world, chat, given, caption=caption, caption_entities=entities, **{kind: sent})


def _set(message: Json, new: Json) -> None:
    message.update(new)
    message["edit_date"] = int(time.time())
    for name in ("entities", "reply_markup"):
        if name in new and not new[name]:
            message.pop(name, None)


def _json(given: Given, name: str, otherwise: Any) -> Any:
    return json.loads(given[name]) if given.get(name) else otherwise
