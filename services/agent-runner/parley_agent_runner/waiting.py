"""Looks whether the turns that wait for a human here still do: they may have gone unheard."""

import logging
from collections.abc import Container

from parley_shared.bus import Bus
from parley_shared.errors import ParleyError, ThreadNotFound, Unavailable
from parley_shared.store import GetQueue

from parley_agent_runner.keeping_live import LiveKeeper

logger = logging.getLogger(__name__)


async def look_after_waiting(
    bus: Bus, runner: str, live: LiveKeeper, draining: Container[str]
) -> None:
    """Forgets live agents whose turn has ended or runs elsewhere; `draining` threads are ours."""
    for thread_id in live.agents.list_waiting():
        try:
            is_gone = await _is_gone(bus, runner, thread_id)
        except ParleyError as error:
            extra = {"thread_id": thread_id, "reason": str(error)}
            logger.info("could not look after a turn that waits", extra=extra)
            if isinstance(error, Unavailable):
                return  # nobody would answer for the others
            continue
        if is_gone and thread_id not in draining:
            await live.lose_waiting(thread_id)


async def _is_gone(bus: Bus, runner: str, thread_id: str) -> bool:
    """One that was answered and is not taken yet may go on here, with what is held for it."""
    try:
        turns = (await bus.ask(GetQueue(thread_id=thread_id))).turns
    except ThreadNotFound:
        return True
    return not turns or (turns[0].state == "running" and turns[0].runner != runner)
