"""One run: starts everything, plays the plan while things go wrong, waits for quiet, judges."""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

from tests.chaos.crowd import Crowd
from tests.chaos.drive import Thread
from tests.chaos.faults import Faults
from tests.chaos.model import Model
from tests.chaos.plan import Plan
from tests.chaos.recovery import Recovery
from tests.chaos.report import Report
from tests.chaos.stack import Stack
from tests.chaos.texting import Texting, judge_texting, list_people, settings_for
from tests.fakes.telegram_api import TelegramApi

QUIET_WITHIN = 180.0  # seconds
BAR = 40  # characters


async def run_chaos(plan: Plan, folder: Path) -> Report:
    """Everything is kept below `folder`, which must be empty."""
    async with TelegramApi().serving() as api:
        people = list_people(plan.messages)
        stack = Stack(folder, settings_for(api, people))
        return await _run(
            plan, stack, [Texting(api, chat, patience=plan.patience) for chat in people]
        )


async def _run(plan: Plan, stack: Stack, texting: list[Texting]) -> Report:
    async with (
        Model.listening() as model,
        stack.running(),
        stack.bus("admin") as bus,
        Crowd.gathered(stack, model, plan.seed, len(plan.threads), plan.patience) as crowd,
    ):
        recovery = Recovery(stack, bus)
        await recovery.note()
        return await _play(plan, stack, model, crowd, recovery, texting)


async def _play(
    plan: Plan,
    stack: Stack,
    model: Model,
    crowd: Crowd,
    recovery: Recovery,
    texting: list[Texting],
) -> Report:
    began = time.monotonic()
    playing: asyncio.Future[list[None]] | None = None

    def progress() -> float:
        is_over = playing is not None and playing.done()
        return 1.0 if is_over else crowd.ledger.settled / max(1, plan.messages)

    faults = Faults(stack, model, crowd.ledger, recovery, progress, plan.seed)
    async with asyncio.TaskGroup() as tasks:
        showing = tasks.create_task(_show(progress))
        playing = asyncio.gather(*_begin_threads(plan, crowd), *(each.play() for each in texting))
        await asyncio.gather(playing, faults.strike(plan.blows))
        showing.cancel()
    heard_at = max((each.heard_at for each in texting), default=0.0)
    await recovery.finish()
    is_quiet = await crowd.settle(QUIET_WITHIN)
    settled_at = max(heard_at, crowd.changed_at)
    settled_after = max(0.0, settled_at - faults.last_at) if is_quiet else None
    verdict = await crowd.judge(await crowd.list_others())
    judge_texting(texting, verdict)
    return Report(
        seed=plan.seed,
        threads=len(crowd.ledger.threads),
        turns=verdict.counted["turns"],
        seconds=time.monotonic() - began,
        settled_after=settled_after,
        faults=dict(faults.done),
        provider=dict(model.had),
        counted=dict(verdict.counted),
        tries=dict(crowd.person.tries),
        recovery=dict(recovery.seconds),
        sockets_away=[away for viewer in crowd.viewers for away in viewer.away],
        found=verdict.found,
    )


def _begin_threads(plan: Plan, crowd: Crowd) -> list[Coroutine[None, None, None]]:
    return [
        Thread(
            crowd.agent(number),
            steps,
            crowd.person,
            crowd.watchers(number),
            confirms=plan.confirms,
        ).play(crowd.ledger)
        for number, steps in enumerate(plan.threads)
    ]


async def _show(progress: Callable[[], float]) -> None:
    """A bar on a terminal, nothing elsewhere."""
    began = time.monotonic()
    while sys.stderr.isatty():
        share = progress()
        bar = "#" * round(share * BAR)
        took = time.monotonic() - began
        print(f"\r[{bar:<{BAR}}] {share:>4.0%} {took:>4.0f} s", end="", file=sys.stderr, flush=True)
        await asyncio.sleep(0.5)
