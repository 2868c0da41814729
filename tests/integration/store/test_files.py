"""Files: in chunks, by their contents, for as long as somebody needs them."""

import asyncio
from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from parley_shared.commands import DeleteThread, ForkThread
from parley_shared.errors import BadInput, FileDamaged, FileNotKept, TooBig, Unavailable
from parley_shared.models import FileRef, Model
from parley_shared.questions import Question
from parley_shared.store import Append, GetFile, KeepFile, ReadChunk, WriteChunk
from parley_store.blobs import blob_path

from tests.integration.store.keeper import Keeper, person_says
from tests.waiting import PATIENCE

CHUNK = 512 * 1024
DAY = 86400


def ref(contents: bytes, file_id: str = "f1") -> FileRef:
    return FileRef(
        id=file_id,
        name="notes.txt",
        media_type="text/plain",
        size=len(contents),
        sha256=sha256(contents).hexdigest(),
    )


async def write(keeper: Keeper, contents: bytes, *, upload: str = "u1", offset: int = 0) -> None:
    chunk = b64encode(contents).decode()
    await keeper.ask(WriteChunk(upload_id=upload, offset=offset, base64=chunk))


async def upload(
    keeper: Keeper, contents: bytes, *, file_id: str = "f1", thread_id: str | None = None
) -> FileRef:
    for offset in range(0, len(contents) or 1, CHUNK):
        await write(keeper, contents[offset : offset + CHUNK], upload=file_id, offset=offset)
    return await keeper.ask(
        KeepFile(upload_id=file_id, file=ref(contents, file_id), thread_id=thread_id)
    )


async def read(keeper: Keeper, file_id: str = "f1") -> bytes:
    contents = b""
    while True:
        chunk = await keeper.ask(ReadChunk(file_id=file_id, offset=len(contents)))
        contents += b64decode(chunk.base64)
        if chunk.end:
            return contents


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK * 2 + 17])
async def test_a_file_comes_back_as_it_went_in(keeper: Keeper, size: int) -> None:
    contents = bytes(number % 251 for number in range(size))

    kept = await upload(keeper, contents)

    assert await keeper.ask(GetFile(file_id="f1")) == kept == ref(contents)
    assert await read(keeper) == contents


async def test_contents_that_were_cut_short_on_disk_are_not_read_for_ever(keeper: Keeper) -> None:
    file = await upload(keeper, b"0123456789")
    with blob_path(keeper.database.folder, file.sha256).open("r+b") as blob:
        blob.truncate(4)

    with pytest.raises(FileNotKept, match="cut short"):
        async with asyncio.timeout(PATIENCE):
            await read(keeper)


async def test_a_repeated_chunk_changes_nothing(keeper: Keeper) -> None:
    await write(keeper, b"hello ")
    await write(keeper, b"hello ")
    await write(keeper, b"world", offset=6)
    await write(keeper, b"hello ")
    question = KeepFile(upload_id="u1", file=ref(b"hello world"))

    first = await keeper.ask(question)

    assert await keeper.ask(question) == first
    assert await read(keeper) == b"hello world"


async def test_a_file_that_was_kept_before_a_crash_is_kept_after_it(keeper: Keeper) -> None:
    await upload(keeper, b"hello", file_id="f1")

    again = await keeper.ask(KeepFile(upload_id="never-seen", file=ref(b"hello", "f2")))

    assert await read(keeper, again.id) == b"hello"


async def test_contents_that_are_not_what_was_said_are_refused(keeper: Keeper) -> None:
    await write(keeper, b"hello")

    with pytest.raises(FileDamaged):
        await keeper.ask(KeepFile(upload_id="u1", file=ref(b"other")))

    with pytest.raises(FileDamaged, match="nothing was uploaded"):
        await keeper.ask(KeepFile(upload_id="u1", file=ref(b"hello")))
    with pytest.raises(FileNotKept):
        await keeper.ask(GetFile(file_id="f1"))


