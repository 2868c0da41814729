"""The summary at the end of `./parley test`."""

from parley_cli.testing import Outcome, sum_up


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
