"""Some of the points at which a process can die; `python -m tests.chaos.sweep` tries all."""

from pathlib import Path

from tests.chaos.sweep import choose_cases, sweep

SEED, CASES = 1, 9


async def test_wherever_a_process_stops_everything_ends_as_ever(tmp_path: Path) -> None:
    cases = choose_cases(SEED, CASES)

    verdict = await sweep(cases, tmp_path)

    print("\n".join(verdict.lines()))
    assert verdict.is_clean
    asked = sum(2 if each.is_texting or each.is_edited else 1 for each in cases)
    assert verdict.counted["turns"] == asked
