"""A copy of everything the store keeps, as one folder: written, looked at, put back in place."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from parley_store.backing import Backing
from parley_store.blobs import blob_path
from parley_store.sqlite import DATABASE

MANIFEST = "manifest.json"
DRAFT = ".draft"


class ArchiveRefused(Exception):
    """The sentence says why."""


@dataclass(frozen=True)
class Manifest:
    made_at: str  # RFC 3339
    schema: str
    files: int
    bytes: int  # of the database and all files


def write_archive(store: Path, backing: Backing, archive: Path, now: datetime) -> Manifest:
    """Whole or not at all, while the store goes on; written once, it is not written again.

    Nobody may remove files of the store meanwhile. Raises CannotCopy, OSError, sqlite3.Error.
    """
    if (archive / MANIFEST).exists():
        return read_manifest(archive)
    draft = archive.with_name(archive.name + DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    backing.copy(draft / DATABASE)
    size = (draft / DATABASE).stat().st_size
    hashes = _read_hashes(draft / DATABASE)
    for sha256 in hashes:
        size += _copy_blob(blob_path(store, sha256), blob_path(draft, sha256))
    schema = read_schema(draft / DATABASE)
    manifest = Manifest(now.isoformat(), schema, files=len(hashes), bytes=size)
    (draft / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n")
    draft.replace(archive)
    return manifest


def read_manifest(archive: Path) -> Manifest:
    """Raises ArchiveRefused."""
    try:
        return Manifest(**json.loads((archive / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise ArchiveRefused(f"{archive} is no backup of Parley") from error


def put_back(archive: Path, store: Path, newest: str) -> Manifest:
    """`store` must not be there yet. Raises ArchiveRefused, OSError; then it is still not there."""
    manifest = read_manifest(archive)
    _check(archive, newest)
    draft = store.with_name(store.name + DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    shutil.copyfile(archive / DATABASE, draft / DATABASE)
    if (archive / "files").is_dir():
        shutil.copytree(archive / "files", draft / "files")
    draft.replace(store)
    return manifest


def read_schema(database: Path) -> str:
    """Raises sqlite3.Error."""
    with _read_only(database) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _check(archive: Path, newest: str) -> None:
    database = archive / DATABASE
    try:
        schema = read_schema(database)
        whole = _is_whole(database)
        missing = [h for h in _read_hashes(database) if not blob_path(archive, h).is_file()]
    except (sqlite3.Error, TypeError) as error:
        raise ArchiveRefused(f"{database} can't be read: {error}") from error
    if schema > newest:
        raise ArchiveRefused(
            f"{archive} was made by a newer Parley (its schema is {schema}, this one knows "
            f"{newest}): restore it with that version"
        )
    if not whole or missing:
        what = "its database is damaged" if not whole else f"{len(missing)} of its files are gone"
        raise ArchiveRefused(f"{archive} is not whole: {what}")


def _is_whole(database: Path) -> bool:
    with _read_only(database) as connection:
        return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))


def _read_hashes(database: Path) -> list[str]:
    """Of all contents that the copied database names."""
    with _read_only(database) as connection:
        found = connection.execute(
            "SELECT sha256 FROM files UNION SELECT sha256 FROM workspace WHERE sha256 IS NOT NULL"
        )
        return [row[0] for row in found]


def _read_only(database: Path) -> closing[sqlite3.Connection]:
    address = database.absolute().as_uri()  # whatever letters the folder's name has
    return closing(sqlite3.connect(f"{address}?mode=ro", uri=True))


def _copy_blob(blob: Path, copy: Path) -> int:
    """Its size; 0 if it is gone already. Linked where that can be, for contents never change."""
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(blob, copy)
    except FileNotFoundError:
        return 0
    except OSError:
        shutil.copyfile(blob, copy)
    return copy.stat().st_size
