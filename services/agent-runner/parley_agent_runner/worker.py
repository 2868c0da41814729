"""Takes turns: many threads side by side, one turn of a thread after the other."""

import asyncio
import logging
import time

from parley_shared import subjects
from parley_shared.errors import ParleyError, Stale
from parley_shared.ids import uuid7
from parley_shared.runner import RunningTurn
from parley_shared.store import Busy, Claim, Claimed, GetRunnable, Nudge

from parley_agent_runner.beside import side_by_side
from parley_agent_runner.keeping_live import LiveKeeper
from parley_agent_runner.preparing import Means
from parley_agent_runner.running import Running
from parley_agent_runner.titling import Titling
from parley_agent_runner.waiting import look_after_waiting

logger = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # seconds
LOOK_AFTER = 60.0  # seconds between two looks at what waits: nudges may be lost
IDLE_LOOK = 0.1  # seconds between two looks whether the last turn has ended


class Worker:
    def __init__(self, name: str, means: Means, titling: Titling, live: LiveKeeper) -> None:
        """`name` stays the same after a restart: what it had claimed it may claim at once."""
        self._name = name
        self._means = means
        self._titling = titling
        self._live = live
        self._running: dict[str, Running] = {}
        self._draining: set[str] = set()
        self._nudged: set[str] = set()  # drained threads of which the last answer may be too old
        self._retiring = False

    def list_running(self) -> tuple[RunningTurn, ...]:
        return tuple(running.describe() for running in self._running.values())

    @property
    def is_retiring(self) -> bool:
        return self._retiring

    def retire(self) -> None:
        """Takes no further turn; those that run may end."""
        self._retiring = True

    async def until_idle(self) -> None:
        while self._running:
            await asyncio.sleep(IDLE_LOOK)

    async def nudge(self, subject: str, raw: bytes) -> None:
        """Somebody stops a turn, sends a message into it, or has taken one that waited here."""
        thread_id = subjects.thread_of(subject)
        nudge = Nudge.model_validate_json(raw)
        running = self._running.get(thread_id)
        if running is not None:
            running.nudge()
        elif nudge.taken_by is not None:
            if nudge.taken_by != self._name:
                await self._live.lose_waiting(thread_id)
        elif thread_id in self._draining:
            self._nudged.add(thread_id)
        else:
            await self._live.stop_waiting(thread_id)

    async def look_after_waiting(self) -> None:
        """A turn that waits here may have ended or gone elsewhere, and no nudge came of it."""
        await look_after_waiting(self._means.bus, self._name, self._live, self._draining)

    async def look_after_waiting_forever(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AFTER)
            await self.look_after_waiting()

    async def take_over(self) -> None:
        """Go on with what we ran before we were killed; its wake-ups come only when they lapse."""
        try:
            held = await self._means.bus.ask(GetRunnable(runner=self._name))
            await side_by_side(*(self._drain_again(each) for each in held.thread_ids))
        except ParleyError as error:
            logger.info("left it to the wake-ups", extra={"reason": str(error)})

    async def _drain_again(self, thread_id: str) -> None:
        await self.drain(thread_id)

    async def drain(self, thread_id: str) -> float | None:
        """Run the thread's turns until none is left; a number: look again after these seconds.

        Its wake-up may come again meanwhile. The store would give us the turn that we run once
        more, for a runner may claim what is its own: so nobody asks while somebody here drains.
        """
        if thread_id in self._draining:
            return LOOK_AGAIN
        self._draining.add(thread_id)
        try:
            return await self._drain(thread_id)
        finally:
            self._draining.discard(thread_id)
            self._nudged.discard(thread_id)

    async def _drain(self, thread_id: str) -> float | None:
        while True:
            if self._retiring:
                return LOOK_AGAIN
            asked_at = time.monotonic()
            self._nudged.discard(thread_id)
            question = Claim(thread_id=thread_id, runner=self._name, claim_id=uuid7())
            claim = (await self._means.bus.ask(question)).claim
            if isinstance(claim, Busy):
                return claim.retry_in
            if not isinstance(claim, Claimed):
                await self._live.rest(thread_id, waits=claim.parked)
                if thread_id in self._nudged:
                    continue
                return None
            await self._run(claim, asked_at)

    async def _run(self, claimed: Claimed, asked_at: float) -> None:
        ids = {"thread_id": claimed.thread.id, "turn_id": claimed.turn.id}
        running = Running(claimed, asked_at, self._means)
        self._running[claimed.thread.id] = running
        logger.info("turn claimed", extra={**ids, "fence": claimed.fence})
        await self._live.begin(claimed)
        try:
            await running.run()
            logger.info("turn handed in", extra=ids)
            self._titling.suggest(running.untitled)
            await self._live.end(claimed.thread.id, running.outcome)
        except Stale:
            logger.warning("turn lost to another claim", extra={**ids, "fence": claimed.fence})
            await self._live.lose(claimed.thread.id)
        finally:
            del self._running[claimed.thread.id]
