"""Builds the browser pages, only when they or the contract changed since the last build."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from parley_cli.failures import BuildFailed
from parley_cli.install import InstallFailed
from parley_cli.node import node_environment

BUILT = "dist"
DRAFT = "dist.draft"  # becomes what is served once it is whole
OLD = "dist.old"  # was served before
STAMP = ".built-from"
GENERATED = {"node_modules", BUILT, DRAFT, OLD, "contract.gen.ts"}


def pages_are_fresh(project: Path) -> bool:
    return _holds(_stamp(project), _hash_pages(project))


def build_pages(project: Path) -> None:
    """Takes no time when they are fresh. Raises BuildFailed, InstallFailed."""
    frontend = project / "services" / "web" / "frontend"
    with _alone(frontend):
        if pages_are_fresh(project):
            return
        wanted = _hash_pages(project)
        environment = node_environment(project)
        _install_packages(frontend, environment, ["--omit=dev"])
        _npm(["run", "build", "--", f"--outDir={DRAFT}"], frontend, environment)
        (frontend / DRAFT / STAMP).write_text(wanted)
        _serve(frontend / DRAFT, frontend / BUILT)


def prepare_frontend_tests(project: Path) -> dict[str, str]:
    """Installs what the frontend's own tests need; returns the environment to run them in."""
    frontend = project / "services" / "web" / "frontend"
    environment = node_environment(project)
    with _alone(frontend):
        _install_packages(frontend, environment, [])
    return environment


def _install_packages(frontend: Path, environment: dict[str, str], options: Sequence[str]) -> None:
    stamp = frontend / "node_modules" / ".installed-from"
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    wanted = [f"{lock} all"] if not options else [f"{lock} all", f"{lock} run"]
    if any(_holds(stamp, each) for each in wanted):
        return
    _npm(["ci", "--ignore-scripts", *options], frontend, environment)
    stamp.write_text(wanted[-1])


def _npm(arguments: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(["npm", *arguments], cwd=folder, env=environment, check=False)
    if done.returncode:
        raise BuildFailed(
            f"The browser pages could not be built: npm {' '.join(arguments)} failed, see above"
        )


def _serve(draft: Path, built: Path) -> None:
    """A Parley that runs from here has pages all the while."""
    old = built.with_name(OLD)
    shutil.rmtree(old, ignore_errors=True)
    if built.exists():
        built.rename(old)
    draft.rename(built)
    shutil.rmtree(old, ignore_errors=True)


def _stamp(project: Path) -> Path:
    return project / "services" / "web" / "frontend" / BUILT / STAMP


def _hash_pages(project: Path) -> str:
    return hash_sources(project / "services" / "web" / "frontend", project / "shared" / "contract")


def hash_sources(*folders: Path) -> str:
    told = hashlib.sha256()
    for folder in folders:
        for path in sorted(_sources(folder)):
            told.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return told.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in GENERATED]
        yield from (Path(where, name) for name in files if name not in GENERATED)


def _holds(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two launchers may start at once, each with a data directory of its own."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


if __name__ == "__main__":
    # A process of its own, so that whoever started it can end it with all that npm started.
    try:
        build_pages(Path(sys.argv[1]))
    except (BuildFailed, InstallFailed) as failure:
        sys.exit(str(failure))
