"""Workspaces: files by path, changed wholly or not at all, once, and found again by forks."""

from hashlib import sha256

import pytest
from parley_shared.commands import DeleteThread, ForkThread
from parley_shared.errors import AlreadyExists, BadInput, FileChanged, FileNotKept, Stale
from parley_shared.workspace import (
    DeleteFiles,
    GetWorkspaceFile,
    ListWorkspace,
    MoveFiles,
    Placed,
    PutFiles,
    WorkspaceFiles,
)

from tests.integration.store.keeper import Keeper
from tests.integration.store.test_files import DAY, read, upload


async def put(
    keeper: Keeper, path: str, contents: bytes, change: str, *, replaces: str | None = None
) -> WorkspaceFiles:
    file = await upload(keeper, contents, file_id=f"f-{change}")
    placed = Placed(path=path, file_id=file.id, replaces=replaces)
    return await keeper.ask(PutFiles(thread_id="T", change_id=change, files=(placed,)))


async def listed(keeper: Keeper, thread_id: str = "T", under: str = "") -> dict[str, bytes]:
    found = await keeper.ask(ListWorkspace(thread_id=thread_id, under=under))
    return {each.path: await read(keeper, each.file.id) for each in found.files}


async def test_a_file_is_found_by_its_path_as_it_was_put(keeper: Keeper) -> None:
    await keeper.talk("hello")

    await put(keeper, "./notes//plan.md", b"one", "c1")
    await put(keeper, "/data.csv", b"1,2", "c2")

    assert await listed(keeper) == {"data.csv": b"1,2", "notes/plan.md": b"one"}
    assert await listed(keeper, under="notes") == {"notes/plan.md": b"one"}
    found = await keeper.ask(GetWorkspaceFile(thread_id="T", path="data.csv"))
    last = (await keeper.events())[-1]
    assert (last.kind, last.seq) == ("workspace.changed", found.seq)
    assert (await keeper.ask(ListWorkspace(thread_id="T"))).total_bytes == 6


async def test_the_same_change_again_gives_the_first_answer(keeper: Keeper) -> None:
    await keeper.talk("hello")
    first = await put(keeper, "a.txt", b"one", "c1")
    await put(keeper, "a.txt", b"two", "c2")
    before = await keeper.kinds()

    again = await put(keeper, "a.txt", b"one", "c1")

    assert again == first
    assert await listed(keeper) == {"a.txt": b"two"}
    assert await keeper.kinds() == before


async def test_a_file_that_somebody_else_has_written_is_not_overwritten(keeper: Keeper) -> None:
    await keeper.talk("hello")
    await put(keeper, "a.txt", b"one", "c1", replaces="")
    read_before = sha256(b"one").hexdigest()
    await put(keeper, "a.txt", b"two", "c2", replaces=read_before)

    with pytest.raises(FileChanged):
        await put(keeper, "a.txt", b"three", "c3", replaces=read_before)
    with pytest.raises(FileChanged):
        await put(keeper, "a.txt", b"three", "c4", replaces="")

    assert await listed(keeper) == {"a.txt": b"two"}


async def test_a_folder_moves_with_all_that_is_in_it_and_goes_likewise(keeper: Keeper) -> None:
    await keeper.talk("hello")
    await put(keeper, "old/a.txt", b"a", "c1")
    await put(keeper, "old/deep/b.txt", b"b", "c2")
    await put(keeper, "older.txt", b"c", "c3")

    moved = await keeper.ask(MoveFiles(thread_id="T", change_id="m1", path="old", to="new"))

    assert [each.path for each in moved.files] == ["new/a.txt", "new/deep/b.txt"]
    assert moved.deleted == ("old/a.txt", "old/deep/b.txt")
    await keeper.ask(DeleteFiles(thread_id="T", change_id="d1", path="new/deep"))
    assert await listed(keeper) == {"new/a.txt": b"a", "older.txt": b"c"}
    with pytest.raises(AlreadyExists):
        await keeper.ask(MoveFiles(thread_id="T", change_id="m2", path="new/a.txt", to="older.txt"))
    with pytest.raises(FileNotKept):
        await keeper.ask(DeleteFiles(thread_id="T", change_id="d2", path="old"))


async def test_a_change_with_something_wrong_in_it_changes_nothing(keeper: Keeper) -> None:
    await keeper.talk("hello")
    file = await upload(keeper, b"x")
    good, bad = Placed(path="a", file_id=file.id), Placed(path="a/b", file_id=file.id)
    gone = Placed(path="b", file_id="never-kept")

    with pytest.raises(BadInput, match="'a' is a file"):
        await keeper.ask(PutFiles(thread_id="T", change_id="c1", files=(good, bad)))
    with pytest.raises(FileNotKept):
        await keeper.ask(PutFiles(thread_id="T", change_id="c2", files=(good, gone)))

    assert await listed(keeper) == {}


@pytest.mark.parametrize(
    "path", ["", "..", "a/../../etc/passwd", "a\nb", "a\\b", "x" * 241, "/".join("x" * 13), "a\0"]
)
async def test_a_path_that_leads_elsewhere_is_refused(keeper: Keeper, path: str) -> None:
    await keeper.talk("hello")

    with pytest.raises(BadInput):
        await put(keeper, path, b"x", "c1")


async def test_only_who_holds_the_turn_writes_in_its_name(keeper: Keeper) -> None:
    await keeper.say("write it down")
    claimed = await keeper.claim()
    file = await upload(keeper, b"x")
    question = PutFiles(
        thread_id="T",
        change_id="call1",
        turn_id=claimed.turn.id,
        fence=claimed.fence,
        files=(Placed(path="a.txt", file_id=file.id),),
    )
    stale = question.model_copy(update={"fence": claimed.fence - 1, "change_id": "call0"})

    with pytest.raises(Stale):
        await keeper.ask(stale)
    first = await keeper.ask(question)
    await keeper.finish(claimed)

    assert await keeper.ask(question) == first
    with pytest.raises(Stale):
        await keeper.ask(question.model_copy(update={"change_id": "call2"}))
    assert await listed(keeper) == {"a.txt": b"x"}


async def test_a_fork_has_the_files_of_its_point_and_keeps_their_contents(keeper: Keeper) -> None:
    await keeper.talk("one")
    await put(keeper, "a.txt", b"first", "c1")
    await put(keeper, "gone.txt", b"gone", "c2")
    point = await keeper.talk("two")
    await put(keeper, "a.txt", b"second", "c3")
    await keeper.ask(DeleteFiles(thread_id="T", change_id="d1", path="gone.txt"))

    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F", message_id=point.id))
    await keeper.ask(ForkThread(thread_id="T", new_thread_id="G"))
    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(60)
    await keeper.clock.tick()
    keeper.hours.go_on(DAY)
    await keeper.clock.tick()

    assert await listed(keeper, "F") == {"a.txt": b"first", "gone.txt": b"gone"}
    assert await listed(keeper, "G") == {"a.txt": b"second"}
