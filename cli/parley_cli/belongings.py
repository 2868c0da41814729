"""What lies beside the database and would be missed: keys, settings, skills; out and back."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parley_cli.folder import DataFolder


@dataclass(frozen=True)
class Belonging:
    """A file or a folder; `name` is what it is called in a backup."""

    name: str
    place: Path


def list_keys(folder: DataFolder) -> tuple[Belonging, ...]:
    """What opens doors: the sign-in token and the keys of models."""
    return (
        Belonging("token", folder.token_file),
        Belonging("secrets.json", folder.service_folder("agent-runner") / "secrets.json"),
    )


def list_settings(folder: DataFolder) -> tuple[Belonging, ...]:
    """What a person wrote or approved."""
    runner = folder.service_folder("agent-runner")
    names = ("mcp.json", "mcp-approved.json", "hooks.json")
    return (
        *(Belonging(name, runner / name) for name in names),
        Belonging("skills", folder.path / "skills"),
        Belonging("agents-skills", folder.path / ".agents" / "skills"),
    )


def copy_out(belongings: Sequence[Belonging], target: Path) -> list[str]:
    """Into `target`, which is made for its owner alone; the names of those that are there."""
    target.mkdir(mode=0o700, parents=True)
    there = [each for each in belongings if each.place.exists()]
    for each in there:
        _copy(each.place, target / each.name)
    return [each.name for each in there]


def put_back(belongings: Sequence[Belonging], kept: Path, aside: Path) -> None:
    """As they are in `kept`; what was there before goes to `aside`, also what `kept` knows not."""
    for each in belongings:
        if each.place.exists():
            each.place.replace(aside / each.name)
        if (kept / each.name).exists():
            each.place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _copy(kept / each.name, each.place)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore_dangling_symlinks=True)
        return
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(source.read_bytes())
