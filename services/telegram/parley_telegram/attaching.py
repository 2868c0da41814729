"""Puts the files of an answer into as few messages as Telegram takes. Pure."""

from collections.abc import Iterator, Sequence

from parley_shared.models import FileRef

PHOTO = 10 * 2**20  # bytes; a larger picture is a document
PHOTOS = ("image/jpeg", "image/png", "image/webp")
ALBUM = 10  # pictures in one
MOST = 20  # files of one answer


def choose_files(
    files: Sequence[FileRef], largest: int
) -> tuple[tuple[FileRef, ...], tuple[FileRef, ...]]:
    """Those that are sent, and those that are not; `largest` in bytes."""
    small = [file for file in files if file.size <= largest][:MOST]
    return tuple(small), tuple(file for file in files if file not in small)


def group_files(files: Sequence[FileRef]) -> Iterator[tuple[FileRef, ...]]:
    """Pictures in albums, then each other file alone."""
    pictures = [file for file in files if is_picture(file)]
    for at in range(0, len(pictures), ALBUM):
        yield tuple(pictures[at : at + ALBUM])
    for file in files:
        if not is_picture(file):
            yield (file,)


def is_picture(file: FileRef) -> bool:
    return file.media_type in PHOTOS and file.size <= PHOTO
