"""Has what a person spoke written down before it is routed."""

from parley_shared.bus import Bus
from parley_shared.runner import Transcribe, Transcript

WITHIN = 90.0  # seconds


async def transcribe(bus: Bus, question: Transcribe) -> Transcript:
    """Raises Unavailable."""
    return await bus.ask(question, timeout=WITHIN)
