"""How `./parley status` tells of a process."""

from parley_cli.processes import ProcessFacts
from parley_cli.running import describe_process


def test_a_ready_process_is_told_with_its_age_and_pid() -> None:
    facts = ProcessFacts("store", "running", pid=4711, running_for=7300.0, restarts=0)

    assert describe_process(facts, is_ready=True) == (
        "  store         ready                     for 2 h, pid 4711"
    )


def test_one_that_keeps_ending_is_told_with_its_restarts() -> None:
    facts = ProcessFacts("web", "waiting", pid=None, running_for=0.0, restarts=3)

    assert describe_process(facts, is_ready=False) == (
        "  web           waiting, does not answer  3 restarts"
    )


def test_one_that_can_t_do_its_work_is_told_with_the_reason() -> None:
    facts = ProcessFacts("store", "running", pid=4711, running_for=7300.0, restarts=0)

    assert describe_process(facts, is_ready=True, trouble="the disk is full") == (
        "  store         running, not well         for 2 h, pid 4711\n"
        "                the disk is full"
    )
