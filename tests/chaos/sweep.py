"""Every failpoint in turn: who comes there dies, freezes or loses it, and all ends as ever.

`python -m tests.chaos.sweep` runs all of them.
"""

import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.chaos.crowd import Crowd
from tests.chaos.drive import Thread
from tests.chaos.judge import Verdict
from tests.chaos.model import Model
from tests.chaos.plan import PAST_THE_LEASE, Kind, Step
from tests.chaos.stack import Stack

LANES = 4  # cases side by side
QUIET_WITHIN = 60.0  # seconds

STEPS = (  # what is asked, from the browser's message to the last ack
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
TAKES = ("take.in", "take.turns")
ORDERS = ("kill", "lose", f"pause {PAST_THE_LEASE}")
CAN_BE_LOST = ("queue.", "answer.", "ack.", "take.")


@dataclass(frozen=True)
class Case:
    point: str
    order: str

    @property
    def kind(self) -> Kind:
        """Of the message whose way comes by."""
        if any(self.point.startswith(step) for step in PARKING):
            return "gated"
        return "resumable" if "resumable" in self.point else "chain"


def list_cases() -> list[Case]:
    points = [f"{step}.{when}" for step in (*STEPS, *PARKING) for when in ("before", "after")]
    cases = [Case(point, order) for point in (*points, *TAKES) for order in ORDERS]
    return [each for each in cases if each.order != "lose" or _can_be_lost(each.point)]


def _can_be_lost(point: str) -> bool:
    return point.startswith(CAN_BE_LOST) and point not in ("ack.in.after", "ack.turns.after")


def choose_cases(seed: int, count: int) -> list[Case]:
    """Some of each order, the same again for the same seed."""
    random = Random(seed)
    cases = list_cases()
    random.shuffle(cases)
    by_order = [[each for each in cases if each.order == order] for order in ORDERS]
    return [by_order[number % len(ORDERS)][number // len(ORDERS)] for number in range(count)]


async def sweep(cases: list[Case], folder: Path) -> Verdict:
    """Each case a thread of its own; a point that nobody came by is an error too."""
    stack = Stack(folder)
    async with (
        Model.listening() as model,
        stack.running(),
        Crowd.gathered(stack, model, 0) as crowd,
    ):
        waiting = list(enumerate(cases))
        missed: list[Case] = []

        async def work_off() -> None:
            while waiting:
                number, case = waiting.pop(0)
                if not await _try_case(number, case, stack, crowd):
                    missed.append(case)

        await asyncio.gather(*(work_off() for _ in range(LANES)))
        is_quiet = await crowd.settle(QUIET_WITHIN)
        verdict = await crowd.judge()
    if not is_quiet:
        verdict.say("left open", "not everything came to rest")
    for case in missed:
        verdict.say("complaints", f"nobody came by {case.point} to {case.order}")
    return verdict


async def _try_case(number: int, case: Case, stack: Stack, crowd: Crowd) -> bool:
    """Whether somebody did what was ordered."""
    order = stack.failpoints / case.point
    while order.exists():
        await asyncio.sleep(0.1)  # another case waits there
    began = time.monotonic()
    steps = (Step("say", f"s{number}-0", case.kind), Step("wait"))
    thread = Thread(crowd.agent(number), steps, crowd.person, crowd.watchers(number))
    order.write_text(case.order)
    await thread.play(crowd.ledger)
    took = time.monotonic() - began
    logging.info("%s %s took %.1f s", case.point, case.order, took)
    if not order.exists():
        return True
    order.unlink(missing_ok=True)
    return False


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="parley-sweep-"))
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
