"""What people said, as hooks at `input` let models read it; people go on seeing their own words."""

from parley_shared.models import Message
from parley_shared.store import Claimed
from pydantic import JsonValue

from parley_agent_runner.hooks.asking import ask_hooks
from parley_agent_runner.hooks.hook import HookDenied
from parley_agent_runner.world import World

WITHHELD = "[withheld]"


async def hear_history(claimed: Claimed, world: World) -> Claimed:
    """Raises HookDenied if what is asked now may not be read."""
    for message in claimed.history:
        if message.id == claimed.turn.message_id:
            await hear(message, claimed, world)
    return await hear_or_withhold_history(claimed, world)


async def hear_or_withhold_history(claimed: Claimed, world: World) -> Claimed:
    history = [await hear_or_withhold(each, claimed, world) for each in claimed.history]
    return claimed.model_copy(update={"history": tuple(history)})


async def hear_or_withhold(message: Message, claimed: Claimed, world: World) -> Message:
    if message.role != "user" or message.deleted:
        return message
    try:
        return await hear(message, claimed, world)
    except HookDenied:
        return message.model_copy(update={"text": WITHHELD, "attachments": ()})


async def hear(message: Message, claimed: Claimed, world: World) -> Message:
    """Raises HookDenied."""
    text = world.heard.find(claimed.agent.id, message)
    if text is None:
        payload: dict[str, JsonValue] = {
            "thread_id": claimed.thread.id,
            "agent_id": claimed.agent.id,
            "message_id": message.id,
            "sender": message.sender,
            "text": message.text,
        }
        text = str((await ask_hooks(world.hooks, "input", payload))["text"])
        world.heard.note(claimed.agent.id, message, text)
    return message if text == message.text else message.model_copy(update={"text": text})
