"""The summary at the end of `./parley test`."""

from pathlib import Path

import pytest
from parley_cli.testing import (
    IN_FOLDERS,
    PARTS,
    WHEN_NAMED,
    Outcome,
    UnknownPart,
    find_part,
    list_shares,
    sum_up,
)

TESTS = Path(__file__).parents[2]


def test_a_green_run_says_so() -> None:
    outcomes = [Outcome("lint", 0.25), Outcome("unit", 1.5)]

    assert sum_up(outcomes) == (
        "\n"
        "part         seconds  result\n"
        "lint             0.2  ok\n"
        "unit             1.5  ok\n"
        "nothing skipped\n"
        "all green"
    )


def test_failures_and_skips_are_never_silent() -> None:
    outcomes = [
        Outcome("unit", 1.5, skipped=("tests.unit.test_a.test_b: needs a moon",)),
        Outcome("e2e", 0.0, failure="The end-to-end tests need Chromium"),
    ]

    assert sum_up(outcomes) == (
        "\n"
        "part         seconds  result\n"
        "unit             1.5  ok\n"
        "e2e              0.0  FAILED The end-to-end tests need Chromium\n"
        "skipped: tests.unit.test_a.test_b: needs a moon\n"
        "1 of 2 parts failed"
    )


def test_every_part_and_every_file_of_tests_is_in_one_share() -> None:
    names = [name for share in list_shares() for name in share]

    assert len(set(names)) == len(names)
    assert {name.partition("/")[0] for name in names} == set(PARTS) - set(WHEN_NAMED)
    for part in IN_FOLDERS:
        files = sorted((TESTS / part).rglob("test_*.py"))
        assert [file for file in files if f"{part}/{file.parent.name}" not in names] == []


def test_a_part_that_is_not_there_is_named() -> None:
    for name in ("unknown", "integration/unknown", "e2e/integration", "integration/../unit"):
        with pytest.raises(UnknownPart, match=name):
            find_part(name)
