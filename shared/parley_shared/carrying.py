"""Carries whole files out of the store and into it, in pieces that the bus takes."""

import base64
from collections.abc import Awaitable
from typing import Protocol

from parley_shared.models import FileRef
from parley_shared.questions import A, Question
from parley_shared.store import KeepFile, ReadChunk, WriteChunk

PIECE = 384 * 1024  # bytes: 512 KB in base64


class Ask(Protocol):
    """A type variable that Callable can't write."""

    def __call__(self, question: Question[A]) -> Awaitable[A]: ...


async def read_file(ask: Ask, file: FileRef) -> bytes:
    """Raises FileNotKept."""
    contents, is_end = bytearray(), False
    while not is_end:
        chunk = await ask(ReadChunk(file_id=file.id, offset=len(contents)))
        contents += base64.b64decode(chunk.base64)
        is_end = chunk.end
    return bytes(contents)


async def write_file(
    ask: Ask, upload_id: str, file: FileRef, contents: bytes, thread_id: str | None = None
) -> FileRef:
    """The same upload again changes nothing."""
    for offset in range(0, max(1, len(contents)), PIECE):
        piece = base64.b64encode(contents[offset : offset + PIECE]).decode()
        await ask(WriteChunk(upload_id=upload_id, offset=offset, base64=piece))
    return await ask(KeepFile(upload_id=upload_id, file=file, thread_id=thread_id))
