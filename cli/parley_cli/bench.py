"""`./parley bench`: lists what can be measured, or measures, each in a process of its own."""

import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from parley_cli.failures import LauncherFailure, SourceMissing
from parley_cli.install import install_lock
from parley_cli.services import PROJECT

BENCHMARKS = "tests/benchmarks"


class UnknownBenchmark(LauncherFailure):
    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no benchmark {name!r}: name some of {', '.join(known)}")


def run_benchmarks(names: Sequence[str], project: Path = PROJECT) -> int:
    """One after the other; lists them if none is named. The exit code of the first that failed.

    Raises SourceMissing, UnknownBenchmark.
    """
    known = list_benchmarks(project / BENCHMARKS)
    if unknown := next((name for name in names if name not in known), None):
        raise UnknownBenchmark(unknown, tuple(known))
    if not names:
        print("\n".join(write_table(known)))
        return 0
    install_lock(PROJECT, "test")
    codes = [_run(name, project) for name in names]
    return next((code for code in codes if code), 0)


def list_benchmarks(folder: Path) -> dict[str, str]:
    """What each measures, by name. Raises SourceMissing."""
    files = sorted(folder.glob("*.py"))
    if not files:
        raise SourceMissing("bench")
    return {file.stem: _read_first_line(file) for file in files}


def write_table(known: dict[str, str]) -> list[str]:
    width = max(map(len, ("benchmark", *known)))
    rows = [f"{name:<{width}}  {says}" for name, says in known.items()]
    return [f"{'benchmark':<{width}}  measures", *rows]


def _read_first_line(file: Path) -> str:
    said = ast.get_docstring(ast.parse(file.read_text())) or ""
    return said.partition("\n")[0]


def _run(name: str, project: Path) -> int:
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", f"{BENCHMARKS.replace('/', '.')}.{name}"]
    return subprocess.run(command, cwd=project, check=False).returncode
