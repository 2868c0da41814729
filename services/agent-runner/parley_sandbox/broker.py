"""Runs by the id of the call that wanted them: started once, waited for as often as asked."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from parley_shared.errors import CodeUnavailable, ParleyError, RunNotFound, Stale
from parley_shared.facts import phrase
from parley_shared.models import WorkspaceFile
from parley_shared.sandbox import CancelRun, RunResult, RunState, StartRun, WaitRun

from parley_sandbox.box import Box, BoxGone
from parley_sandbox.cleaning import read_bytes
from parley_sandbox.limits import Limits
from parley_sandbox.output import Output, Tell
from parley_sandbox.pool import Pool
from parley_sandbox.talking import CANCEL, Content, Job, Told, do_job

logger = logging.getLogger(__name__)

TEXT = 30_000  # characters of each stream that a model may read
REMEMBERED = 256  # runs that have ended
QUEUE = 32  # runs that wait for their turn
SPARE = 30.0  # seconds a container may outlive its program's limit
CLAIMED_WITHIN = 900.0  # seconds that what a run changed is held while every runner is away
CANCELLED_WITHIN = 12.0  # seconds until a supervisor that does not obey is killed with all it holds


@dataclass(frozen=True)
class Loaded:
    """The thread's files, and the names of those that the run has no room for."""

    files: tuple[Content, ...] = ()
    not_there: tuple[str, ...] = ()


class Keep(Protocol):
    """Writes back what a run changed. Raises ParleyError if it may not any longer."""

    def __call__(
        self, run: StartRun, changed: tuple[Content, ...], deleted: tuple[str, ...]
    ) -> Awaitable[tuple[WorkspaceFile, ...]]: ...


@dataclass
class Run:
    question: StartRun
    state: RunState = field(default_factory=partial(RunState, state="queued"))
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    taken_over: asyncio.Event = field(default_factory=asyncio.Event)

    def take_over(self, question: StartRun) -> None:
        """Whoever claimed the turn last may write back."""
        if question.fence > self.question.fence:
            self.question = question
            self.taken_over.set()


