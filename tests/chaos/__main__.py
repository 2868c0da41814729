"""`./parley chaos`: one run in a folder of its own, a table, and the figures in a file."""

import argparse
import asyncio
import logging
import shutil
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.chaos.plan import PATIENCE, Plan, make_plan
from tests.chaos.report import Report
from tests.chaos.run import run_chaos


def main() -> int:
    options = argparse.ArgumentParser(prog="parley chaos", description=__doc__)
    options.add_argument("--seed", type=int, required=True)
    options.add_argument("--turns", type=int, required=True)
    options.add_argument("--faults", type=int, required=True)
    options.add_argument("--report", default="")
    options.add_argument("--patience", type=float, default=PATIENCE)
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="parley-chaos-"))
    logging.basicConfig(filename=folder / "chaos.log", format="%(asctime)s %(message)s")
    plan = replace(make_plan(chosen.seed, chosen.turns, chosen.faults), patience=chosen.patience)
    report = asyncio.run(_run_until_told(plan, folder))
    print("\n".join(report.lines()), flush=True)
    if chosen.report:
        report.keep(Path(chosen.report))
    if report.is_clean:
        shutil.rmtree(folder)
        return 0
    print(f"What was left behind is in {folder}", flush=True)
    return 1


async def _run_until_told(plan: Plan, folder: Path) -> Report:
    """Whatever ends it, nothing it started goes on."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run_chaos(plan, folder)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
