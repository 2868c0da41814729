"""Makes what people see fit on the bus; the journal keeps the whole. Pure."""

import json

from pydantic import JsonValue

from parley_shared.models import (
    TEXT_LIMIT,
    Arguments,
    Message,
    Part,
    TextPart,
    ToolPart,
)
from parley_shared.wire import encode

MESSAGE_LIMIT = 512 * 1024  # bytes of a message as it travels
SHORT = 1_000  # characters of what had to be shortened
ELLIPSIS = "…"


def shorten(message: Message) -> Message:
    """At most MESSAGE_LIMIT: what led to the answer goes first, oldest parts last of all."""
    said = {"text": cut(message.text), "reasoning": cut(message.reasoning)}
    message = message.model_copy(update=said)
    if len(encode(message)) <= MESSAGE_LIMIT:
        return message
    parts = tuple(_shorten_part(part) for part in message.parts)
    message = message.model_copy(update={"parts": parts, "reasoning": _brief(message.reasoning)})
    while len(encode(message)) > MESSAGE_LIMIT and (fewer := _drop_oldest(parts)) != parts:
        parts = fewer
        message = message.model_copy(update={"parts": parts})
    return message


def shorten_arguments(arguments: Arguments, limit: int) -> Arguments:
    """Long strings are cut if all of it has more than `limit` bytes."""
    if len(json.dumps(arguments)) <= limit:
        return arguments
    return {name: _shorten_value(value) for name, value in arguments.items()}


def cut(text: str, limit: int = TEXT_LIMIT) -> str:
    """At most `limit` bytes of UTF-8."""
    raw = text.encode()
    return text if len(raw) <= limit else raw[:limit].decode(errors="ignore")


def _drop_oldest(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Half of them; the newest that a stranger wrote stays, for later turns must know of it."""
    left = parts[len(parts) // 2 + 1 :]
    strange = [part for part in parts if isinstance(part, ToolPart) and part.origin]
    return left if not strange or strange[-1] in left else (strange[-1], *left)


def _shorten_part(part: Part) -> Part:
    if isinstance(part, TextPart):
        return part.model_copy(update={"text": _brief(part.text), "reasoning": ""})
    brief = {
        "arguments": shorten_arguments(part.arguments, SHORT),
        "output": "",
        "summary": _brief(part.summary),
    }
    return part.model_copy(update=brief)


def _shorten_value(value: JsonValue) -> JsonValue:
    match value:
        case str():
            return _brief(value)
        case dict():
            return {name: _shorten_value(each) for name, each in value.items()}
        case list():
            return [_shorten_value(each) for each in value]
    return value


def _brief(text: str) -> str:
    return text if len(text) <= SHORT else text[:SHORT] + ELLIPSIS
