"""Brings files of people from Telegram to the store."""

import asyncio
import hashlib
import logging
from functools import partial

from parley_shared.bus import Bus
from parley_shared.carrying import write_file
from parley_shared.models import FileRef
from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.asking import insist
from parley_telegram.faults import read_fault
from parley_telegram.normalise import SentFile

logger = logging.getLogger(__name__)

TRIES = 5
PAUSE = 1.0  # seconds, longer with each try


class NotFetched(Exception):
    """The text says why, for the person who sent it."""


async def fetch_file(bus: Bus, bot: Bot, sent: SentFile) -> FileRef:
    """The same again is the same file. Raises NotFetched."""
    contents = await _download(bot, sent)
    sha256 = hashlib.sha256(contents).hexdigest()
    named = f"{sha256}/{sent.media_type}/{sent.name}"  # one of another name is another file
    file_id = f"f{hashlib.sha256(named.encode()).hexdigest()[:32]}"
    file = FileRef(
        id=file_id,
        name=sent.name,
        media_type=sent.media_type,
        size=len(contents),
        sha256=sha256,
    )
    return await write_file(partial(insist, bus), f"tg-{file_id}", file, contents)


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
