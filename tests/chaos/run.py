"""One run: starts everything, plays the plan while things go wrong, waits for quiet, judges."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from parley_shared.agent_view import AgentView

from tests.chaos.clicks import click_forever
from tests.chaos.drive import Thread
from tests.chaos.faults import Faults
from tests.chaos.judge import Verdict, judge
from tests.chaos.ledger import Ledger
from tests.chaos.model import Model
from tests.chaos.person import Complaint, Person, open_client
from tests.chaos.plan import Plan
from tests.chaos.recovery import Recovery
from tests.chaos.report import Report
from tests.chaos.stack import Stack
from tests.chaos.tools import NAMES
from tests.chaos.truth import read_head, read_runs, read_thread
from tests.chaos.viewer import Viewer

BROWSERS = 6
AGENTS = 8  # each with a model of its own, so that none's breaker stops all
QUIET_WITHIN = 60.0  # seconds
KEY = "sk-chaos-canary-0123456789"


class Chaos:
    def __init__(self, plan: Plan, stack: Stack, model: Model) -> None:
        self._plan, self._stack, self._model = plan, stack, model
        self._ledger = Ledger()
        self._viewers: tuple[Viewer, ...] = ()
        self._began = time.monotonic()

    async def run(self) -> Report:
        address, token = self._stack.parley.address, self._stack.parley.token
        async with open_client(address, token) as client, self._stack.bus("admin") as bus:
            person = Person(client, Random(self._plan.seed))
            self._viewers = tuple(Viewer(f"b{n}", address, token) for n in range(BROWSERS))
            recovery = Recovery(self._stack, bus)
            await recovery.note()
            await self._make_agents(person)
            faults = Faults(
                self._stack, self._model, self._ledger, recovery, self._progress, self._plan.seed
            )
            async with self._people(person):
                await asyncio.gather(self._play(person), faults.strike(self._plan.blows))
                await recovery.finish()
                settled = await self._settle(person, faults.last_at)
                verdict = await self._judge(person)
        return self._report(person, faults, recovery, verdict, settled)

    @asynccontextmanager
    async def _people(self, person: Person) -> AsyncIterator[None]:
        """Everybody looks and clicks, and somebody shows how far it is."""
        running = [asyncio.create_task(viewer.run()) for viewer in self._viewers]
        running += [
            asyncio.create_task(click_forever(viewer, person, self._ledger))
            for viewer in self._viewers
        ]
        running.append(asyncio.create_task(self._show_progress()))
        try:
            yield
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _make_agents(self, person: Person) -> None:
        await person.ask("PUT", "/secrets/chaos", {"value": KEY})
        for number in range(AGENTS):
            change = {
                "name": f"Chaos {number}",
                "model": f"openai/chaos-{number}",
                "api_base": self._model.url,
                "api_key": "chaos",
                "tools": [*NAMES, "ask_user"],
            }
            status, answer = await person.ask(
                "POST", "/agents", {"id": f"chaos-{number}", "change": change}
            )
            assert status == 201, answer

    async def _play(self, person: Person) -> None:
        threads = [
            Thread(f"chaos-{number % AGENTS}", steps, person, self._watchers(number))
            for number, steps in enumerate(self._plan.threads)
        ]
        await asyncio.gather(*(thread.play(self._ledger) for thread in threads))

    def _watchers(self, number: int) -> tuple[Viewer, ...]:
        return self._viewers[number % BROWSERS], self._viewers[(number + 1) % BROWSERS]

    def _progress(self) -> float:
        return self._ledger.settled / max(1, self._plan.messages)

    async def _settle(self, person: Person, last_fault: float) -> float | None:
        """Seconds from the last fault until nothing is open and all see everything."""
        give_up = time.monotonic() + QUIET_WITHIN
        while time.monotonic() < give_up:
            if await self._is_quiet(person):
                return max(0.0, time.monotonic() - last_fault)
            await asyncio.sleep(0.2)
        return None

    async def _is_quiet(self, person: Person) -> bool:
        for thread_id in self._ledger.threads:
            try:
                head, open_turns = await read_head(person, thread_id)
            except Complaint:
                return False
            if open_turns or any(view.seq != head for _, view in self._seen(thread_id)):
                return False
        return True

    def _seen(self, thread_id: str) -> list[tuple[str, AgentView]]:
        return [
            (viewer.name, viewer.views[thread_id])
            for viewer in self._viewers
            if thread_id in viewer.views
        ]

    async def _judge(self, person: Person) -> Verdict:
        threads = [await read_thread(person, each) for each in self._ledger.threads]
        seen = [each for thread in self._ledger.threads for each in self._seen(thread)]
        verdict = judge(self._ledger, threads, read_runs(self._stack.counts), seen)
        for viewer in self._viewers:
            for wrong in viewer.wrong:
                verdict.say("doubled", wrong)
            for missing in viewer.watched - viewer.views.keys():
                verdict.say("viewers unequal", f"{viewer.name} never saw {missing}")
        if KEY in self._stack.parley.read_logs() + repr(threads):
            verdict.say("secrets", "the model's key is in a log or an event")
        return verdict

    def _report(
        self,
        person: Person,
        faults: Faults,
        recovery: Recovery,
        verdict: Verdict,
        settled: float | None,
    ) -> Report:
        return Report(
            seed=self._plan.seed,
            threads=len(self._ledger.threads),
            turns=verdict.counted["turns"],
            seconds=time.monotonic() - self._began,
            settled_after=settled,
            faults=dict(faults.done),
            provider=dict(self._model.had),
            counted=dict(verdict.counted),
            tries=dict(person.tries),
            recovery=dict(recovery.seconds),
            sockets_away=[away for viewer in self._viewers for away in viewer.away],
            found=verdict.found,
        )

    async def _show_progress(self) -> None:
        """A bar on a terminal, nothing elsewhere."""
        while sys.stderr.isatty():
            share = self._progress()
            bar = "#" * int(share * 40)
            took = time.monotonic() - self._began
            print(
                f"\r[{bar:<40}] {share:>4.0%} {took:>4.0f} s", end="", file=sys.stderr, flush=True
            )
            await asyncio.sleep(0.5)


async def run_chaos(plan: Plan, folder: Path) -> Report:
    """Everything is kept below `folder`, which must be empty."""
    stack = Stack(folder)
    async with Model().serving() as model, stack.running():
        assert isinstance(model, Model)
        return await Chaos(plan, stack, model).run()
