"""Runs a test against a copy of a package in which one safeguard is turned off."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutations.table import Mutation

PROJECT = Path(__file__).parents[2]
FAILED = 1  # pytest's exit code: tests ran and some failed
WITHIN = 300.0  # seconds


class DoesNotFit(Exception):
    """The code has changed: the mutation must be written anew."""


def turns_red(mutation: Mutation) -> bool:
    """Whether its test fails on the mutated copy. Raises DoesNotFit."""
    with tempfile.TemporaryDirectory(prefix="parley-mutation-") as folder:
        source = PROJECT / mutation.package
        copy = Path(folder) / source.name
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        changed = copy / mutation.file
        changed.write_text(mutate(changed.read_text(), mutation))
        return _run(mutation.test, folder) == FAILED


def passes_whole(mutation: Mutation) -> bool:
    """Whether its test passes on the code as it is."""
    return _run(mutation.test, "") == 0


def mutate(text: str, mutation: Mutation) -> str:
    """Raises DoesNotFit."""
    if text.count(mutation.was) != 1:
        raise DoesNotFit(f"{mutation.name}: not once in {mutation.file}: {mutation.was!r}")
    return text.replace(mutation.was, mutation.becomes)


def _run(test: str, first: str) -> int:
    """`first` is where packages are looked for first."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    environment = {**os.environ, "PYTHONPATH": first, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, check=False, timeout=WITHIN
    )
    return done.returncode
