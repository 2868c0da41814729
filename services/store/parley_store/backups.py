"""Makes backups while everything goes on, and keeps the newest ones."""

import asyncio
import re
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from parley_shared.backups import Backup, Backups, DropBackup, ListBackups, MakeBackup
from parley_shared.errors import BackupFailed, BadInput
from parley_shared.facts import phrase
from parley_shared.ids import TOKEN
from parley_shared.questions import Done

from parley_store.archive import ArchiveRefused, Manifest, read_manifest, write_archive
from parley_store.backing import CannotCopy
from parley_store.database import NO_SPACE, Database, named_trouble

KEPT = 5  # made by whoever asked; older ones are removed
NAME = re.compile(TOKEN)


async def make_backup(database: Database, question: MakeBackup) -> Backup:
    """The same id again gives the same backup. Raises DiskFull, BackupFailed."""
    place = _place(database.folder, question.backup_id)
    async with database.copying:
        with named_trouble():
            try:
                manifest = await asyncio.to_thread(
                    write_archive, database.folder, database.backing, place, database.now()
                )
            except CannotCopy as error:
                raise BackupFailed(error.args[0]) from error
            except sqlite3.Error as error:
                raise BackupFailed(
                    phrase(
                        "copy_unreadable",
                        "the copied database can't be read: {why}",
                        why=str(error),
                    )
                ) from error
            except OSError as error:
                if error.errno in NO_SPACE:
                    raise
                raise BackupFailed(
                    phrase(
                        "backup_unwritable",
                        "{file}: {why}",
                        file=str(error.filename),
                        why=str(error.strerror),
                    )
                ) from error
        await asyncio.to_thread(_remove_old, place.parent)
    return _describe(place, manifest)


async def list_backups(database: Database, _: ListBackups) -> Backups:
    """The newest first."""
    found = await asyncio.to_thread(_find, database.folder / "backups")
    return Backups(backups=tuple(_describe(place, manifest) for place, manifest in found))


async def drop_backup(database: Database, question: DropBackup) -> Done:
    """Again it changes nothing."""
    place = _place(database.folder, question.backup_id)
    async with database.copying:
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
    return Done()


def _place(folder: Path, backup_id: str) -> Path:
    if not NAME.fullmatch(backup_id):
        raise BadInput(
            phrase(
                "id_unfit",
                "a backup's {field} {given!r} is not 1 to 64 letters, digits, - and _",
                field="id",
                given=backup_id[:80],
            )
        )
    return folder / "backups" / backup_id


def _find(folder: Path) -> list[tuple[Path, Manifest]]:
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        try:
            found.append((place, read_manifest(place)))
        except ArchiveRefused:
            continue  # the copy that a migration made, or a draft
    return sorted(found, key=lambda each: each[1].made_at, reverse=True)


def _remove_old(folder: Path) -> None:
    for place, _ in _find(folder)[KEPT:]:
        shutil.rmtree(place, ignore_errors=True)


def _describe(place: Path, manifest: Manifest) -> Backup:
    return Backup(
        id=place.name,
        made_at=datetime.fromisoformat(manifest.made_at),
        database_schema=manifest.schema,
        files=manifest.files,
        bytes=manifest.bytes,
        place=str(place),
    )
