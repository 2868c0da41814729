"""A small run of chaos: everything dies in it, and nothing is lost, doubled or out of order."""

from pathlib import Path

from tests.chaos.plan import make_plan
from tests.chaos.run import run_chaos

SEED, TURNS, FAULTS = 11, 40, 16


async def test_nothing_is_lost_doubled_or_reordered_whatever_dies(tmp_path: Path) -> None:
    report = await run_chaos(make_plan(SEED, TURNS, FAULTS), tmp_path)

    print("\n".join(report.lines()))
    assert report.is_clean
    assert sum(report.faults.values()) == FAULTS
    assert report.counted["moments replayed"] > 0
    assert report.counted["threads replayed by command"] > 0
