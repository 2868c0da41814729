"""Stops a turn by its name: a question that comes twice must not stop the next one too."""

from parley_shared.bus import Bus
from parley_shared.commands import StopThread
from parley_shared.errors import NothingRuns
from parley_shared.models import Turn
from parley_shared.store import GetQueue


async def stop_turn(bus: Bus, asked: StopThread) -> Turn:
    """Raises NothingRuns."""
    if asked.turn_id is not None or asked.message_id is not None:
        return await bus.ask(asked)
    turns = (await bus.ask(GetQueue(thread_id=asked.thread_id))).turns
    if not turns:
        raise NothingRuns(f"nothing runs in thread {asked.thread_id!r}")
    return await bus.ask(asked.model_copy(update={"turn_id": turns[0].id}))
