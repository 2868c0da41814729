"""`./parley chaos`: becomes the harness that lives with the tests."""

import os
import sys
from typing import NoReturn

from parley_cli.failures import SourceMissing
from parley_cli.services import PROJECT

HARNESS = "tests.chaos"


def run_chaos(*, seed: int, turns: int, faults: int, report: str, patience: int) -> NoReturn:
    """Its exit code is 1 if a promise was broken. Raises SourceMissing."""
    if not (PROJECT / "tests" / "chaos").is_dir():
        raise SourceMissing("chaos")
    options = [f"--seed={seed}", f"--turns={turns}", f"--faults={faults}", f"--report={report}"]
    options.append(f"--patience={patience}")
    os.chdir(PROJECT)
    os.execv(sys.executable, [sys.executable, "-m", HARNESS, *options])
