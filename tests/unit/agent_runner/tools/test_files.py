"""What files become, and what is found in them, stays within bounds."""

import base64
from datetime import UTC, datetime
from typing import cast

import pytest
from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.files.looking import Wanted, find_in_files
from parley_agent_runner.tools.files.writing import Edit, replace_text
from parley_agent_runner.tools.here import Here
from parley_shared.models import FileRef, WorkspaceFile
from parley_shared.questions import A, Question
from parley_shared.store import Chunk, ReadChunk
from parley_shared.workspace import ListWorkspace, WorkspaceFiles

HITS = b"here\n" * 150
FILE = FileRef(id="f1", name="a.txt", media_type="text/plain", size=len(HITS), sha256="0" * 64)
PLACED = WorkspaceFile(path="a.txt", file=FILE, seq=1, changed_at=datetime(2026, 5, 1, tzinfo=UTC))


async def one_file(question: Question[A]) -> A:
    if isinstance(question, ListWorkspace):
        return cast(A, WorkspaceFiles(files=(PLACED,)))  # the question's own answer
    assert isinstance(question, ReadChunk)
    return cast(A, Chunk(base64=base64.b64encode(HITS).decode(), end=True))


def test_an_edit_may_not_blow_a_file_up() -> None:
    edit = Edit(path="a.txt", old="a", new="a" * 100_000, everywhere=True)

    assert len(replace_text("a" * 10, edit)) == 1_000_000
    with pytest.raises(ToolFailed, match=r"a\.txt would become larger than 4 MB"):
        replace_text("a" * 100, edit)


async def test_the_first_hundred_lines_are_shown_and_the_others_counted() -> None:
    here = Here(one_file, "th", "th", "t1", 1, "parley")

    output = await find_in_files(here, Wanted(text="HERE"), "c1")

    lines = output.text.split("\n")
    assert (len(lines), lines[0], lines[-2:]) == (
        101,
        "a.txt:1: here",
        ["a.txt:100: here", "[50 more]"],
    )
