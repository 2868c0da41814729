"""What a person does about a dead letter: again, or never."""

from parley_shared.bus import Bus
from parley_shared.commands import RetryMessage
from parley_shared.dead_letters import (
    DeadLetter,
    DeadMessage,
    DiscardDeadLetter,
    GetDeadLetter,
    RetryDeadLetter,
    SendAgain,
    SettleDeadLetter,
)
from parley_shared.errors import BadInput
from parley_shared.facts import phrase
from parley_shared.inbound import Inbound
from pydantic import ValidationError

from parley_gateway.checks import check_ids
from parley_gateway.inbound import append, find_thread


async def retry_letter(bus: Bus, question: RetryDeadLetter) -> DeadLetter:
    """Each part of it is done once, however often it is asked; it is settled last."""
    check_ids(question)
    letter = await bus.ask(GetDeadLetter(letter_id=question.letter_id))
    if letter.settled is not None:
        return letter
    match letter.about.kind:
        case "turn":
            retry = RetryMessage(
                message_id=letter.about.message_id,
                agent_id=letter.about.agent_id,
                retry_id=letter.id,
            )
            await bus.ask(retry)
        case "delivery":
            await bus.ask(SendAgain(letter_id=letter.id))
        case "message":
            await _send_again(bus, letter.about)
    return await bus.ask(SettleDeadLetter(letter_id=letter.id, settled="retried"))


async def discard_letter(bus: Bus, question: DiscardDeadLetter) -> DeadLetter:
    check_ids(question)
    return await bus.ask(SettleDeadLetter(letter_id=question.letter_id, settled="discarded"))


async def _send_again(bus: Bus, about: DeadMessage) -> None:
    """What is wrong with it is raised to whoever asks, and not told the sender a second time."""
    try:
        inbound = Inbound.model_validate_json(about.body)
    except ValidationError as error:
        raise BadInput(
            phrase("letter_unreadable", "nobody can read this message: it can only be discarded")
        ) from error
    check_ids(inbound)
    thread_id = inbound.thread_id or await find_thread(bus, inbound)
    await append(bus, inbound, thread_id, anew=True)
