"""Every failpoint in turn: who comes there dies, freezes or loses it, and all ends as ever.

`python -m tests.chaos.sweep` runs all of them.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.chaos.crowd import Crowd
from tests.chaos.drive import Thread
from tests.chaos.judge import Verdict
from tests.chaos.model import Model
from tests.chaos.plan import PAST_THE_LEASE, Kind, Step
from tests.chaos.stack import Stack
from tests.chaos.texting import FIRST_CHAT, Texting, judge_texting, settings_for
from tests.fakes.telegram_api import TelegramApi

LANES = 4  # cases side by side
QUIET_WITHIN = 60.0  # seconds
COMES_WITHIN = 10.0  # seconds after what a person does is done

STEPS = (  # what is asked, from the browser's message to the last ack
    *("ask.thread.create", "answer.thread.create"),
    *("queue.in", "answer.message.append", "ask.message.append", "ack.in"),
    *("queue.turns", "queue.ev", "commit"),
    *("ask.turn.claim", "answer.turn.claim", "ask.turn.step", "answer.turn.step"),
    *("tool.tally_effect", "tool.tally_idempotent", "tool.tally_resumable", "tool.tally_pure"),
    *("ask.turn.finish", "answer.turn.finish", "ack.turns"),
)
PARKING = (
    *("ask.turn.park", "answer.turn.park"),
    *("ask.approval.decide", "answer.approval.decide"),
)
ASKING = ("ask.query.answer", "answer.query.answer")
STOPPING = ("ask.turn.stop", "answer.turn.stop")
EDITING = ("ask.message.edit", "answer.message.edit")
FORKING = ("ask.thread.fork", "answer.thread.fork")
TAKES = ("take.in", "take.turns")
TEXTING = (  # what is done besides for a message from Telegram and for its answer there
    *("ask.telegram.keep", "answer.telegram.keep", "ask.telegram.done", "answer.telegram.done"),
    *("queue.out", "ack.out", "ask.telegram.next", "answer.telegram.next"),
    *("deliver", "ask.telegram.mark", "answer.telegram.mark", "preview", "send"),
    *("ask.telegram.end", "answer.telegram.end"),
)
ORDERS = ("kill", "lose", f"pause {PAST_THE_LEASE}")
CAN_BE_LOST = ("queue.", "answer.", "ack.", "take.", "deliver.", "send.")
NEVER_LOST = ("ack.in.after", "ack.turns.after", "ack.out.after")


@dataclass(frozen=True)
class Case:
    point: str
    order: str

    @property
    def is_texting(self) -> bool:
        """Whether only a message from Telegram comes by."""
        return self.point == "take.out" or self.point.startswith(TEXTING)

    @property
    def is_edited(self) -> bool:
        """Whether the message is said again in other words, and answered twice."""
        return self.point.startswith(EDITING)

    @property
    def kind(self) -> Kind:
        """Of the message whose way comes by."""
        if self.point.startswith(("preview", *STOPPING)):
            return "long"
        if any(self.point.startswith(step) for step in PARKING):
            return "gated"
        if self.point.startswith(ASKING):
            return "ask"
        return "resumable" if "resumable" in self.point else "chain"

    def list_steps(self, tag: str) -> tuple[Step, ...]:
        """What a person does, so that somebody comes by."""
        said, wait = Step("say", tag, self.kind), Step("wait")
        if self.point.startswith(STOPPING):
            return (said, Step("stop", tag), wait)
        if self.is_edited:
            return (said, wait, Step("edit", f"{tag}e"), wait)
        return (said, wait, Step("fork")) if self.point.startswith(FORKING) else (said, wait)


def list_cases() -> list[Case]:
    changes = (*STOPPING, *EDITING, *FORKING)
    steps = (*STEPS, *PARKING, *ASKING, *changes, *TEXTING)
    points = [f"{step}.{when}" for step in steps for when in ("before", "after")]
    takes = (*TAKES, "take.out")
    # Those at one point, which wait for each other, are far apart.
    cases = [Case(point, order) for order in ORDERS for point in (*points, *takes)]
    return [each for each in cases if each.order != "lose" or _can_be_lost(each.point)]


def _can_be_lost(point: str) -> bool:
    return point.startswith(CAN_BE_LOST) and point not in NEVER_LOST


def choose_cases(seed: int, count: int) -> list[Case]:
    """Some of each order, the same again for the same seed."""
    random = Random(seed)
    cases = list_cases()
    random.shuffle(cases)
    by_order = [[each for each in cases if each.order == order] for order in ORDERS]
    return [by_order[number % len(ORDERS)][number // len(ORDERS)] for number in range(count)]


async def sweep(cases: list[Case], folder: Path) -> Verdict:
    """Each case a thread of its own; a point that nobody came by is an error too."""
    people = [FIRST_CHAT + number for number in range(len(cases))]
    async with TelegramApi().serving() as api:
        stack = Stack(folder, settings_for(api, people))
        async with (
            Model.listening() as model,
            stack.running(),
            Crowd.gathered(stack, model, 0) as crowd,
        ):
            texting: list[Texting] = []
            missed = await _try_all(cases, stack, crowd, api, texting)
            is_quiet = await crowd.settle(QUIET_WITHIN)
            verdict = await crowd.judge(await crowd.list_others())
    judge_texting(texting, verdict)
    if not is_quiet:
        verdict.say("left open", "not everything came to rest")
    for case in missed:
        verdict.say("complaints", f"nobody came by {case.point} to {case.order}")
    return verdict


async def _try_all(
    cases: list[Case], stack: Stack, crowd: Crowd, api: TelegramApi, texting: list[Texting]
) -> list[Case]:
    """Those by which nobody came."""
    waiting = list(enumerate(cases))
    missed: list[Case] = []
    alone: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # by point

    async def work_off() -> None:
        while waiting:
            number, case = waiting.pop(0)
            deed: Callable[[], Awaitable[None]] = partial(_say, number, case, crowd)
            if case.is_texting:
                person = Texting(api, FIRST_CHAT + number, (case.kind, "short"))
                texting.append(person)
                deed = person.play
            async with alone[case.point]:
                if not await _try_case(case, stack, deed):
                    missed.append(case)

    await asyncio.gather(*(work_off() for _ in range(LANES)))
    return missed


async def _say(number: int, case: Case, crowd: Crowd) -> None:
    steps = case.list_steps(f"s{number}-0")
    thread = Thread(crowd.agent(number), steps, crowd.person, crowd.watchers(number))
    await thread.play(crowd.ledger)


async def _try_case(case: Case, stack: Stack, deed: Callable[[], Awaitable[None]]) -> bool:
    """Whether somebody did what was ordered."""
    order = stack.failpoints / case.point
    began = time.monotonic()
    order.write_text(case.order)
    await deed()
    took = time.monotonic() - began
    logging.info("%s %s took %.1f s", case.point, case.order, took)
    with suppress(TimeoutError):  # some points come after all that a person sees
        async with asyncio.timeout(COMES_WITHIN):
            while order.exists():
                await asyncio.sleep(0.05)
    was_reached = not order.exists()
    order.unlink(missing_ok=True)
    return was_reached


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="parley-sweep-"))
    print(f"What happens is in {folder}", flush=True)
    logging.basicConfig(
        filename=folder / "sweep.log", format="%(asctime)s %(message)s", level=logging.INFO
    )
    cases = list_cases()
    began = time.monotonic()
    verdict = asyncio.run(sweep(cases, folder))
    print(f"{len(cases)} cases in {time.monotonic() - began:.0f} s")
    print("\n".join(verdict.lines()))
    return 0 if verdict.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
