"""The bytes of an OpenAI-compatible server: requests read, acts of a script written."""

import asyncio
import json
import re
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any

from tests.fakes.openai_script import (
    Act,
    BreakOff,
    Call,
    Finish,
    Hang,
    Raw,
    Reason,
    Refuse,
    Reset,
    Say,
    Stamp,
    Wait,
)


class Gone(Exception):
    """The client went away, or the script tore the connection down."""


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]  # whatever a client sent

    @property
    def model(self) -> str:
        return str(self.body.get("model"))

    @property
    def last_user_text(self) -> str:
        said = [each for each in self.body.get("messages", []) if each["role"] == "user"]
        return _text_of(said[-1]["content"]) if said else ""

    @property
    def is_for_a_title(self) -> bool:
        """Parley names a new thread after its first answer; when, nobody can say."""
        return "You name conversations" in str(self.body.get("messages", [{}])[0].get("content"))


async def play_act(act: Act, model: str, writer: asyncio.StreamWriter) -> None:
    match act:
        case Say() | Reason():
            await _write_text(act, model, writer)
        case Stamp():
            await _write_stamps(act, model, writer)
        case Call():
            for delta in _call_deltas(act):
                _write_delta(writer, model, {"tool_calls": [delta]})
        case Raw():
            writer.write(act.content)
        case Finish():
            _write_finish(writer, model, act)
        case Wait() | Hang() | Reset() | BreakOff() | Refuse():
            await writer.drain()
            await _pause_or_end(act, writer)


async def _pause_or_end(
    act: Wait | Hang | Reset | BreakOff | Refuse, writer: asyncio.StreamWriter
) -> None:
    if isinstance(act, Wait):
        await asyncio.sleep(act.seconds)
    elif isinstance(act, Hang):
        await asyncio.Event().wait()
    elif isinstance(act, Reset):
        _reset(writer)
        raise Gone


async def _write_stamps(act: Stamp, model: str, writer: asyncio.StreamWriter) -> None:
    began = time.monotonic()
    for number in range(act.count):
        await asyncio.sleep(began + number * act.every - time.monotonic())
        _write_delta(writer, model, {"content": f"{time.monotonic_ns()} "})
        await writer.drain()


async def _write_text(act: Say | Reason, model: str, writer: asyncio.StreamWriter) -> None:
    field = "content" if isinstance(act, Say) else "reasoning_content"
    for piece in _pieces(act.text, act.size):
        _write_delta(writer, model, {field: piece})
        await writer.drain()
        await asyncio.sleep(act.every)


def _pieces(text: str, size: int) -> list[str]:
    if size:
        return [text[at : at + size] for at in range(0, len(text), size)]
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]


def _call_deltas(call: Call) -> list[dict[str, Any]]:
    place = {} if call.index is None else {"index": call.index}
    size = max(1, -(-len(call.arguments) // call.pieces))
    pieces = _pieces(call.arguments, size) or [""]
    first: dict[str, Any] = {"type": "function", **place}
    if call.call_id is not None:
        first["id"] = call.call_id
    first["function"] = {"name": call.name, "arguments": pieces[0]}
    return [first, *({**place, "function": {"arguments": piece}} for piece in pieces[1:])]


def _write_delta(
    writer: asyncio.StreamWriter, model: str, delta: dict[str, Any], finish: str | None = None
) -> None:
    _write_event(writer, model, [{"index": 0, "delta": delta, "finish_reason": finish}], {})


def _write_finish(writer: asyncio.StreamWriter, model: str, finish: Finish) -> None:
    _write_delta(writer, model, {}, finish.reason)
    if finish.usage is not None:
        asked, said = finish.usage
        usage = {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
        _write_event(writer, model, [], {"usage": usage})
    writer.write(b"data: [DONE]\n\n")


def _write_event(
    writer: asyncio.StreamWriter, model: str, choices: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model}
    written = json.dumps({**chunk, "choices": choices, **more})
    writer.write(f"data: {written}\n\n".encode())


def write_refusal(writer: asyncio.StreamWriter, refusal: Refuse) -> None:
    error = {"message": refusal.message, "type": "invalid_request_error", "code": refusal.code}
    write_json(writer, refusal.status, {"error": error}, refusal.headers)


def write_json(
    writer: asyncio.StreamWriter,
    status: int,
    body: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> None:
    writer.write(head_of(status, "application/json", headers or {}) + json.dumps(body).encode())


def head_of(status: int, media_type: str, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", f"Content-Type: {media_type}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def read_request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, value in (x.split(":", 1) for x in lines)}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    path = first.split(" ")[1].partition("?")[0]
    if headers.get("content-type", "").startswith("multipart/"):
        return Asked(path, headers, _read_form(content))
    return Asked(path, headers, json.loads(content) if content else {})


def _read_form(content: bytes) -> dict[str, Any]:
    """Its fields; of files the contents."""
    boundary = content.partition(b"\r\n")[0]
    fields: dict[str, Any] = {}
    for part in content.split(boundary)[1:-1]:
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb' name="([^"]+)"', head)
        assert name is not None, head
        fields[name[1].decode()] = value if b"filename=" in head else value.decode()
    return fields


def _text_of(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or ())


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