class Broker:
    def __init__(
        self,
        pool: Pool,
        make_limits: Callable[[float], Limits],
        load: Callable[[str], Awaitable[Loaded]],
        keep: Keep,
        tell: Tell,
        *,
        at_once: int,
    ) -> None:
        self._pool, self._make_limits = pool, make_limits
        self._load, self._keep, self._tell = load, keep, tell
        self._room = asyncio.Semaphore(at_once)
        self._runs: dict[str, Run] = {}
        self._performing: set[asyncio.Task[None]] = set()
        self._removing: set[asyncio.Future[None]] = set()

    def count(self, state: str) -> int:
        return sum(run.state.state == state for run in self._runs.values())

    async def start(self, question: StartRun) -> RunState:
        """Raises CodeUnavailable."""
        known = self._runs.get(question.call_id)
        if known is not None:
            known.take_over(question)
            return known.state
        if self._pool.unavailable is not None:
            raise CodeUnavailable(self._pool.unavailable)
        if self.count("queued") >= QUEUE:
            raise CodeUnavailable(
                phrase("too_many_programs", "Too many programs wait to be run: try again later.")
            )
        run = Run(question)
        self._runs[question.call_id] = run
        self._forget_oldest()
        task = asyncio.create_task(self._perform(run))
        self._performing.add(task)
        task.add_done_callback(self._performing.discard)
        return run.state

    async def wait(self, question: WaitRun) -> RunState:
        run = self._find(question.call_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(question.seconds):
                await run.ended.wait()
        return run.state

    async def cancel(self, question: CancelRun) -> None:
        run = self._find(question.call_id)
        run.cancelled.set()
        run.taken_over.set()  # so that it is not waited for any longer

    async def stop(self) -> None:
        """What runs is killed; whoever waits for it starts it again with the next broker."""
        performing = list(self._performing)
        for task in performing:
            task.cancel()
        await asyncio.gather(*performing, return_exceptions=True)
        await asyncio.gather(*self._removing, return_exceptions=True)

    def _find(self, call_id: str) -> Run:
        run = self._runs.get(call_id)
        if run is None:
            raise RunNotFound(f"no run {call_id!r} is known here")
        return run

    def _forget_oldest(self) -> None:
        ended = [call_id for call_id, run in self._runs.items() if run.ended.is_set()]
        for call_id in ended[: max(0, len(ended) - REMEMBERED)]:
            del self._runs[call_id]

    async def _perform(self, run: Run) -> None:
        extra = {"call_id": run.question.call_id, "thread_id": run.question.thread_id}
        try:
            async with self._room:
                run.state = RunState(state="running")
                ran = await self._run(run)
            result = ran if isinstance(ran, RunResult) else await self._hand_in(run, *ran)
        except ParleyError as error:
            result = RunResult(reason="lost", note=str(error))
        except Exception:
            logger.exception("a run failed", extra=extra)
            result = RunResult(reason="lost", note="The sandbox failed at this; its log says why.")
        run.state = RunState(state="ended", result=result)
        run.ended.set()
        logger.info("run ended", extra={**extra, "reason": result.reason})

    async def _run(self, run: Run) -> RunResult | tuple[Loaded, Told]:
        if run.cancelled.is_set():
            return RunResult(reason="cancelled")
        question = run.question
        limits = self._make_limits(question.seconds)
        loaded = await self._load(question.thread_id)
        job = Job(question.language, question.code, loaded.files, limits)
        box = await self._pool.take(question.call_id, limits.hard + SPARE)
        try:
            told = await self._do(run, box, job)
        finally:
            # However we end: not even a cancelled broker leaves a program running.
            removing = asyncio.ensure_future(box.remove())
            self._removing.add(removing)
            removing.add_done_callback(self._removing.discard)
        return loaded, told

    async def _do(self, run: Run, box: Box, job: Job) -> Told:
        output = Output(run.question.call_id, self._tell)
        beside = [
            asyncio.create_task(output.tell_in_time()),
            asyncio.create_task(_obey(run.cancelled, box)),
            asyncio.create_task(self._pool.rename(box, run.question.call_id)),
        ]
        try:
            told = await do_job(box, job, output.hear)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
        await output.flush()
        if run.cancelled.is_set() and told.ending.reason == "lost":
            told.ending = told.ending.model_copy(update={"reason": "cancelled"})
        return told

    async def _hand_in(self, run: Run, loaded: Loaded, told: Told) -> RunResult:
        ending = told.ending
        result = RunResult(
            reason=ending.reason,
            code=ending.code,
            signal=ending.signal,
            stdout=read_bytes(bytes(told.stdout), TEXT),
            stderr=read_bytes(bytes(told.stderr), TEXT),
            is_cut=ending.is_cut,
            seconds=ending.seconds,
            left=ending.list_left(),
            not_there=loaded.not_there,
        )
        here = {file.path for file in loaded.files}
        deleted = tuple(path for path in ending.deleted if path in here)
        try:
            files = await self._keep_for(run, tuple(told.files), deleted)
        except ParleyError as error:
            return result.model_copy(update={"note": f"The files could not be kept: {error}"})
        return result.model_copy(update={"files": files, "deleted": deleted})

    async def _keep_for(
        self, run: Run, changed: tuple[Content, ...], deleted: tuple[str, ...]
    ) -> tuple[WorkspaceFile, ...]:
        """A turn that nobody holds is claimed anew, and then asks for its run. Raises Stale."""
        give_up = time.monotonic() + CLAIMED_WITHIN
        while True:
            run.taken_over.clear()
            try:
                return await self._keep(run.question, changed, deleted)
            except Stale:
                if run.cancelled.is_set() or time.monotonic() > give_up:
                    raise
            with suppress(TimeoutError):
                async with asyncio.timeout(CLAIMED_WITHIN):
                    await run.taken_over.wait()


async def _obey(cancelled: asyncio.Event, box: Box) -> None:
    await cancelled.wait()
    with suppress(BoxGone, TimeoutError):
        async with asyncio.timeout(CANCELLED_WITHIN):
            await box.write(CANCEL)  # behind the job, which may be on its way still
            await asyncio.Event().wait()
    await box.remove()
