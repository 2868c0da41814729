"""Which files go into a run, and which come back."""

from datetime import UTC, datetime

import pytest
from parley_sandbox.workspace import choose_files, is_good
from parley_shared.models import FileRef, WorkspaceFile


def file(path: str, size: int) -> WorkspaceFile:
    kept = FileRef(id=path, name=path, media_type="text/plain", size=size, sha256="0" * 64)
    return WorkspaceFile(path=path, file=kept, seq=1, changed_at=datetime(2026, 5, 1, tzinfo=UTC))


def test_the_largest_files_stay_out_when_there_is_no_room_for_all() -> None:
    files = [file("huge", 40 << 20), file("small", 10), file("large", 30 << 20)]

    assert [each.path for each in choose_files(files)] == ["small", "large"]


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("a.txt", True),
        ("deep/er/file.csv", True),
        ("../a", False),
        ("/etc/passwd", False),
        ("a\nb", False),
        ("\u202egnp.exe", False),
        ("\udcff", False),
        ("/".join("d" * 13), False),
        ("", False),
    ],
)
def test_only_plain_paths_come_back(path: str, good: bool) -> None:
    assert is_good(path) is good
