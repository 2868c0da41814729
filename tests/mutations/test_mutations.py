"""The tests notice when a safeguard is off, and it is printed which one did."""

import pytest

from tests.mutations import confirmation
from tests.mutations.run import PROJECT, mutate, turns_red
from tests.mutations.table import MUTATIONS, Mutation
from tests.mutations.verdict import write_verdict


def test_every_mutation_still_fits_the_code() -> None:
    for mutation in MUTATIONS:
        source = (PROJECT / mutation.package / mutation.file).read_text()

        assert mutate(source, mutation) != source


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)
def test_a_test_turns_red_without(mutation: Mutation, capsys: pytest.CaptureFixture[str]) -> None:
    noticed = turns_red(mutation)

    tell(write_verdict(mutation.name, mutation.test, noticed), capsys)
    assert noticed


def test_the_judge_of_chaos_turns_red_without_the_confirmation_by_the_browser(
    capsys: pytest.CaptureFixture[str],
) -> None:
    noticed = confirmation.is_noticed()

    tell(write_verdict(confirmation.NAME, confirmation.BY, noticed), capsys)
    assert noticed


def tell(verdict: str, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{verdict}", flush=True)
