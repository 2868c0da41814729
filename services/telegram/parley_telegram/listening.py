"""Fetches a file, and has what is spoken in it written down where a model is set for it."""

from dataclasses import dataclass

from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.models import FileRef
from parley_shared.runner import Transcribe, Transcript
from telegram import Bot

from parley_telegram.files import fetch_file
from parley_telegram.normalise import SentFile

WITHIN = 100.0  # seconds
HEARD = "🎙 (heard by a machine) "


@dataclass(frozen=True)
class Fetched:
    """`words` say that a machine heard them; `trouble` is why it heard none."""

    file: FileRef
    words: str = ""
    trouble: str = ""


async def fetch(bus: Bus, bot: Bot, model: str, sent: SentFile) -> Fetched:
    """Without a `model` nothing is written down. Raises NotFetched."""
    file = await fetch_file(bus, bot, sent)
    if not model or not sent.is_spoken:
        return Fetched(file)
    transcript = await _listen(bus, model, file)
    if transcript.text:
        return Fetched(file, words=HEARD + transcript.text)
    why = transcript.error or "nothing was heard."
    return Fetched(file, trouble=f"{file.name} was not written down: {why}")


async def _listen(bus: Bus, model: str, file: FileRef) -> Transcript:
    """An outage costs the words and not the message."""
    question = Transcribe(model=model, file=file)
    try:
        return await bus.ask(question, service="gateway", timeout=WITHIN)
    except ParleyError as error:
        return Transcript(error=str(error))
