"""Files: taken in chunks, kept once by their contents, read in chunks."""

import asyncio
import base64
import binascii
import re

from parley_shared.errors import BadInput, FileNotKept
from parley_shared.facts import phrase
from parley_shared.models import FileRef
from parley_shared.questions import Done
from parley_shared.store import Chunk, GetFile, KeepFile, ReadChunk, WriteChunk
from sqlalchemy import delete, select

from parley_store.blobs import blob_path, read_at, settle_upload, upload_path, write_at
from parley_store.checks import check_id, check_token
from parley_store.database import Database, Session, named_trouble
from parley_store.file_rows import find_file, need_file, use_files
from parley_store.tables import files, threads, uploads

CHUNK = 512 * 1024  # bytes
SHA256 = re.compile(r"[0-9a-f]{64}")


async def write_chunk(database: Database, question: WriteChunk) -> Done:
    check_token("upload", question.upload_id)
    chunk = _decode(question.base64)
    async with database.write() as session:
        await _touch_upload(session, question.upload_id)
    path = upload_path(database.folder, question.upload_id)
    with named_trouble():
        await asyncio.to_thread(write_at, path, question.offset, chunk)
    return Done()


async def keep_file(database: Database, question: KeepFile) -> FileRef:
    """The same file again is given as it is. Raises FileDamaged."""
    file = question.file
    check_token("upload", question.upload_id)
    check_id("file id", file.id)
    if not SHA256.fullmatch(file.sha256):
        raise BadInput(phrase("hash_unfit", "sha256 must be 64 hexadecimal digits"))
    async with database.read() as session:
        known = await find_file(session, file.id)
    if known is not None:
        return known
    async with database.blobs:
        where = (database.folder, question.upload_id, file.sha256, file.size)
        with named_trouble():
            await asyncio.to_thread(settle_upload, *where)
        async with database.write() as session:
            await _add_file(session, file, question)
    return file


async def get_file(session: Session, question: GetFile) -> FileRef:
    return await need_file(session, question.file_id)


async def read_chunk(database: Database, question: ReadChunk) -> Chunk:
    """Raises FileNotKept."""
    async with database.read() as session:
        file = await need_file(session, question.file_id)
    path = blob_path(database.folder, file.sha256)
    try:
        chunk = await asyncio.to_thread(read_at, path, question.offset, question.limit)
    except FileNotFoundError as error:
        raise FileNotKept(f"the contents of file {file.id!r} are gone") from error
    end = question.offset + len(chunk) >= file.size
    if not chunk and not end:  # or whoever reads would ask for ever
        raise FileNotKept(f"the contents of file {file.id!r} are cut short")
    return Chunk(base64=base64.b64encode(chunk).decode(), end=end)


def _decode(text: str) -> bytes:
    try:
        chunk = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadInput(f"the chunk is no base64: {error}") from error
    if len(chunk) > CHUNK:
        raise BadInput(f"a chunk has at most {CHUNK} bytes and this has {len(chunk)}")
    return chunk


async def _touch_upload(session: Session, upload_id: str) -> None:
    if not await session.change(uploads, {"id": upload_id}, touched_at=session.now):
        await session.add(uploads, {"id": upload_id, "touched_at": session.now})


async def _add_file(session: Session, file: FileRef, question: KeepFile) -> None:
    if await find_file(session, file.id) is None:
        row = {"id": file.id, "sha256": file.sha256, "created_at": session.now}
        await session.add(files, {**row, "body": file})
    await session.run(delete(uploads).where(uploads.c.id == question.upload_id))
    here = select(threads.c.id).where(threads.c.id == question.thread_id)
    if question.thread_id is not None and await session.value(here) is not None:
        await use_files(session, question.thread_id, [file])
