"""`python -m tests.mutations`: turns every safeguard off in turn, and says which test noticed."""

import sys

from tests.mutations import confirmation
from tests.mutations.run import passes_whole, turns_red
from tests.mutations.table import MUTATIONS


def main() -> int:
    blind = 0
    for mutation in MUTATIONS:
        noticed = passes_whole(mutation) and turns_red(mutation)
        blind += not noticed
        verdict = f"red: {mutation.test}" if noticed else "NOBODY NOTICED"
        print(f"{mutation.name:<44}{verdict}", flush=True)
    noticed = confirmation.is_noticed()
    found = "red: the judge of ./parley chaos" if noticed else "NOBODY NOTICED"
    print(f"{confirmation.NAME:<44}{found}", flush=True)
    return 1 if blind or not noticed else 0


if __name__ == "__main__":
    sys.exit(main())
