"""The tests notice when a safeguard is off; `python -m tests.mutations` tries every one."""

import pytest

from tests.mutations.run import PROJECT, mutate, turns_red
from tests.mutations.table import MUTATIONS, Mutation

QUICK = ("the fence", "the lease", "the inbound deduplication", "the unknown policy")


def test_every_mutation_still_fits_the_code() -> None:
    for mutation in MUTATIONS:
        source = (PROJECT / mutation.package / mutation.file).read_text()

        assert mutate(source, mutation) != source


@pytest.mark.parametrize(
    "mutation", [each for each in MUTATIONS if each.name in QUICK], ids=lambda each: each.name
)
def test_a_test_turns_red_without(mutation: Mutation) -> None:
    assert turns_red(mutation)
