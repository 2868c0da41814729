"""A thread's workspace: what its files are called, and every question about them. Pure."""

import unicodedata
from typing import ClassVar

from pydantic import Field

from parley_shared.errors import BadInput
from parley_shared.models import Model, WorkspaceFile
from parley_shared.questions import Question

LONGEST_PATH = 240  # characters
DEEPEST = 12  # folders
MOST_FILES = 1000  # of a thread
MOST_BYTES = 256 * 1024 * 1024  # of a thread, by the newest of each path
AT_ONCE = 200  # files of one change


def clean_path(path: str) -> str:
    """The one way to write `path`: relative, with "/", without "." parts. Raises BadInput."""
    path = unicodedata.normalize("NFC", path)
    parts = [part for part in path.split("/") if part not in ("", ".")]
    clean = "/".join(parts)
    if not parts or len(clean) > LONGEST_PATH or len(parts) > DEEPEST:
        raise BadInput(f"{path[:80]!r} is no path of 1 to {LONGEST_PATH} characters")
    if ".." in parts or not clean.isprintable() or "\\" in clean:
        raise BadInput(f"{path[:80]!r} has a part that no file's path may have")
    return clean


class WorkspaceFiles(Model):
    files: tuple[WorkspaceFile, ...] = ()  # by path
    deleted: tuple[str, ...] = ()  # of a change: the paths that are gone
    total_bytes: int = 0


class ListWorkspace(Question[WorkspaceFiles]):
    """The newest of each path. Raises ThreadNotFound."""

    verb = "workspace.list"
    answer = WorkspaceFiles
    thread_id: str
    under: str = ""  # a folder; "": everything


class GetWorkspaceFile(Question[WorkspaceFile]):
    """Its contents are those of its `file`. Raises FileNotKept."""

    verb = "workspace.get"
    answer = WorkspaceFile
    thread_id: str
    path: str


class WorkspaceChange(Question[WorkspaceFiles]):
    """Whole or not at all; the same `change_id` again gives the first answer.

    Of a tool: `change_id` begins with its call's id, and `turn_id` and `fence` say that the turn
    is still in the hands of whoever writes. Raises Stale, FileNotKept, FileChanged, BadInput.
    """

    answer: ClassVar[type[Model]] = WorkspaceFiles
    thread_id: str
    change_id: str
    turn_id: str | None = None
    fence: int | None = None


class Placed(Model):
    """A kept file at a path. `replaces`: only if its contents are these; "": if there is none."""

    path: str
    file_id: str
    replaces: str | None = None  # sha256


class PutFiles(WorkspaceChange):
    verb = "workspace.put"
    files: tuple[Placed, ...] = Field(default=(), max_length=AT_ONCE)
    deleted: tuple[str, ...] = Field(default=(), max_length=AT_ONCE)  # no matter if they are there


class MoveFiles(WorkspaceChange):
    """A file, or a folder with all that is in it. Raises AlreadyExists."""

    verb = "workspace.move"
    path: str
    to: str


class DeleteFiles(WorkspaceChange):
    """A file, or a folder with all that is in it."""

    verb = "workspace.delete"
    path: str
