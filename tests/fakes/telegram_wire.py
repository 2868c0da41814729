"""What goes over HTTP to the fake Bot API and back."""

import asyncio
import json
import re
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from tests.fakes.telegram_places import Given


def read_body(kind: str, body: bytes) -> Given:
    """Urlencoded, JSON or multipart, as any client may send it."""
    if kind.startswith("application/json"):
        found = json.loads(body or b"{}")
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in found.items()}
    if kind.startswith("multipart/"):
        return _read_parts(kind, body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _read_parts(kind: str, body: bytes) -> Given:
    parts: Given = {}
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        contents = part.get_payload(decode=True)
        assert isinstance(contents, bytes)  # a part is no multipart of its own
        file_name = part.get_filename()
        parts[name] = contents.decode() if file_name is None else (file_name, contents)
    for name, value in list(parts.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            parts[name] = parts[value.removeprefix("attach://")]
    return parts


def write_answer(writer: asyncio.StreamWriter, status: int, kind: str, body: bytes) -> None:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    if status == 429:
        found = re.search(rb"retry after (\d+)", body)
        head += f"Retry-After: {found[1].decode()}\r\n" if found else ""
    writer.write(f"{head}\r\n".encode() + body)
