"""Asks the sandbox to run code, tells its output while it grows, and waits for the end."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import CodeUnavailable, ParleyError, RunNotFound, Unavailable
from parley_shared.facts import phrase, retell
from parley_shared.sandbox import CancelRun, GetSandbox, RunOutput, RunResult, StartRun, WaitRun

from parley_agent_runner.tools.code import WAITS
from parley_agent_runner.tools.declaration import ToolFailed

logger = logging.getLogger(__name__)

ONE_WAIT = 15.0  # seconds that the sandbox keeps us waiting at most before it answers
LOOK = 1.0  # seconds for the question whether there is a sandbox
BELIEVED = 5.0  # seconds that its answer is believed
STARTS_WITHIN = 5.0  # seconds for one that starts when we do
RETURNS_WITHIN = 15.0  # seconds for one that starts again
CANCELLED_WITHIN = 2.0  # seconds
STARTS = 4  # times that a run is started whose sandbox went away
NO_SANDBOX = phrase(
    "code_no_sandbox",
    "Code can't be run here: the sandbox does not run. Either no Docker was found (install and "
    "start it, then start Parley again), or PARLEY_SANDBOX_BACKEND is off.",
)

HearOutput = Callable[[str], Awaitable[None]]


class Sandbox:
    def __init__(self, bus: Bus, waits: float = WAITS) -> None:
        """A run that has not ended after `waits` seconds is cancelled."""
        self._bus, self._waits = bus, waits
        self._known: str | None = None
        self._until = float("-inf")
        self._hoped_until: float | None = time.monotonic() + STARTS_WITHIN  # None: it was there
        self._looking = asyncio.Lock()

    async def why_not(self) -> str | None:
        """Why no code can be run now; None if it can."""
        async with self._looking:
            if time.monotonic() > self._until:
                self._known = await self._look()
            return self._known

    async def why_still_not(self) -> str | None:
        """The same, but a sandbox that may have been started just now is waited for."""
        while (why := await self.why_not()) == NO_SANDBOX and self._is_hoped_for():
            pass  # each look takes its time
        return why

    def _is_hoped_for(self) -> bool:
        return self._hoped_until is None or time.monotonic() < self._hoped_until

    async def _look(self) -> str | None:
        try:
            state = await self._bus.ask(GetSandbox(), timeout=LOOK)
        except ParleyError:
            if self._hoped_until is None:
                self._hoped_until = time.monotonic() + RETURNS_WITHIN
            if not self._is_hoped_for():
                self._until = time.monotonic() + BELIEVED
            return NO_SANDBOX
        self._hoped_until = None
        self._until = time.monotonic() + BELIEVED
        why = state.unavailable
        return None if why is None else retell(why, state.unavailable_fact)

    async def run(
        self, run: StartRun, hear: HearOutput, is_stopped: Callable[[], bool]
    ) -> RunResult:
        """A run of that call that is under way or has ended is gone on with. Raises ToolFailed."""

        async def on_output(_: str, written: bytes) -> None:
            await hear(RunOutput.model_validate_json(written).text)

        listening = await self._bus.listen(subjects.sandbox_output(run.call_id), on_output)
        try:
            async with asyncio.timeout(self._waits):
                return await self._run_to_the_end(run)
        except TimeoutError:
            await self._cancel(run.call_id)
            why = f"The program did not end within {self._waits:g} s, and was stopped."
            raise ToolFailed(why) from None
        except asyncio.CancelledError:
            # Also when this runner stops: then whoever takes the turn over goes on with the run.
            if is_stopped():
                await self._cancel(run.call_id)
            raise
        finally:
            await listening.stop()

    async def _run_to_the_end(self, run: StartRun) -> RunResult:
        for _ in range(STARTS):
            try:
                state = await self._bus.ask(run)
                while state.result is None:
                    wait = WaitRun(call_id=run.call_id, seconds=ONE_WAIT)
                    state = await self._bus.ask(wait, timeout=2 * ONE_WAIT)
                return state.result
            except CodeUnavailable as why:
                raise ToolFailed(str(why)) from why
            except (RunNotFound, Unavailable) as error:
                # A sandbox that starts anew knows no run, and of a run that is gone nothing is
                # left: it is started again.
                logger.warning("a run is gone", extra={"call_id": run.call_id, "why": str(error)})
        raise ToolFailed(NO_SANDBOX)

    async def _cancel(self, call_id: str) -> None:
        with suppress(ParleyError):
            await self._bus.ask(CancelRun(call_id=call_id), timeout=CANCELLED_WITHIN)
