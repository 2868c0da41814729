"""What became of a skill's files between two versions of it. Pure."""

import difflib
from collections.abc import Mapping

from parley_shared.runner import FileChange, FileChangeState
from pydantic import BaseModel, ConfigDict

LONGEST_DIFF = 400_000  # characters of all of a skill's files together: the bus carries no more


class KeptFile(BaseModel):
    model_config = ConfigDict(frozen=True)

    sha256: str
    text: str | None = None  # None: it is no text, or too large to be looked at


Version = Mapping[str, KeptFile]  # by path


def compare(before: Version, after: Version) -> tuple[FileChange, ...]:
    """Only what differs, by path."""
    left = LONGEST_DIFF
    changes = []
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        diff = _write_diff(old, new)
        if diff is not None and len(diff) > left:
            diff = None
        left -= len(diff or "")
        state: FileChangeState = "added" if old is None else "changed"
        if new is None:
            state = "removed"
        changes.append(FileChange(path=path, state=state, diff=diff))
    return tuple(changes)


def _write_diff(old: KeptFile | None, new: KeptFile | None) -> str | None:
    texts = ["" if file is None else file.text for file in (old, new)]
    if texts[0] is None or texts[1] is None:
        return None
    lines = difflib.unified_diff(texts[0].splitlines(), texts[1].splitlines(), lineterm="")
    return "\n".join(list(lines)[2:])  # without the names of the files
