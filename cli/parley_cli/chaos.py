"""`./parley chaos`: runs the harness that lives with the tests, in a process of its own."""

import subprocess
import sys

from parley_cli.failures import LauncherFailure
from parley_cli.services import PROJECT

HARNESS = "tests.chaos"


class HarnessMissing(LauncherFailure):
    def __init__(self) -> None:
        super().__init__("./parley chaos needs the tests folder, which comes with the source")


def run_chaos(*, seed: int, turns: int, faults: int, report: str, patience: float) -> int:
    """The exit code: 1 if a promise was broken. Raises HarnessMissing."""
    if not (PROJECT / "tests" / "chaos").is_dir():
        raise HarnessMissing
    options = [f"--seed={seed}", f"--turns={turns}", f"--faults={faults}", f"--report={report}"]
    options.append(f"--patience={patience}")
    command = [sys.executable, "-m", HARNESS, *options]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode
