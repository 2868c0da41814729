"""Keeps what skills said when a person was shown them, so that a later change can be told."""

import hashlib
import os
import re
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from pydantic import BaseModel

from parley_agent_runner.skills.comparing import KeptFile, Version
from parley_agent_runner.skills.finding import read_pinned
from parley_agent_runner.skills.skill import Skill

LARGEST = 256 * 1024  # bytes of a file whose text is kept
UNUSED = 30 * 86400  # seconds after which a version that nobody has is forgotten
HASH = re.compile(r"[0-9a-f]{32}")


class _File(BaseModel):
    files: dict[str, KeptFile]


class KeptSkills:
    """One file for each version of a skill, named after its hash; never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, skills: Sequence[Skill]) -> None:
        """A skill that is being changed right now is kept the next time."""
        for skill in skills:
            place = self._place(skill.pin)
            if place is None or place.exists():
                continue
            files = read_pinned(skill)
            if files is not None:
                self._write(place, _File(files={path: _describe(data) for path, data in files}))

    def find(self, pin: str) -> Version | None:
        place = self._place(pin)
        try:
            return None if place is None else _File.model_validate_json(place.read_bytes()).files
        except FileNotFoundError:
            return None

    def forget_others(self, pins: Collection[str]) -> None:
        """Not at once: somebody may be reading a page that shows one."""
        used = {self._place(pin) for pin in pins}
        for place in self._folder.glob("*.json"):
            if place not in used and place.stat().st_mtime < time.time() - UNUSED:
                place.unlink(missing_ok=True)

    def _place(self, pin: str) -> Path | None:
        hashed = pin.rpartition("@")[2]
        return self._folder / f"{hashed}.json" if HASH.fullmatch(hashed) else None

    def _write(self, place: Path, file: _File) -> None:
        """Whole or not at all."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = place.with_suffix(f".{os.getpid()}")
        fresh.write_text(file.model_dump_json())
        fresh.replace(place)


def _describe(data: bytes) -> KeptFile:
    text = None
    if len(data) <= LARGEST:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = None
    return KeptFile(sha256=hashlib.sha256(data).hexdigest(), text=text)
