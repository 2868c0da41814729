"""Keys of models: kept in one file that only we read, written but never told again."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from parley_shared.errors import BadInput
from parley_shared.facts import phrase

from parley_agent_runner.own_file import OwnFile
from parley_agent_runner.providers import BY_NAME

NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
LONGEST = 4000  # characters


class Secrets:
    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self._file = OwnFile(file)
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
            raise BadInput(
                phrase(
                    "secret_name_unfit",
                    "a secret's name is 1 to 80 letters, digits or any of . _ -",
                )
            )
        if len(value) > LONGEST or not value.isprintable():
            raise BadInput(
                phrase(
                    "secret_unfit",
                    "a secret is one line of at most {most} characters",
                    most=LONGEST,
                )
            )
        self._file.change(lambda raw: _write({**_read(raw), name: value}))

    def _read(self) -> dict[str, str]:
        return _read(self._file.read())


def _read(raw: bytes | None) -> dict[str, str]:
    read: dict[str, str] = {} if raw is None else json.loads(raw)
    return read


def _write(secrets: Mapping[str, str]) -> str:
    """Without those that are empty."""
    kept = {name: value for name, value in secrets.items() if value}
    return json.dumps(kept, indent=1, sort_keys=True)
