"""File contents on disk, named after their sha256, and the uploads that become them."""

import errno
import hashlib
import os
from pathlib import Path

from parley_shared.errors import BadInput, FileDamaged, TooBig
from parley_shared.facts import phrase

FILE_LIMIT = 64 * 1024 * 1024  # bytes
READ = 1024 * 1024  # bytes at once


def upload_path(folder: Path, upload_id: str) -> Path:
    return folder / "uploads" / upload_id


def blob_path(folder: Path, sha256: str) -> Path:
    return folder / "files" / sha256[:2] / sha256


def write_at(upload: Path, offset: int, chunk: bytes) -> None:
    """A chunk that is there already changes nothing. Raises BadInput for a gap, TooBig."""
    if offset + len(chunk) > FILE_LIMIT:
        raise TooBig(
            phrase("file_too_big", "a file has at most {most} MB", most=FILE_LIMIT // 2**20)
        )
    upload.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(upload, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        there = os.fstat(descriptor).st_size
        if offset > there:
            raise BadInput(f"the chunk begins at {offset} and the upload has {there} bytes")
        _write_all(descriptor, chunk, offset)
    finally:
        os.close(descriptor)


def settle_upload(folder: Path, upload_id: str, sha256: str, size: int) -> None:
    """Move an upload to where its contents belong. Again it changes nothing. Raises FileDamaged."""
    upload, blob = upload_path(folder, upload_id), blob_path(folder, sha256)
    if not upload.exists():
        if blob.exists() and blob.stat().st_size == size:
            return
        raise FileDamaged(f"nothing was uploaded as {upload_id!r}")
    with upload.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        length = os.fstat(file.fileno()).st_size
        os.fsync(file.fileno())
    if found != sha256 or length != size:
        upload.unlink()
        raise FileDamaged(f"the upload has {length} bytes with another sha256: send it again")
    blob.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    upload.replace(blob)
    for changed in (blob.parent, blob.parent.parent, upload.parent):
        _sync_folder(changed)


def read_at(blob: Path, offset: int, limit: int) -> bytes:
    with blob.open("rb") as file:
        file.seek(offset)
        return file.read(limit)


def _write_all(descriptor: int, chunk: bytes, offset: int) -> None:
    while chunk:
        written = os.pwrite(descriptor, chunk, offset)
        if not written:
            raise OSError(errno.ENOSPC, "nothing could be written")
        chunk, offset = chunk[written:], offset + written


def _sync_folder(folder: Path) -> None:
    """So that a file's new name survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
