"""From what a channel heard to a message in a thread, or to a refusal with a reason."""

import logging
from datetime import UTC, datetime
from functools import partial

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.dead_letters import DeadLetter, DeadMessage, KeepDeadLetter
from parley_shared.errors import AlreadyExists, DiskFull, ParleyError, ThreadNotFound, Unavailable
from parley_shared.facts import phrase
from parley_shared.ids import dead_letter_id
from parley_shared.inbound import Inbound
from parley_shared.message_text import check_text
from parley_shared.models import Channel, Message, Refusal
from parley_shared.pulling import Delivery
from parley_shared.store import Append, Appended, GetChat, ListAgents, Reject
from parley_shared.work import work
from pydantic import ValidationError

from parley_gateway.checks import check_ids
from parley_gateway.routing import find_mentioned

logger = logging.getLogger(__name__)

LONGEST_KEPT = 400 * 1024  # characters of a message that is kept with the dead letters
PASSING = frozenset(
    {"too_many_messages", "queue_full", "thread_busy", "internal"}
)  # worth sending again


async def work_inbound(bus: Bus, channel: Channel) -> None:
    """Takes what the channel heard, in order. Never returns."""
    await work(
        bus,
        stream=subjects.INBOUND,
        durable=channel,
        job=Inbound,
        do=partial(take_inbound, bus),
        give_up=partial(give_up, bus, channel),
    )


async def take_inbound(bus: Bus, inbound: Inbound, delivery: Delivery) -> None:
    """Returns when the store has kept the message, or why it was refused.

    Raises Unavailable while the store is away.
    """
    thread_id = inbound.thread_id
    try:
        check_ids(inbound)
        thread_id = thread_id or await find_thread(bus, inbound)
        await append(bus, inbound, thread_id)
    except DiskFull as error:
        raise Unavailable(str(error)) from error
    except ParleyError as error:
        if type(error) in (ParleyError, Unavailable):
            raise  # a fault or an outage of the store says nothing about the message
        await refuse(bus, inbound, thread_id or "", error)


async def give_up(bus: Bus, channel: Channel, body: bytes, failure: Exception) -> None:
    """A message that fails again and again must not keep others waiting: refused aloud, and kept
    with the dead letters."""
    try:
        inbound = Inbound.model_validate_json(body)
    except ValidationError:
        # Its sender can't be told: it does not even say which message it is.
        await keep_letter(bus, DeadMessage(channel=channel, body=_readable(body)), failure)
        return
    about = DeadMessage(
        channel=channel,
        body=_readable(body),
        message_id=inbound.message_id,
        thread_id=inbound.thread_id,
    )
    await keep_letter(bus, about, failure)
    error = ParleyError(
        phrase("message_failed", "Parley failed at this message; it is kept with the dead letters")
    )
    await refuse(bus, inbound, inbound.thread_id or "", error)


async def keep_letter(bus: Bus, about: DeadMessage, failure: Exception) -> None:
    reason = phrase(
        "gateway_failed", "The gateway failed at it: {error}", error=type(failure).__name__
    )
    letter = DeadLetter(
        id=dead_letter_id(about.message_id or about.body),
        at=datetime.now(UTC),
        code="internal" if about.message_id else "unreadable",
        reason=reason,
        fact=reason.fact,
        about=about,
    )
    try:
        await bus.ask(KeepDeadLetter(letter=letter))
    except DiskFull as full:
        raise Unavailable(str(full)) from full


def _readable(body: bytes) -> str:
    """What is longer than any message may be is cut, so that the bus carries it once more."""
    return body.decode(errors="replace")[:LONGEST_KEPT]


async def refuse(bus: Bus, inbound: Inbound, thread_id: str, error: ParleyError) -> None:
    refusal = Refusal(
        message_id=inbound.message_id,
        thread_id=thread_id,
        code=error.code,
        reason=str(error),
        fact=error.fact,
        retryable=error.code in PASSING,
    )
    try:
        await bus.ask(Reject(refusal=refusal, channel=inbound.channel))
    except AlreadyExists:
        return  # it was taken, and is only heard once more
    except DiskFull as full:
        raise Unavailable(str(full)) from full
    logger.info(
        "message refused",
        extra={"message_id": inbound.message_id, "thread_id": thread_id, "code": error.code},
    )


async def find_thread(bus: Bus, inbound: Inbound) -> str:
    """Where the chat looks. Raises ThreadNotFound."""
    chat = await bus.ask(GetChat(channel=inbound.channel, chat=inbound.chat))
    if chat.thread_id is None:
        raise ThreadNotFound("this chat looks at no thread yet")
    return chat.thread_id


async def append(bus: Bus, inbound: Inbound, thread_id: str, *, anew: bool = False) -> Appended:
    text = inbound.text.strip()
    check_text(text, inbound.attachments)
    agent_id = inbound.agent_id or await _find_mentioned(bus, text)
    message = Message(
        id=inbound.message_id,
        thread_id=thread_id,
        role="user",
        text=text,
        source=inbound.channel,
        sender=inbound.sender,
        agent_id=agent_id,
        attachments=inbound.attachments,
        client_time=inbound.client_time,
        created_at=datetime.now(UTC),
    )
    return await bus.ask(Append(message=message, mode=inbound.mode, agent_id=agent_id, anew=anew))


async def _find_mentioned(bus: Bus, text: str) -> str | None:
    if not text.startswith("@"):
        return None
    agent = find_mentioned(text, (await bus.ask(ListAgents())).agents)
    return agent.id if agent else None
