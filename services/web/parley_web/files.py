"""Files: taken in pieces, given so that a browser does nothing with them but show or save."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from parley_shared import ids
from parley_shared.errors import BadInput
from parley_shared.frames import Id as GivenId
from parley_shared.models import FileRef
from parley_shared.store import GetFile, KeepFile, ReadChunk, WriteChunk

from parley_web.web import Here, Id, Web, make_router

router = make_router("/api/files", "files")

CHUNK = 384 * 1024  # bytes: 512 KB in base64
POLICY = "default-src 'none'; sandbox"
RASTER = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
UNKNOWN = "application/octet-stream"

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")


@router.post("", status_code=201)
async def upload_file(
    request: Request,
    web: Here,
    name: Annotated[str, Query(min_length=1, max_length=255)],
    id: GivenId | None = None,
    thread_id: GivenId | None = None,
) -> FileRef:
    """The body is the file. The same `id` again gives the same file."""
    if not name.isprintable():
        raise BadInput("the file's name has characters that can't be shown")
    upload_id = ids.uuid7()
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    sha256, size = await _store_chunks(web, upload_id, request.stream())
    file = FileRef(
        id=id or upload_id,
        name=name.replace("\\", "/").rsplit("/", 1)[-1] or "file",
        media_type=said if _MEDIA_TYPE.fullmatch(said) else UNKNOWN,
        size=size,
        sha256=sha256,
    )
    return await web.bus.ask(KeepFile(upload_id=upload_id, file=file, thread_id=thread_id))


@router.get("/{file_id}")
async def download_file(file_id: Id, request: Request, web: Here) -> Response:
    """Raster images are shown, everything else is saved; nothing is ever run."""
    return give_file(web, await web.bus.ask(GetFile(file_id=file_id)), request)


def give_file(web: Web, file: FileRef, request: Request) -> Response:
    headers = describe_file(file)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers={"ETag": headers["ETag"]})
    media_type = file.media_type if file.media_type in RASTER else UNKNOWN
    return StreamingResponse(_read_chunks(web, file), headers=headers, media_type=media_type)


def describe_file(file: FileRef) -> dict[str, str]:
    shown = "inline" if file.media_type in RASTER else "attachment"
    return {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "private, no-cache",
        "Content-Length": str(file.size),
        "ETag": f'"{file.sha256}"',
    }


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


async def _read_chunks(web: Web, file: FileRef) -> AsyncIterator[bytes]:
    offset, is_end = 0, False
    while not is_end:
        chunk = await web.bus.ask(ReadChunk(file_id=file.id, offset=offset))
        piece = base64.b64decode(chunk.base64)
        offset, is_end = offset + len(piece), chunk.end
        yield piece
