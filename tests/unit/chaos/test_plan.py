"""The plan of a run of chaos."""

from tests.chaos.plan import FAULTS, make_plan


def test_the_same_seed_is_the_same_plan() -> None:
    assert make_plan(5, 100, 30) == make_plan(5, 100, 30)
    assert make_plan(5, 100, 30) != make_plan(6, 100, 30)


def test_a_long_plan_has_every_fault_and_as_many_turns_as_asked() -> None:
    plan = make_plan(1, 1000, 200)

    turns = sum(step.deed in ("say", "edit") for thread in plan.threads for step in thread)
    assert {blow.fault for blow in plan.blows} == set(FAULTS)
    assert (turns, len(plan.threads), len(plan.blows)) == (1000, 100, 200)
