"""Hands a file to the store in pieces, wherever its contents come from."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator

from parley_shared import ids
from parley_shared.models import FileRef
from parley_shared.store import KeepFile, WriteChunk

from parley_web.web import Web

CHUNK = 384 * 1024  # bytes: 512 KB in base64
UNKNOWN = "application/octet-stream"

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")


async def store_file(
    web: Web,
    body: AsyncIterator[bytes],
    name: str,
    media_type: str,
    *,
    id: str | None = None,
    thread_id: str | None = None,
) -> FileRef:
    """The same `id` again gives the same file."""
    upload_id = ids.uuid7()
    said = media_type.partition(";")[0].strip().lower()
    sha256, size = await _store_chunks(web, upload_id, body)
    file = FileRef(
        id=id or upload_id,
        name=name.replace("\\", "/").rsplit("/", 1)[-1] or "file",
        media_type=said if _MEDIA_TYPE.fullmatch(said) else UNKNOWN,
        size=size,
        sha256=sha256,
    )
    return await web.bus.ask(KeepFile(upload_id=upload_id, file=file, thread_id=thread_id))


async def _store_chunks(web: Web, upload_id: str, body: AsyncIterator[bytes]) -> tuple[str, int]:
    """The whole's sha256 and size in bytes."""
    told, waiting, size = hashlib.sha256(), bytearray(), 0
    async for piece in body:
        told.update(piece)
        waiting += piece
        while len(waiting) >= CHUNK:
            await _write(web, upload_id, size, bytes(waiting[:CHUNK]))
            size += CHUNK
            del waiting[:CHUNK]
    await _write(web, upload_id, size, bytes(waiting))
    return told.hexdigest(), size + len(waiting)


async def _write(web: Web, upload_id: str, offset: int, piece: bytes) -> None:
    encoded = base64.b64encode(piece).decode()
    await web.bus.ask(WriteChunk(upload_id=upload_id, offset=offset, base64=encoded))