@pytest.mark.parametrize(
    "question",
    [
        WriteChunk(upload_id="../../etc/passwd", offset=0, base64=""),
        WriteChunk(upload_id="u1", offset=5, base64=""),
        WriteChunk(upload_id="u1", offset=0, base64="not base64!"),
        WriteChunk(upload_id="u1", offset=0, base64=b64encode(b"x" * (CHUNK + 1)).decode()),
        KeepFile(upload_id="u1", file=ref(b"").model_copy(update={"sha256": "../x"})),
    ],
    ids=["path", "gap", "base64", "chunk", "sha256"],
)
async def test_a_question_that_cannot_be_is_bad_input(
    keeper: Keeper, question: Question[Model]
) -> None:
    with pytest.raises(BadInput):
        await keeper.ask(question)


async def test_a_file_has_at_most_64_mb(keeper: Keeper) -> None:
    await write(keeper, b"x")
    with (keeper.database.folder / "uploads" / "u1").open("r+b") as file:
        file.truncate(64 * 1024 * 1024)

    with pytest.raises(TooBig):
        await write(keeper, b"x", offset=64 * 1024 * 1024)


async def test_the_same_contents_are_on_disk_once(keeper: Keeper) -> None:
    await upload(keeper, b"hello", file_id="f1")
    await upload(keeper, b"hello", file_id="f2")

    blobs = [path for path in (keeper.database.folder / "files").rglob("*") if path.is_file()]

    assert [path.name for path in blobs] == [sha256(b"hello").hexdigest()]


async def test_a_file_that_no_thread_uses_is_gone_after_a_day(keeper: Keeper) -> None:
    await upload(keeper, b"unsent")
    await write(keeper, b"never ended", upload="u9")
    keeper.hours.go_on(DAY)

    await keeper.clock.tick()

    with pytest.raises(FileNotKept):
        await keeper.ask(GetFile(file_id="f1"))
    assert not [
        p
        for p in keeper.database.folder.rglob("*")
        if p.name in ("u9", sha256(b"unsent").hexdigest())
    ]


async def test_a_file_that_could_not_be_removed_is_removed_later(keeper: Keeper) -> None:
    await upload(keeper, b"unsent")
    blob = blob_path(keeper.database.folder, sha256(b"unsent").hexdigest())
    blob.unlink()
    blob.mkdir()  # which no user may unlink
    keeper.hours.go_on(DAY)

    with pytest.raises(Unavailable, match="can't be removed: Is a directory"):
        await keeper.clock.tick()

    blob.rmdir()
    blob.write_bytes(b"unsent")
    keeper.hours.go_on(60)
    await keeper.clock.tick()
    assert not blob.exists()


async def test_a_file_lives_as_long_as_a_thread_or_its_fork(keeper: Keeper) -> None:
    file = await upload(keeper, b"sent")
    message = person_says("See this").model_copy(update={"attachments": (file,)})
    await keeper.ask(Append(message=message, create=True))
    await keeper.finish(await keeper.claim())
    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F"))

    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(DAY)
    await keeper.clock.tick()
    assert await read(keeper) == b"sent"

    await keeper.ask(DeleteThread(thread_id="F"))
    keeper.hours.go_on(60)
    await keeper.clock.tick()
    keeper.hours.go_on(60)
    await keeper.clock.tick()
    with pytest.raises(FileNotKept):
        await keeper.ask(GetFile(file_id="f1"))


async def test_a_file_kept_for_a_thread_belongs_to_it(keeper: Keeper) -> None:
    await keeper.say("Make a picture")
    await upload(keeper, b"artifact", thread_id="T")
    keeper.hours.go_on(DAY)

    await keeper.clock.tick()

    assert await read(keeper) == b"artifact"


async def test_many_files_at_once_do_not_mix(keeper: Keeper) -> None:
    contents = {f"f{number}": bytes([number]) * 100_000 for number in range(8)}

    async with asyncio.TaskGroup() as group:
        for file_id, each in contents.items():
            group.create_task(upload(keeper, each, file_id=file_id))

    for file_id, each in contents.items():
        assert await read(keeper, file_id) == each


async def test_a_message_tells_of_its_files_what_is_kept_and_not_what_is_said(
    keeper: Keeper,
) -> None:
    file = await upload(keeper, b"small")
    said = file.model_copy(update={"name": "other.png", "media_type": "image/png", "size": 7**9})
    message = person_says("See this").model_copy(update={"attachments": (said,)})

    appended = await keeper.ask(Append(message=message, create=True))

    assert appended.message is not None
    assert appended.message.attachments == (file,)
