"""A database of the first schema is brought here: backed up, whole, and as readable as ever.

`tests/golden/schema-0001.db.gz` was written by the code of that time: an approved call, an edited
and twice answered message, a fork, a failed and a stopped turn, an open question, a queue.
"""

import gzip
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from parley_shared.commands import AnswerQuery
from parley_shared.events import Durable
from parley_shared.store import GetOpenRequests
from parley_shared.view import UnknownEvent, read_event
from parley_store.opening import open_database
from parley_store.schema import bring_up_to_date
from parley_store.sqlite import DATABASE, SqliteFile

from tests.fakes.hours import Hours
from tests.integration.store.keeper import Keeper

GOLDEN = Path(__file__).parents[2] / "golden" / "schema-0001.db.gz"
SAID = {
    "asked": ["Write to Ada", "Sent."],
    "told": ["one, edited", "first answer", "second answer"],
    "forked": ["one, edited", "first answer", "second answer", "two", "third answer"],
    "failed": ["poison", "Once upon"],
    "stopped": ["long", "A begin"],
    "waiting": ["asks"],
    "queued": ["next", "and more"],
}


@pytest.fixture
async def upgraded(tmp_path: Path) -> AsyncIterator[Keeper]:
    hours = Hours()
    hours.go_on(3600)
    (tmp_path / DATABASE).write_bytes(gzip.decompress(GOLDEN.read_bytes()))
    await bring_up_to_date(SqliteFile(tmp_path / DATABASE), hours.now())
    async with open_database(tmp_path, hours.now) as database:
        yield Keeper(database, hours)


async def test_it_is_backed_up_before(upgraded: Keeper) -> None:
    (backup,) = [*(upgraded.database.folder / "backups").iterdir()]

    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert copy.execute("SELECT count(*) FROM threads").fetchone() == (len(SAID),)
    copy.close()


@pytest.mark.parametrize("thread_id", SAID)
async def test_what_was_said_is_there(upgraded: Keeper, thread_id: str) -> None:
    view = await upgraded.view(thread_id)

    assert [message.text for message in view.visible_messages] == SAID[thread_id]


@pytest.mark.parametrize("thread_id", SAID)
async def test_its_events_are_still_read_and_make_the_same_view(
    upgraded: Keeper, thread_id: str
) -> None:
    rows = sqlite3.connect(upgraded.database.folder / DATABASE).execute(
        "SELECT body FROM events WHERE thread_id = ? ORDER BY seq", (thread_id,)
    )
    events = [read_event(row[0]) for row in rows]

    assert events
    assert not any(isinstance(event, UnknownEvent) for event in events)
    assert all(isinstance(event, Durable) for event in events)
    view, watched = await upgraded.view(thread_id), await upgraded.watched(thread_id)
    assert watched.visible_messages == view.visible_messages
    assert watched.runtime_context == view.runtime_context
    assert watched.status == view.status


async def test_a_failure_that_was_kept_before_there_were_facts_keeps_its_sentence(
    upgraded: Keeper,
) -> None:
    view = await upgraded.view("failed")

    assert view.status == "error"
    assert view.error_text
    assert view.error_fact is None


async def test_what_waited_goes_on(upgraded: Keeper) -> None:
    (query,) = (await upgraded.ask(GetOpenRequests())).queries
    await upgraded.ask(AnswerQuery(question_id=query.id, answers=("The red one",)))

    for thread_id in ("waiting", "queued", "queued"):
        await upgraded.finish(await upgraded.claim(thread_id=thread_id), "Here you are.")

    waiting = await upgraded.view("waiting")
    assert waiting.visible_messages[-1].text == "Here you are."
    queued = await upgraded.view("queued")
    assert [message.role for message in queued.visible_messages] == ["user", "assistant"] * 2
