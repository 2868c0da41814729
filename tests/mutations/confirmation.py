"""End-to-end confirmation turned off: browsers that trust 202 lose what a wiped JetStream had."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.chaos.plan import Blow, Plan, Step
from tests.chaos.report import Report
from tests.chaos.run import run_chaos

NAME, BY = "the confirmation by the browser", "the judge of ./parley chaos"
FROZEN = 15.0  # seconds; until then all has been said, however slow the machine
THREADS, MESSAGES = 4, 12

# While the gateway does nothing, what is sent is only in JetStream; then that is wiped.
PLAN = Plan(
    seed=1,
    threads=tuple(
        tuple(Step("say", f"t{thread}-{n}", pause=0.1) for n in range(MESSAGES))
        for thread in range(THREADS)
    ),
    blows=(Blow("wake"), Blow("freeze", "gateway", FROZEN), Blow("wipe")),
)


def is_noticed() -> bool:
    """With it nothing is lost; without it the judge of chaos finds what was."""
    return _run(PLAN).is_clean and bool(_run(replace(PLAN, confirms=False)).found["lost"])


def _run(plan: Plan) -> Report:
    with tempfile.TemporaryDirectory(prefix="parley-mutation-") as folder:
        return asyncio.run(run_chaos(plan, Path(folder)))
