"""Some of the points at which a process can die; `python -m tests.chaos.sweep` tries all."""

from pathlib import Path

from tests.chaos.sweep import choose_cases, sweep
from tests.chaos.ways import ERRANDS, WAYS

SEED, CASES, ERRANDS_OF_THEM = 1, 9, 3


async def test_wherever_a_process_stops_everything_ends_as_ever(tmp_path: Path) -> None:
    cases = choose_cases(WAYS, SEED, CASES) + choose_cases(ERRANDS, SEED, ERRANDS_OF_THEM)

    verdict = await sweep(cases, tmp_path)

    print("\n".join(verdict.lines()))
    assert verdict.is_clean
    assert verdict.counted["turns"] >= sum(each.way.asks for each in cases)
