"""Keys of models: kept in one file that only we read, written but never told again."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from parley_shared.errors import BadInput

from parley_agent_runner.providers import BY_NAME

NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
LONGEST = 4000  # characters


class Secrets:
    """Read anew each time: another runner on this machine may have written."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self._file = file
        self._environment = environment

    def find(self, name: str) -> str | None:
        """What is stored under `name`; a provider's key may stand in the environment instead."""
        stored = self._read().get(name)
        if stored is not None or name not in BY_NAME:
            return stored
        return self._environment.get(BY_NAME[name].variable, "").strip() or None

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._read()))

    def put(self, name: str, value: str) -> None:
        """An empty value deletes it. Raises BadInput."""
        value = value.strip()
        if not NAME.fullmatch(name):
            raise BadInput("a secret's name is 1 to 80 letters, digits or any of . _ -")
        if len(value) > LONGEST or not value.isprintable():
            raise BadInput(f"a secret is one line of at most {LONGEST} characters")
        kept = {each: held for each, held in self._read().items() if each != name}
        self._write({**kept, name: value} if value else kept)

    def _read(self) -> dict[str, str]:
        try:
            read: dict[str, str] = json.loads(self._file.read_text())
        except FileNotFoundError:
            return {}
        return read

    def _write(self, secrets: dict[str, str]) -> None:
        """Whole or not at all, and never readable by others, not even for a moment."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._file.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            json.dump(secrets, opened, indent=1, sort_keys=True)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(self._file)
