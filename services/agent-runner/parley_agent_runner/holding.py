"""A turn while this runner holds it: its lease is renewed, and all we write carries its fence."""

import asyncio
import logging
import time
from contextlib import suppress
from typing import TypeVar

from parley_shared.bus import Bus
from parley_shared.errors import DiskFull, Stale, Unavailable
from parley_shared.journal import Step
from parley_shared.models import Model
from parley_shared.questions import Question
from parley_shared.shortening import shorten
from parley_shared.store import (
    ApprovalWanted,
    Backoff,
    ChildWanted,
    Claimed,
    Finish,
    GetHistory,
    GetSteps,
    HandBack,
    HistoryPage,
    KeepStep,
    Kept,
    Note,
    Park,
    QueryWanted,
    Renew,
)

from parley_agent_runner.ending import Delayed, Ended, Ending
from parley_agent_runner.stopping import Stop
from parley_agent_runner.world import Trouble

logger = logging.getLogger(__name__)

RENEW = 2.0  # seconds between two signs of life
MARGIN = 1.0  # seconds before a lease's end from when on it is not relied upon
AGAIN = 1.0  # seconds until the store is asked again after an outage
LAST_WORDS = 1.0  # seconds to give a turn back in

A = TypeVar("A", bound=Model)


class Hold:
    """Asks the store until it answers, for only it can say whether the turn is still ours.

    Everything may raise Stale: then it is not, and whoever hears it stops at once.
    """

    def __init__(self, bus: Bus, claimed: Claimed, asked_at: float, stop: Stop) -> None:
        """`asked_at` is when the claim was asked for (monotonic): its lease began after that."""
        self._bus = bus
        self._turn_id, self._fence = claimed.turn.id, claimed.fence
        self._lease = claimed.lease
        self._until = asked_at + claimed.lease
        self._stop = stop
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """Look at once whether somebody wants something of the turn."""
        self._nudged.set()

    async def ask(self, question: Question[A]) -> A:
        """However long the store is away."""
        while True:
            try:
                return await self._bus.ask(question)
            except (Unavailable, DiskFull) as outage:
                extra = {"turn_id": self._turn_id, "reason": str(outage)}
                logger.warning("the store can't be reached", extra=extra)
            await asyncio.sleep(AGAIN)

    async def renew_forever(self) -> None:
        while True:
            self._nudged.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(RENEW):
                    await self._nudged.wait()
            await self._renew()

    async def until_sure(self) -> None:
        """Returns when the lease is surely ours for the next moment."""
        if time.monotonic() > self._until - MARGIN:
            await self._renew()

    async def keep_step(self, step: Step) -> Kept:
        question = KeepStep(turn_id=self._turn_id, fence=self._fence, step=step)
        return await self._write(question)

    async def note(self, trouble: Trouble) -> None:
        question = Note(
            turn_id=self._turn_id,
            fence=self._fence,
            note_id=trouble.note_id,
            model=trouble.model,
            code=trouble.code,
            wait_ms=trouble.wait_ms,
            next_model=trouble.next_model,
        )
        await self._write(question)

    async def park(
        self,
        approvals: tuple[ApprovalWanted, ...] = (),
        queries: tuple[QueryWanted, ...] = (),
        children: tuple[ChildWanted, ...] = (),
    ) -> bool:
        """Whether everything is decided already."""
        question = Park(
            turn_id=self._turn_id,
            fence=self._fence,
            approvals=approvals,
            queries=queries,
            children=children,
            reason="approval" if approvals else "question",
        )
        return (await self.ask(question)).decided

    async def read_steps(self, offset: int | None = 0) -> tuple[Step, ...]:
        steps: list[Step] = []
        while offset is not None:
            page = await self.ask(GetSteps(turn_id=self._turn_id, offset=offset))
            steps += page.items
            offset = page.next
        return tuple(steps)

    async def read_history(self, before: str) -> HistoryPage:
        return await self.ask(GetHistory(turn_id=self._turn_id, before=before))

    async def hand_in(self, ending: Ending) -> None:
        if isinstance(ending, Ended):
            finish = Finish(
                turn_id=self._turn_id,
                fence=self._fence,
                state=ending.state,
                message=shorten(ending.message) if ending.message else None,
                usage=ending.usage,
                error=ending.error,
                handoff=ending.handoff,
            )
            await self.ask(finish)
        elif isinstance(ending, Delayed):
            backoff = Backoff(
                turn_id=self._turn_id,
                fence=self._fence,
                seconds=ending.seconds,
                model=ending.model,
                code=ending.code,
            )
            await self.ask(backoff)

    async def give_back(self) -> None:
        """To whoever runs next, now rather than when the lease ends; tried once."""
        question = HandBack(turn_id=self._turn_id, fence=self._fence)
        with suppress(Stale, Unavailable, DiskFull):
            await self._bus.ask(question, timeout=LAST_WORDS)

    async def _renew(self) -> None:
        await self._write(Renew(turn_id=self._turn_id, fence=self._fence))

    async def _write(self, question: Question[Kept]) -> Kept:
        asked_at = time.monotonic()
        kept = await self.ask(question)
        self._until = max(self._until, asked_at + self._lease)
        if kept.cancel:
            self._stop.ask()
        return kept
