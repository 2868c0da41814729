"""Looks for what could be wrong on this machine, and says what to do about it."""

import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from parley_cli.browser import NoChromium, find_chromium
from parley_cli.findings import Finding, judge
from parley_cli.folder import NEEDED_DISK, DataFolder, is_running
from parley_cli.inside import look_inside
from parley_cli.node import fits_here
from parley_cli.ports import is_free
from parley_cli.pth import find_unexpected_pth
from parley_cli.services import PROJECT

USUAL_PORT = 8800


def examine(folder: DataFolder) -> int:
    """The exit code: 1 if something keeps Parley from running."""
    findings = list(look(folder))
    if is_running(folder):
        findings += judge(look_inside(folder))
    for finding in findings:
        mark = "bad " if finding.hurts else "note" if finding.advice else "ok  "
        print(f"{mark}  {finding.what}{': ' if finding.advice else ''}{finding.advice}")
    return 1 if any(finding.hurts for finding in findings) else 0


def look(folder: DataFolder) -> Iterator[Finding]:
    yield Finding(f"Python {platform.python_version()}")
    yield _look_at_nats()
    yield _look_at_pth()
    yield _look_at_disk(folder)
    yield from _look_at_secrecy(folder)
    yield _look_at_port(folder)
    yield _look_at_node()
    yield _look_at_chromium()


def _look_at_nats() -> Finding:
    binary = Path(sys.executable).parent / "nats-server"
    if not binary.is_file():
        return Finding("no nats-server", "remove .venv and start again", hurts=True)
    told = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    return Finding(told.stdout.strip())


def _look_at_pth() -> Finding:
    unexpected = find_unexpected_pth(PROJECT / ".ci" / "pth-allowed")
    if unexpected:
        names = ", ".join(unexpected)
        advice = "they run code at every start of Python; remove .venv and start again"
        return Finding(f"unexpected files in .venv ({names})", advice, hurts=True)
    return Finding("no unexpected .pth file in .venv")


def _look_at_disk(folder: DataFolder) -> Finding:
    there = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    free = shutil.disk_usage(there).free
    told = f"{free // 1_000_000} MB free for {folder.path}"
    if free < NEEDED_DISK:
        return Finding(told, f"free at least {NEEDED_DISK // 1_000_000} MB", hurts=True)
    return Finding(told)


def _look_at_secrecy(folder: DataFolder) -> Iterator[Finding]:
    for path in (folder.path, folder.token_file, folder.nats / "creds"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"others may look into {path}", f"chmod -R go= {path}")


def _look_at_port(folder: DataFolder) -> Finding:
    if is_running(folder) or is_free(USUAL_PORT):
        return Finding(f"port {USUAL_PORT} is free or ours")
    return Finding(f"port {USUAL_PORT} is taken", f"start with --port {USUAL_PORT + 1}")


def _look_at_node() -> Finding:
    if fits_here():
        return Finding("a Node that fits")
    return Finding("no Node that fits", "none needed: the build of the pages installs its own")


def _look_at_chromium() -> Finding:
    try:
        return Finding(f"Chromium for ./parley test: {find_chromium()}")
    except NoChromium as failure:
        return Finding("no Chromium", str(failure))
