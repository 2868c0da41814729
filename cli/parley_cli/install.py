"""Brings what the locks name into .venv; standard library only, for it runs before all else.

uv installs, because it is fast; it reads no pip.conf, so it is told what pip would use.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

NEEDED_DISK = 800_000_000  # bytes: .venv and the downloads it is made from
PIP_SETTING_OF_UV = {
    "UV_DEFAULT_INDEX": "index-url",
    "UV_INDEX": "extra-index-url",
    "UV_FIND_LINKS": "find-links",
    "SSL_CERT_FILE": "cert",
}


class InstallFailed(Exception):
    """The sentence says what to do."""


def install_parley(root: str | Path) -> Path:
    """The Python of a .venv that holds Parley; touched only when the locks changed."""
    root = Path(root)
    python = root / ".venv" / "bin" / "python"
    lock = root / "requirements.lock"
    projects = sorted([*root.glob("*/pyproject.toml"), *root.glob("services/*/pyproject.toml")])
    wanted = _hash_files([lock, *projects])
    if python.exists() and _holds(_stamp(root, lock), wanted):
        return python
    with _alone(root):
        if python.exists() and _holds(_stamp(root, lock), wanted):
            return python
        _make_venv(root, python)
        _say("installing packages")
        _bring_uv(python, lock)
        _install(root, ["--require-hashes", "--requirement", str(lock)])
        local = [part for project in projects for part in ("--editable", str(project.parent))]
        _install(root, ["--no-build-isolation", *local])
        _stamp(root, lock).write_text(wanted)
    return python


def install_lock(root: Path, name: str) -> None:
    """Adds what requirements-<name>.lock names to .venv; takes no time when it is there."""
    lock = root / f"requirements-{name}.lock"
    wanted = _hash_files([lock])
    if _holds(_stamp(root, lock), wanted):
        return
    with _alone(root):
        _say(f"installing what {lock.name} names")
        _install(root, ["--require-hashes", "--requirement", str(lock)])
        _stamp(root, lock).write_text(wanted)


def _holds(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


def _stamp(root: Path, lock: Path) -> Path:
    return root / ".venv" / f"{lock.name}.installed"


def _hash_files(paths: list[Path]) -> str:
    told = hashlib.sha256()
    for path in paths:
        told.update(str(path.parent).encode() + path.read_bytes())
    return told.hexdigest()


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Of two starts at once the second waits here; what it then repeats takes a second."""
    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _make_venv(root: Path, python: Path) -> None:
    """Anew if it was never finished, was moved, or the Python it was made from is gone."""
    if shutil.disk_usage(root).free < NEEDED_DISK:
        raise InstallFailed(
            f"The disk that holds {root} has less than {NEEDED_DISK // 1_000_000} MB left: "
            "free some space and start again."
        )
    made = root / ".venv" / "made"
    if python.exists() and _holds(made, str(root)):
        return
    _say("making .venv (only the first time)")
    _run([sys.executable, "-m", "venv", "--clear", str(root / ".venv")])
    made.write_text(str(root))


def _bring_uv(python: Path, lock: Path) -> None:
    uv = re.search(r"^uv==.*?(?=^\S)", lock.read_text(), re.MULTILINE | re.DOTALL)
    assert uv is not None, f"{lock} names no uv"
    flags = ["-qq", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    _run([str(python), "-m", "pip", "install", *flags, "-r", "/dev/stdin"], told=uv.group())


def _install(root: Path, what: list[str]) -> None:
    python = root / ".venv" / "bin" / "python"
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    _run(
        [
            str(python.parent / "uv"),
            "pip",
            "install",
            *quiet,
            "--no-config",
            "--no-deps",
            "--python",
            str(python),
            *what,
        ],
        env=_uv_environment(python),
    )


def _uv_environment(python: Path) -> dict[str, str]:
    command = [str(python), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return uv_settings(listed, os.environ)


def uv_settings(listed: str, environment: Mapping[str, str]) -> dict[str, str]:
    """`environment`, and what `pip config list` says in uv's words where uv was told nothing."""
    # The environment's own settings are listed first and win.
    found = dict(reversed(re.findall(r"^[^.\s]*\.([\w-]+)='(.*)'$", listed, re.MULTILINE)))
    # Hashes say what may be installed, so it does not matter which index has it.
    settings = {"UV_INDEX_STRATEGY": "unsafe-best-match", **environment}
    for ours, pips in PIP_SETTING_OF_UV.items():
        values = found.get(pips, "").replace("\\n", " ").split()
        if values:
            settings.setdefault(ours, ("," if ours == "UV_FIND_LINKS" else " ").join(values))
    return settings


def _run(command: list[str], told: str | None = None, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, input=told, text=True, env=env, check=False)
    if done.returncode:
        raise InstallFailed(
            "Parley could not install its packages, the lines above say why. "
            "Is the package index reachable? Mend it and start again, nothing is lost."
        )


def _say(line: str) -> None:
    print(f"parley: {line} ...", file=sys.stderr, flush=True)
