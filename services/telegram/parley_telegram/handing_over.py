"""Hands a message over, again and again until the store has it: what JetStream took may be lost."""

import asyncio
import logging

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import TooBig, Unavailable
from parley_shared.inbound import Inbound
from parley_shared.models import Message
from parley_shared.store import GetMessage

from parley_telegram.asking import PAUSE, insist

logger = logging.getLogger(__name__)

LOOKS = (0.02, 1.0)  # seconds between two looks whether it has arrived, first and longest
AGAIN = 5.0  # seconds without it after which it is queued again


async def hand_over(bus: Bus, inbound: Inbound) -> Message | None:
    """As the store keeps it; None if it was refused, which the chat is told otherwise."""
    while await _queue(bus, inbound):
        arrived, message = await _await_arrival(bus, inbound.message_id)
        if arrived:
            return message
        logger.warning("queued again", extra={"message_id": inbound.message_id})
    return None


async def _queue(bus: Bus, inbound: Inbound) -> bool:
    """Whether it can be taken at all."""
    subject = subjects.inbound("telegram", inbound.chat)
    while True:
        try:
            await bus.queue(subject, inbound, job_id=inbound.message_id)
            return True
        except TooBig:
            logger.error("a message is too big", extra={"message_id": inbound.message_id})
            return False
        except Unavailable as outage:
            logger.warning("waiting for NATS", extra={"reason": str(outage)})
        await asyncio.sleep(PAUSE)


async def _await_arrival(bus: Bus, message_id: str) -> tuple[bool, Message | None]:
    """Whether the store knows of it, and the message unless it was refused."""
    loop = asyncio.get_running_loop()
    give_up, pause = loop.time() + AGAIN, LOOKS[0]
    while loop.time() < give_up:
        await asyncio.sleep(pause)
        state = await insist(bus, GetMessage(message_id=message_id))
        if state.message is not None or state.refusal is not None:
            return True, state.message
        pause = min(2 * pause, LOOKS[1])
    return False, None
