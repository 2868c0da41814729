"""Carries files between Telegram and the store, in chunks."""

import asyncio
import base64
import hashlib
import logging

from parley_shared.bus import Bus
from parley_shared.models import FileRef
from parley_shared.store import KeepFile, ReadChunk, WriteChunk
from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.asking import insist
from parley_telegram.faults import read_fault
from parley_telegram.normalise import SentFile

logger = logging.getLogger(__name__)

CHUNK = 512 * 1024  # bytes
TRIES = 5
PAUSE = 1.0  # seconds, longer with each try


class NotFetched(Exception):
    """The text says why, for the person who sent it."""


async def fetch_file(bus: Bus, bot: Bot, sent: SentFile) -> FileRef:
    """Raises NotFetched."""
    contents = await _download(bot, sent)
    sha256 = hashlib.sha256(contents).hexdigest()
    file = FileRef(
        id=f"f{sha256[:32]}",
        name=sent.name,
        media_type=sent.media_type,
        size=len(contents),
        sha256=sha256,
    )
    upload_id = f"tg-{sha256[:40]}"
    for offset in range(0, max(len(contents), 1), CHUNK):
        chunk = base64.b64encode(contents[offset : offset + CHUNK]).decode()
        await insist(bus, WriteChunk(upload_id=upload_id, offset=offset, base64=chunk))
    return await insist(bus, KeepFile(upload_id=upload_id, file=file))


async def read_file(bus: Bus, file: FileRef) -> bytes:
    """Raises what the store says of a file that it does not have."""
    contents = bytearray()
    while True:
        chunk = await insist(bus, ReadChunk(file_id=file.id, offset=len(contents)))
        contents += base64.b64decode(chunk.base64)
        if chunk.end:
            return bytes(contents)


async def _download(bot: Bot, sent: SentFile) -> bytes:
    for tries in range(1, TRIES + 1):
        try:
            file = await bot.get_file(sent.file_id)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            fault = read_fault(error)
        if fault.meaning in ("refused", "token"):  # also of a file that is not there any longer
            break
        logger.warning("a file was not fetched", extra={"reason": fault.text, "tries": tries})
        await asyncio.sleep(max(fault.seconds, PAUSE * tries))
    raise NotFetched(f"The file {sent.name} could not be fetched from Telegram: {fault.text}.")
