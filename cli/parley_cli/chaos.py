"""`./parley chaos`: runs the harness that lives with the tests, in a process of its own."""

import subprocess
import sys

from parley_cli.failures import SourceMissing
from parley_cli.services import PROJECT

HARNESS = "tests.chaos"


def run_chaos(*, seed: int, turns: int, faults: int, report: str, patience: float) -> int:
    """The exit code: 1 if a promise was broken. Raises SourceMissing."""
    if not (PROJECT / "tests" / "chaos").is_dir():
        raise SourceMissing("chaos")
    options = [f"--seed={seed}", f"--turns={turns}", f"--faults={faults}", f"--report={report}"]
    options.append(f"--patience={patience}")
    command = [sys.executable, "-m", HARNESS, *options]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode
