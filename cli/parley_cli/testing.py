"""Runs the checks and tests, all of them in rows side by side, and sums up."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from parley_cli.browser import find_chromium
from parley_cli.failures import LauncherFailure
from parley_cli.frontend import build_pages, prepare_frontend_tests
from parley_cli.install import InstallFailed, install_lock
from parley_cli.pth import find_unexpected_pth
from parley_cli.services import PROJECT

ROWS = 3  # shares that run at the same time; much of each is waiting
IN_FOLDERS = ("e2e", "integration")  # parts of which each folder is a share
TYPED = ("shared", "cli", "services", "tests")


class PartFailed(Exception):
    """The text is empty when the output above has told why."""


class UnknownPart(LauncherFailure):
    def __init__(self, name: str) -> None:
        super().__init__(f"There is no part {name!r}: name some of {', '.join(PARTS)}")


@dataclass(frozen=True)
class Outcome:
    part: str
    seconds: float
    failure: str | None = None
    skipped: tuple[str, ...] = ()


Run = Callable[[], tuple[str, ...]]  # what was skipped, with reasons; raises PartFailed
Share = tuple[str, ...]  # parts that run one after the other in a process of their own


def _run_tool(*command: str) -> tuple[str, ...]:
    _call([str(Path(sys.executable).parent / command[0]), *command[1:]])
    return ()


def _check_pth() -> tuple[str, ...]:
    if unexpected := find_unexpected_pth(PROJECT / ".ci" / "pth-allowed"):
        raise PartFailed(f"unexpected in .venv: {', '.join(unexpected)}")
    return ()


def _run_pytest(name: str) -> tuple[str, ...]:
    folder = PROJECT / "tests" / name
    if not folder.is_dir():
        raise PartFailed(f"{folder.relative_to(PROJECT)} is missing")
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report.name}"]
        # Kept when compiled: pytest rewrites each file before it runs it.
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
        _call([*command, str(folder.relative_to(PROJECT))], environment=environment)
        return read_skips(Path(report.name))


def _run_e2e(name: str) -> tuple[str, ...]:
    os.environ["PARLEY_CHROMIUM"] = str(find_chromium())
    prepare_frontend_tests(PROJECT)  # axe is among what these need
    build_pages(PROJECT)
    return _run_pytest(name)


def _run_frontend() -> tuple[str, ...]:
    frontend = PROJECT / "services" / "web" / "frontend"
    environment = prepare_frontend_tests(PROJECT)
    _call(["npm", "run", "check"], frontend, environment)
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report.name}"]
        _call(["npm", "test", "--", *reporters], frontend, environment)
        return read_skips(Path(report.name))


def _call(
    command: Sequence[str], folder: Path = PROJECT, environment: Mapping[str, str] | None = None
) -> None:
    if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
        raise PartFailed


def read_skips(report: Path) -> tuple[str, ...]:
    """Of a JUnit report: which tests were skipped, and why."""
    return tuple(
        f"{case.get('classname')}.{case.get('name')}: {skipped.get('message') or 'no reason given'}"
        for case in ElementTree.parse(report).iter("testcase")
        for skipped in case.findall("skipped")
    )


PARTS: dict[str, Run] = {
    "format": partial(_run_tool, "ruff", "format", "--check", "."),
    "lint": partial(_run_tool, "ruff", "check", "."),
    "types": partial(_run_tool, "mypy", *TYPED),
    "imports": partial(_run_tool, "lint-imports"),
    "pth": _check_pth,
    "unit": partial(_run_pytest, "unit"),
    "integration": partial(_run_pytest, "integration"),
    "frontend": _run_frontend,
    "containers": partial(_run_pytest, "containers"),
    "e2e": partial(_run_e2e, "e2e"),
    "compose": partial(_run_pytest, "compose"),
    "chaos": partial(_run_pytest, "chaos"),
    "mutations": partial(_run_pytest, "mutations"),
}
# Builds every image, which takes many minutes: run when it is named.
WHEN_NAMED = ("compose",)
CHECKS = ("format", "lint", "types", "imports", "pth")


def run_tests(names: Sequence[str]) -> int:
    """All but WHEN_NAMED if none is named. The exit code: 1 if any failed. Raises UnknownPart."""
    if names:
        return run_parts(names)
    install_lock(PROJECT, "test")  # once: the rows share it
    shares = list_shares()
    with ThreadPoolExecutor(ROWS) as rows:
        running = {rows.submit(_run_share, share): share for share in shares}
        failed = [running[done] for done in as_completed(running) if not _show(done.result())]
    print(*(f"not run unless it is named: {name}" for name in WHEN_NAMED), sep="\n")
    said = "failed: " + " ".join(" ".join(each) for each in failed)
    print(said if failed else "everything is green", flush=True)
    return 1 if failed else 0


def list_shares() -> list[Share]:
    """Every part once, in the order in which the rows take them: what takes long is not last."""
    first: list[Share] = [(*CHECKS, "unit"), ("frontend",)]
    first += [(name,) for part in IN_FOLDERS for name in list_folders(part)]
    known = {name.partition("/")[0] for share in first for name in share}
    return [*first, *((name,) for name in PARTS if name not in (*known, *WHEN_NAMED))]


def list_folders(part: str) -> list[str]:
    """Those with the most files first."""
    files = Counter(file.parent.name for file in (PROJECT / "tests" / part).glob("*/test_*.py"))
    return [f"{part}/{name}" for name, _ in files.most_common()]


def _run_share(share: Share) -> tuple[int, bytes]:
    """The exit code, and all that was said."""
    print(f"begun: {' '.join(share)}", flush=True)
    command = [sys.executable, "-m", "parley_cli", "test", *share]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=PROJECT, check=False
    )
    return done.returncode, done.stdout


def _show(result: tuple[int, bytes]) -> bool:
    """Whether all is well."""
    code, said = result
    print(said.decode(errors="replace"), flush=True)
    return code == 0


def run_parts(names: Sequence[str]) -> int:
    """One after the other. The exit code: 1 if any failed. Raises UnknownPart."""
    runs = {name: find_part(name) for name in names}
    install_lock(PROJECT, "test")
    outcomes = [_run_part(name, run) for name, run in runs.items()]
    print(sum_up(outcomes), flush=True)
    return 1 if any(outcome.failure is not None for outcome in outcomes) else 0


def find_part(name: str) -> Run:
    """`integration/store` is one folder of a part. Raises UnknownPart."""
    if name in PARTS:
        return PARTS[name]
    part = name.partition("/")[0]
    if part in IN_FOLDERS and name in list_folders(part):
        return partial(_run_e2e if part == "e2e" else _run_pytest, name)
    raise UnknownPart(name)


def _run_part(name: str, run: Run) -> Outcome:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    try:
        skipped = run()
    except (PartFailed, LauncherFailure, InstallFailed) as failure:
        return Outcome(name, time.monotonic() - began, failure=str(failure))
    return Outcome(name, time.monotonic() - began, skipped=skipped)


def sum_up(outcomes: Sequence[Outcome]) -> str:
    lines = ["", "part         seconds  result"]
    for outcome in outcomes:
        result = "ok" if outcome.failure is None else f"FAILED {outcome.failure}".rstrip()
        lines.append(f"{outcome.part:<12}{outcome.seconds:>8.1f}  {result}")
    skips = [f"skipped: {text}" for outcome in outcomes for text in outcome.skipped]
    failed = sum(outcome.failure is not None for outcome in outcomes)
    lines += skips or ["nothing skipped"]
    lines.append(f"{failed} of {len(outcomes)} parts failed" if failed else "all green")
    return "\n".join(lines)
