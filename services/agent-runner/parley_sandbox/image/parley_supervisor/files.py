"""The files of the workspace: put there before the program, looked at and handed back after it."""

import os
import stat

from parley_supervisor.speaking import read_exactly, say, write

WORKSPACE = "/workspace"
MOST_FILES = 20_000  # that are looked at
Marks = tuple[int, int, int, int]  # what changes when a file is written


def put_files(files: list[tuple[str, int]]) -> None:
    """Their contents follow the job, one after the other."""
    for path, size in files:
        content = read_exactly(size)
        whole = os.path.normpath(os.path.join(WORKSPACE, path))
        if not whole.startswith(WORKSPACE + "/"):
            continue
        os.makedirs(os.path.dirname(whole), mode=0o700, exist_ok=True)
        with open(whole, "wb") as file:
            file.write(content)


def look_at_files() -> dict[str, Marks]:
    """Every regular file of the workspace, with what changes when it is written."""
    found: dict[str, Marks] = {}
    for folder, _, names in os.walk(WORKSPACE, followlinks=False):
        for name in names:
            path = os.path.join(folder, name)
            try:
                told = os.lstat(path)
            except OSError:
                continue
            if stat.S_ISREG(told.st_mode):
                marks = (told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)
                found[os.path.relpath(path, WORKSPACE)] = marks
        if len(found) > MOST_FILES:
            break
    return found


def choose_files(
    before: dict[str, Marks], after: dict[str, Marks], limits: dict[str, float]
) -> tuple[list[str], list[tuple[str, int]]]:
    """Which changed files are handed back, and which are too many or too large for that."""
    chosen: list[str] = []
    left: list[tuple[str, int]] = []
    room = limits["file_bytes"]
    for path in sorted(path for path, marks in after.items() if before.get(path) != marks):
        size = after[path][0]
        if len(chosen) < limits["files"] and size <= room:
            room -= size
            chosen.append(path)
        else:
            left.append((path, size))
    return chosen, left[:100]


def hand_back(path: str, most: int) -> None:
    """A link in its place is not followed, and what is no file any more is left out."""
    try:
        opened = os.open(os.path.join(WORKSPACE, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(opened, "rb") as file:
            content = file.read(most)
    except OSError:
        return
    say(b"F", write({"path": path, "size": len(content)}) + b"\0" + content)
