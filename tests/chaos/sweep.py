"""Every failpoint in turn: who comes there dies, freezes or loses it, and all ends as ever.

`python -m tests.chaos.sweep` runs all of them, with words only those that have one in their names.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from parley_cli.failures import LauncherFailure

from tests.chaos.crowd import Crowd
from tests.chaos.model import Model
from tests.chaos.person import Complaint
from tests.chaos.plan import PATIENCE
from tests.chaos.scene import GLANCE, Alone, Scene
from tests.chaos.stack import Stack
from tests.chaos.texting import FIRST_CHAT, Texting, judge_texting, settings_for
from tests.chaos.verdict import Verdict
from tests.chaos.ways import ERRANDS, WAYS, Way
from tests.fakes.telegram_api import TelegramApi

LANES = 8  # cases side by side
TIMES = 3  # that a case is tried: whoever was to come by may have died of another
QUIET_WITHIN = 180.0  # seconds
COMES_WITHIN = 30.0  # seconds after what a person does is done
HURRY = 0.5  # seconds between two looks at who has died
ORDERS = ("kill", "lose", "pause")
CAN_BE_LOST = (
    "queue.",
    "answer.",
    "publish.",
    "ack.",
    "nak.",
    "take.",
    "deliver.",
    "send.",
    "edit.",
)
NEVER_LOST = ("ack.", "nak.", "publish.")  # after it is said


@dataclass(frozen=True)
class Case:
    point: str
    order: str
    way: Way

    @property
    def words(self) -> str:
        """As a failpoint is told them."""
        return f"pause {self.way.freeze}" if self.order == "pause" else self.order


def list_cases(ways: Iterable[Way]) -> list[Case]:
    """Those at one point, which wait for each other, are far apart."""
    points = [(point, way) for way in ways for point in way.list_points()]
    cases = [Case(point, order, way) for order in ORDERS for point, way in points]
    return [each for each in cases if each.order != "lose" or can_be_lost(each.point)]


def can_be_lost(point: str) -> bool:
    is_said = point.startswith(NEVER_LOST) and point.endswith(".after")
    return point.startswith(CAN_BE_LOST) and not is_said


def choose_cases(ways: Iterable[Way], seed: int, count: int) -> list[Case]:
    """Some of each order, the same again for the same seed."""
    random = Random(seed)
    cases = list_cases(ways)
    random.shuffle(cases)
    by_order = [[each for each in cases if each.order == order] for order in ORDERS]
    return [by_order[number % len(ORDERS)][number // len(ORDERS)] for number in range(count)]


async def sweep(cases: Sequence[Case], folder: Path, patience: float = PATIENCE) -> Verdict:
    """Each try a thread of its own; a point that nobody came by is an error too."""
    people = [FIRST_CHAT + number for number in range(TIMES * len(cases))]
    async with TelegramApi().serving() as api:
        stack = Stack(folder, settings_for(api, people))
        async with (
            Model.listening() as model,
            stack.running(),
            Crowd.gathered(stack, model, 0, len(cases), patience) as crowd,
        ):
            alone: Alone = defaultdict(asyncio.Lock)
            texting: list[Texting] = []
            scenes = (Scene(n, stack, crowd, api, alone, texting) for n in count())
            hurrying = asyncio.create_task(hurry_forever(stack))
            missed = list(cases)
            for _ in range(TIMES):
                missed = await try_all(missed, scenes)
            hurrying.cancel()
            is_quiet = await crowd.settle(QUIET_WITHIN)
            verdict = await crowd.judge(await crowd.list_others())
    judge_texting(texting, verdict)
    if not is_quiet:
        verdict.say("left open", "not everything came to rest")
    for case in missed:
        verdict.say("complaints", f"nobody came by {case.point} to {case.order}")
    return verdict


async def hurry_forever(stack: Stack) -> None:
    while True:
        with suppress(LauncherFailure):
            await stack.hurry()
        await asyncio.sleep(HURRY)


async def try_all(cases: Sequence[Case], scenes: Iterator[Scene]) -> list[Case]:
    """Those by which nobody came."""
    waiting, missed = deque(cases), list[Case]()

    async def work_off() -> None:
        while waiting:
            case, scene = waiting.popleft(), next(scenes)
            async with scene.alone[case.point]:
                if not await try_case(case, scene):
                    logging.info("nobody came by %s to %s", case.point, case.order)
                    missed.append(case)

    await asyncio.gather(*(work_off() for _ in range(LANES)))
    return missed


async def try_case(case: Case, scene: Scene) -> bool:
    """Whether somebody did what was ordered."""
    order = scene.stack.failpoints / case.point
    began = time.monotonic()
    order.write_text(case.words)
    try:
        await case.way.does(scene)
    except Complaint as complaint:
        scene.crowd.ledger.complaints.append(f"{case.point} {case.order}: {complaint}")
    took = time.monotonic() - began
    logging.info("%s %s took %.1f s", case.point, case.order, took)
    with suppress(TimeoutError):  # some points come after all that a person sees
        async with asyncio.timeout(COMES_WITHIN):
            while order.exists():
                await asyncio.sleep(GLANCE)
    was_reached = not order.exists()
    order.unlink(missing_ok=True)
    return was_reached


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.chaos.sweep", description=__doc__)
    options.add_argument("only", nargs="*", help="points with one of these words in their names")
    options.add_argument("--patience", type=float, default=PATIENCE, help="seconds")
    chosen = options.parse_args()
    only = chosen.only
    folder = Path(tempfile.mkdtemp(prefix="parley-sweep-"))
    print(f"What happens is in {folder}", flush=True)
    logging.basicConfig(
        filename=folder / "sweep.log", format="%(asctime)s %(message)s", level=logging.INFO
    )
    listed = list_cases((*WAYS, *ERRANDS))
    cases = [each for each in listed if not only or any(word in each.point for word in only)]
    began = time.monotonic()
    verdict = asyncio.run(sweep(cases, folder, chosen.patience))
    print(f"{len(cases)} cases in {time.monotonic() - began:.0f} s")
    print("\n".join(verdict.lines()))
    return 0 if verdict.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
