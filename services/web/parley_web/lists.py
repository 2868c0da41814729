"""Tells every browser which threads have changed, as the list shows them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from parley_shared import subjects
from parley_shared.errors import ParleyError
from parley_shared.frames import ThreadsFrame
from parley_shared.models import ThreadRow

from parley_web.browsers import Browsers

logger = logging.getLogger(__name__)

# What changes a row of the list: the title, the last message, whether it runs or waits.
KINDS = (
    *("thread.created", "thread.updated", "thread.deleted", "title.changed"),
    *("message.created", "message.updated", "message.deleted", "message.ready"),
    *("turn.queued", "turn.started", "turn.parked"),
    *("turn.finished", "turn.failed", "turn.cancelled"),
    *("approval.decided", "question.answered"),
)
GATHER = 0.1  # seconds in which changes become one frame
ROWS_AT_ONCE = 50
TRY_AGAIN = 1.0  # seconds, while the store is away

GetRows = Callable[[Sequence[str]], Awaitable[tuple[ThreadRow, ...]]]
GetNewest = Callable[[], Awaitable[tuple[ThreadRow, ...]]]


class ThreadList:
    def __init__(self, browsers: Browsers, get_rows: GetRows, get_newest: GetNewest) -> None:
        self._browsers = browsers
        self._get_rows = get_rows
        self._get_newest = get_newest
        self._changed: dict[str, None] = {}
        self._is_changed = asyncio.Event()

    async def hear(self, subject: str, _: bytes) -> None:
        """An event that changes a row of its thread."""
        if len(self._browsers):
            self._changed[subjects.thread_of(subject)] = None
            self._is_changed.set()

    async def refresh(self) -> None:
        """After a loss of nats-server: events were missed, so the newest threads are told anew."""
        if len(self._browsers):
            self._browsers.tell_all(ThreadsFrame(rows=await self._get_newest()))

    async def run(self) -> None:
        while True:
            await self._is_changed.wait()
            await asyncio.sleep(GATHER)
            asked = list(self._changed)[:ROWS_AT_ONCE]
            try:
                await self._tell(asked)
            except ParleyError as error:
                logger.warning("could not tell of changed threads", extra={"reason": str(error)})
                await asyncio.sleep(TRY_AGAIN)

    async def _tell(self, asked: list[str]) -> None:
        for thread_id in asked:
            del self._changed[thread_id]
        if not self._changed:
            self._is_changed.clear()
        try:
            rows = await self._with_origins(await self._get_rows(asked))
        except ParleyError:
            self._changed.update(dict.fromkeys(asked))
            self._is_changed.set()
            raise
        known = {row.thread.id for row in rows}
        gone = tuple(thread_id for thread_id in asked if thread_id not in known)
        shown = tuple(row for row in rows if row.thread.parent_turn_id is None)
        if shown or gone:
            self._browsers.tell_all(ThreadsFrame(rows=shown, gone=gone))

    async def _with_origins(self, rows: tuple[ThreadRow, ...]) -> tuple[ThreadRow, ...]:
        """What a sub-agent waits for, the thread that delegated to it waits for."""
        known = {row.thread.id for row in rows}
        newest = rows
        while origins := _origins_of(newest) - known:
            known |= origins
            newest = await self._get_rows(sorted(origins))
            rows += newest
        return rows


def _origins_of(rows: Sequence[ThreadRow]) -> set[str]:
    threads = (row.thread for row in rows)
    found = (each.parent_thread_id for each in threads if each.parent_turn_id is not None)
    return {thread_id for thread_id in found if thread_id is not None}
