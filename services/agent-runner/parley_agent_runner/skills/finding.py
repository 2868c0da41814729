"""Finds skills in folders and reads them, each with a hash of all its files."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parley_shared.facts import phrase

from parley_agent_runner.skills.skill import Skill, SkillWrong, read_plain, read_skill

DEEPEST = 6
MOST_FOLDERS = 2000
MOST_FILES = 200
LARGEST = 256 * 1024  # bytes of one SKILL.md or plain file
LARGEST_WHOLE = 10 * 1024 * 1024  # bytes of a skill with all its files
LEFT_OUT = (".git", "node_modules")


@dataclass(frozen=True)
class Unusable:
    """Something that was meant to be a skill."""

    name: str
    place: str
    why: str


Found = Skill | Unusable


def find_skills(folders: Sequence[Path]) -> tuple[Found, ...]:
    """By name. What an earlier folder has is not taken from a later one."""
    found: dict[str, Found] = {}
    for folder in folders:
        for place in _list_places(folder):
            skill = _read(place)
            known = found.setdefault(skill.name, skill)
            if known is not skill and isinstance(known, Skill):
                warning = phrase(
                    "skill_twice", "there is another one in {place}", place=skill.place
                )
                found[skill.name] = replace(known, warnings=(*known.warnings, warning))
    return tuple(skill for _, skill in sorted(found.items()))


def choose_skills(pins: Sequence[str], found: Sequence[Found]) -> list[Skill]:
    """Those that are switched on and have not changed since."""
    return [skill for skill in found if isinstance(skill, Skill) and skill.pin in pins]


def read_file(skill: Skill, path: str) -> str:
    """A file beside SKILL.md, as it was approved. Raises SkillWrong."""
    if path not in skill.files:
        raise SkillWrong(f"{skill.name} has no file {path!r}")
    text = _read_text(Path(skill.place) / path)
    if (path, text.encode()) not in (read_pinned(skill) or ()):
        raise SkillWrong(f"{skill.name} has changed since it was approved")
    return text


def read_pinned(skill: Skill) -> list[tuple[str, bytes]] | None:
    """All its files by path, if they are still those of its pin."""
    place = Path(skill.place)
    try:
        files = list(_read_files(place) if place.is_dir() else _read_plain(place))
    except (SkillWrong, OSError):
        return None
    return files if _pin(skill.name, files) == skill.pin else None


def _list_places(folder: Path) -> Iterator[Path]:
    """Folders with a SKILL.md, and plain files at the top."""
    for count, (root, folders, files) in enumerate(os.walk(folder)):
        here = Path(root)
        folders[:] = sorted(each for each in folders if each not in LEFT_OUT)
        if "SKILL.md" in files:
            folders.clear()
            yield here
        elif here == folder:
            yield from (here / each for each in sorted(files) if each.endswith((".md", ".txt")))
        if len(here.relative_to(folder).parts) >= DEEPEST or count >= MOST_FOLDERS:
            folders.clear()


def _read(place: Path) -> Found:
    try:
        if place.is_dir():
            return _read_folder(place)
        text = _read_text(place)
        skill = read_plain(text, place.stem)
        return replace(skill, place=str(place), pin=_pin(skill.name, [(place.name, text.encode())]))
    except (SkillWrong, OSError) as error:
        unread = phrase("skill_unreadable", "it can't be read")
        why = unread if isinstance(error, OSError) else error.args[0]
        return Unusable(place.stem, str(place), why)


def _read_folder(place: Path) -> Skill:
    skill = read_skill(_read_text(place / "SKILL.md"), place.name)
    files = list(_read_files(place))
    others = tuple(path for path, _ in files if path != "SKILL.md")
    return replace(skill, place=str(place), files=others, pin=_pin(skill.name, files))


def _read_plain(place: Path) -> Iterator[tuple[str, bytes]]:
    yield place.name, _read_text(place).encode()


def _read_files(place: Path) -> Iterator[tuple[str, bytes]]:
    """In order. Links are left out: they may lead anywhere."""
    size = 0
    paths = sorted(each for each in place.rglob("*") if each.is_file() and not each.is_symlink())
    if len(paths) > MOST_FILES:
        raise SkillWrong(
            phrase("skill_many_files", "it has more than {most} files", most=MOST_FILES)
        )
    for path in paths:
        size += path.stat().st_size
        if size > LARGEST_WHOLE:
            raise SkillWrong(
                phrase(
                    "skill_too_large",
                    "it is larger than {most} MB",
                    most=LARGEST_WHOLE // 1024 // 1024,
                )
            )
        yield path.relative_to(place).as_posix(), path.read_bytes()


def _read_text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise SkillWrong(
            phrase(
                "skill_file_large",
                "{file} is larger than {most} KB",
                file=path.name,
                most=LARGEST // 1024,
            )
        )
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SkillWrong(
            phrase("skill_file_no_text", "{file} is no UTF-8 text", file=path.name)
        ) from None


def _pin(name: str, files: Sequence[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for path, content in files:
        whole.update(f"{len(path.encode())} {path} {len(content)} ".encode())
        whole.update(content)
    return f"{name}@{whole.hexdigest()[:32]}"
