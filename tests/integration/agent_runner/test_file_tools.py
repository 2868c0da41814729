"""The file tools on a real store: each does what it says, once, and says what it can't."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from parley_agent_runner.placing import look_around
from parley_agent_runner.tools.calling import LARGEST_RESULT, call_tool
from parley_agent_runner.tools.contents import keep_result
from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments
from parley_agent_runner.tools.files import FILE_TOOLS
from parley_agent_runner.tools.here import Here
from parley_shared.models import Arguments
from parley_store.opening import open_database
from parley_store.schema import bring_up_to_date
from parley_store.sqlite import DATABASE, SqliteFile
from pydantic import JsonValue

from tests.fakes.hours import Hours
from tests.integration.store.keeper import Keeper


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Here]:
    """In a turn that runs."""
    hours = Hours()
    await bring_up_to_date(SqliteFile(tmp_path / DATABASE), hours.now())
    async with open_database(tmp_path, hours.now) as database:
        keeper = Keeper(database, hours)
        await keeper.say("Write it down")
        yield await look_around(keeper.ask, keeper.ask, await keeper.claim())


async def use(
    here: Here, name: str, call_id: str = "c1", **arguments: JsonValue
) -> tuple[str, str]:
    tool = next(tool for tool in FILE_TOOLS if tool.name == name)
    outcome = await call_tool(tool.placed(here), arguments, call_id)
    return outcome.state, outcome.output.text


async def test_a_file_is_written_listed_read_found_moved_and_deleted(here: Here) -> None:
    await use(here, "write_file", "w1", path="notes/a.md", text="# Plan\nBuy milk\nCall Ada")
    await use(here, "write_file", "w2", path="b.txt", text="nothing")

    assert await use(here, "list_files") == ("done", "b.txt  7 bytes\nnotes/a.md  24 bytes")
    assert await use(here, "read_file", path="notes/a.md", start=2, count=1) == (
        "done",
        "[lines 2 to 2 of 3]\nBuy milk",
    )
    assert await use(here, "find_in_files", text="ADA") == ("done", "notes/a.md:3: Call Ada")
    assert await use(here, "move_file", "m1", path="notes", to="old") == (
        "done",
        "Moved: old/a.md.",
    )
    assert await use(here, "delete_file", "d1", path="b.txt") == ("done", "Deleted: b.txt.")
    assert await use(here, "list_files") == ("done", "old/a.md  24 bytes")


async def test_an_edit_that_is_made_twice_changes_once(here: Here) -> None:
    await use(here, "write_file", "w1", path="a.txt", text="one two one")

    unclear = await use(here, "edit_file", "e0", path="a.txt", old="one", new="1")
    first = await use(here, "edit_file", "e1", path="a.txt", old="two", new="two two")
    again = await use(here, "edit_file", "e1", path="a.txt", old="two", new="two two")
    everywhere = await use(
        here, "edit_file", "e2", path="a.txt", old="one", new="1", everywhere=True
    )

    assert unclear == ("error", "That stands in a.txt 2 times. Give more of what is around.")
    assert first == again == everywhere == ("done", "Changed a.txt.")
    assert await use(here, "read_file", path="a.txt") == ("done", "1 two two 1")


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("read_file", {"path": "no.txt"}, "there is no file 'no.txt' in this workspace"),
        ("write_file", {"path": "../x", "text": ""}, "no file's path may have"),
        ("delete_file", {"path": "no.txt"}, "there is no 'no.txt' in this workspace"),
        ("edit_file", {"path": "a.txt", "old": "zebra", "new": ""}, "does not stand in a.txt"),
        ("read_file", {"path": "a.txt", "start": 9}, "has only 1 lines"),
        ("find_in_files", {"text": "zebra"}, "stands in none of 1 files"),
    ],
)
async def test_what_cannot_be_done_is_a_sentence(
    here: Here, name: str, arguments: Arguments, sentence: str
) -> None:
    await use(here, "write_file", "w1", path="a.txt", text="one")

    state, text = await use(here, name, "c2", **arguments)

    assert state == "error"
    assert sentence in text


async def test_a_turn_that_was_lost_writes_nothing_more(here: Here) -> None:
    zombie = replace(here, fence=here.fence - 1)

    state, _ = await use(zombie, "write_file", "w1", path="a.txt", text="late")

    assert state == "error"
    assert await use(here, "list_files") == ("done", "There are no files.")


async def test_a_large_result_is_kept_as_a_file_that_can_be_read(here: Here) -> None:
    whole = "\n".join(f"line {number}" for number in range(1, 4000))

    async def run(arguments: ToolArguments, call_id: str) -> Output:
        return Output(whole)

    tool = Tool("flood", "Flood", "Says a lot.", "pure", 5.0, ToolArguments, run)

    async def keep(name: str, text: str, call_id: str) -> str | None:
        return await keep_result(here, name, text, call_id)

    outcome = await call_tool(tool, {}, "c9", keep=keep)

    assert len(outcome.output.text.encode()) < LARGEST_RESULT
    assert 'all of it is in the file "results/flood-c9.txt"' in outcome.output.text
    state, text = await use(here, "read_file", path="results/flood-c9.txt", start=3999)
    assert (state, text) == ("done", "[lines 3999 to 3999 of 3999]\nline 3999")
