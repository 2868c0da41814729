"""`python -m tests.mutations`: turns every safeguard off in turn, and says which test noticed.

Unlike in CI, where that is a test of its own, each test is run on the whole code before.
"""

import sys

from tests.mutations import confirmation
from tests.mutations.run import passes_whole, turns_red
from tests.mutations.table import MUTATIONS
from tests.mutations.verdict import write_verdict


def main() -> int:
    blind = 0
    for mutation in MUTATIONS:
        noticed = passes_whole(mutation) and turns_red(mutation)
        blind += not noticed
        print(write_verdict(mutation.name, mutation.test, noticed), flush=True)
    noticed = confirmation.is_noticed()
    print(write_verdict(confirmation.NAME, confirmation.BY, noticed), flush=True)
    return 1 if blind or not noticed else 0


if __name__ == "__main__":
    sys.exit(main())
