"""Lets things go wrong as the plan says: processes, the provider, the disk, the wake-ups."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from random import Random

from parley_shared import subjects
from parley_shared.errors import ParleyError
from parley_shared.ids import uuid7
from parley_shared.inbound import Inbound

from tests.chaos.ledger import Ledger
from tests.chaos.model import Model, write_message
from tests.chaos.plan import Blow
from tests.chaos.recovery import Recovery
from tests.chaos.stack import Stack

SHORTEST, LONGEST = 0.2, 8.0  # seconds between two faults
GLANCE = 0.05  # seconds
FORKED = 0.7  # of the blows at an agent-runner go to the process that works
SIGNALS = {"kill": signal.SIGKILL, "term": signal.SIGTERM}


class Faults:
    """`progress` is how much of the plan is done, from 0 to 1: the faults keep step with it.

    The last one strikes when everything has been said.
    """

    def __init__(
        self,
        stack: Stack,
        model: Model,
        ledger: Ledger,
        recovery: Recovery,
        progress: Callable[[], float],
        seed: int,
    ) -> None:
        self._stack, self._model, self._ledger = stack, model, ledger
        self._recovery, self._progress = recovery, progress
        self._random = Random(seed)
        self.done: Counter[str] = Counter()
        self.last_at = 0.0

    async def strike(self, blows: tuple[Blow, ...]) -> None:
        """Returns when all that was broken is let go again."""
        async with asyncio.TaskGroup() as tasks:
            for number, blow in enumerate(blows):
                await self._until_due((number + 1) / len(blows))
                tasks.create_task(self._strike_one(blow))
        self.last_at = time.monotonic()

    async def _until_due(self, due: float) -> None:
        began = time.monotonic()
        await asyncio.sleep(SHORTEST)
        while self._progress() < due and time.monotonic() - began < LONGEST:
            await asyncio.sleep(GLANCE)

    async def _strike_one(self, blow: Blow) -> None:
        match blow.fault:
            case "provider":
                self._model.troubles.append(blow.victim)
            case "wake":
                await self._wake_in_vain()
            case "resend":
                await self._send_again()
            case "full disk":
                await self._fill_disk(blow.seconds)
            case _:
                await self._strike_process(blow)
        self.done[" ".join(filter(None, (blow.fault, blow.victim)))] += 1

    async def _strike_process(self, blow: Blow) -> None:
        match blow.fault:
            case "freeze":
                await self._freeze(blow.victim, blow.seconds)
            case "restart":
                self._recovery.expect(blow.victim, await self._stack.pid_of(blow.victim))
                await self._stack.restart(blow.victim)
            case "wipe":
                self._recovery.expect("nats", await self._stack.pid_of("nats"))
                await self._stack.wipe_jetstream()
            case _:
                await self._signal(blow.victim, SIGNALS[blow.fault])

    async def _signal(self, victim: str, how: signal.Signals) -> None:
        pid = await self._find_target(victim)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, how)
            self._recovery.expect(victim, pid)

    async def _find_target(self, victim: str) -> int | None:
        """Of an agent-runner mostly the process that works, now and then the one that forks it."""
        pid = await self._stack.running_pid_of(victim)
        if pid is None or "runner" not in victim:
            return pid
        forked = self._stack.list_children(pid)
        return forked[0] if forked and self._random.random() < FORKED else pid

    async def _freeze(self, victim: str, seconds: float) -> None:
        pid = await self._find_target(victim)
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            try:
                await asyncio.sleep(seconds)
            finally:
                os.kill(pid, signal.SIGCONT)

    async def _wake_in_vain(self) -> None:
        """Wake-ups twice, and for threads that have nothing to do."""
        chosen = self._random.sample(self._ledger.threads, min(5, len(self._ledger.threads)))
        with suppress(ParleyError, OSError, TimeoutError):
            async with asyncio.timeout(10), self._stack.bus("store") as bus:
                for thread_id in chosen * 2:
                    await bus.queue(subjects.turns(thread_id), b"{}", job_id=uuid7())

    async def _send_again(self) -> None:
        """What a browser has sent, once more, past the deduplication of JetStream."""
        chosen = self._random.sample(self._ledger.said, min(5, len(self._ledger.said)))
        with suppress(ParleyError, OSError, TimeoutError):
            async with asyncio.timeout(10), self._stack.bus("web") as bus:
                for sent in chosen:
                    inbound = Inbound(
                        message_id=sent.message_id,
                        channel="web",
                        chat=sent.thread_id,
                        thread_id=sent.thread_id,
                        text=write_message(sent.tag, sent.kind),
                        client_time=datetime.now(UTC),
                    )
                    subject = subjects.inbound("web", sent.thread_id)
                    await bus.queue(subject, inbound, job_id=uuid7())

    async def _fill_disk(self, seconds: float) -> None:
        full = self._stack.failpoints / "commit.before"
        full.write_text("full")
        try:
            await asyncio.sleep(seconds)
        finally:
            full.unlink(missing_ok=True)
