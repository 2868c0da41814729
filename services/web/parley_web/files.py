"""Files: taken in pieces, given so that a browser does nothing with them but show or save."""

import base64
from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from parley_shared.errors import BadInput
from parley_shared.facts import phrase
from parley_shared.frames import Id as GivenId
from parley_shared.models import FileRef
from parley_shared.store import GetFile, ReadChunk

from parley_web.uploads import UNKNOWN, store_file
from parley_web.web import Here, Id, Web, make_router

router = make_router("/api/files", "files")

POLICY = "default-src 'none'; sandbox"
RASTER = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})


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
        raise BadInput(
            phrase("file_name_unfit", "the file's name has characters that can't be shown")
        )
    said = request.headers.get("content-type", "")
    return await store_file(web, request.stream(), name, said, id=id, thread_id=thread_id)


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


async def _read_chunks(web: Web, file: FileRef) -> AsyncIterator[bytes]:
    offset, is_end = 0, False
    while not is_end:
        chunk = await web.bus.ask(ReadChunk(file_id=file.id, offset=offset))
        piece = base64.b64decode(chunk.base64)
        offset, is_end = offset + len(piece), chunk.end
        yield piece
