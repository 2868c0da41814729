"""Each second: what was to happen by now, and what has waited too long."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from parley_store.database import Database, Session
from parley_store.due import expire, list_due_heads, list_expired, tend_head
from parley_store.heard import purge_done
from parley_store.purging import (
    delete_overdue,
    list_gone,
    purge_expired,
    purge_files,
    purge_thread,
)
from parley_store.signins import keep_uses
from parley_store.speaking_up import speak_up
from parley_store.stale import list_stale, tend_delivery
from parley_store.tables import approvals, queries
from parley_store.unanswered import list_due_threads

logger = logging.getLogger(__name__)

TIDY = timedelta(minutes=1)

Work = Callable[[Session], Awaitable[None]]


class Clock:
    """Owns no time: it acts upon the time of the database's transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tidied: datetime | None = None

    async def tick(self) -> None:
        """What can't be done now is tried at the next tick and keeps nothing else waiting."""
        async with self._database.read() as session:
            works = await _find_work(session)
            now = session.now
        for work in works:
            await self._do(work)
        if self._tidied is None or not timedelta() <= now - self._tidied < TIDY:
            self._tidied = now  # or the machine's clock was set back
            await self._tidy()

    async def _tidy(self) -> None:
        await self._do(purge_expired)
        await self._do(delete_overdue)
        await self._do(purge_done)
        used = dict(self._database.memory.used_keys)
        self._database.memory.used_keys.clear()
        if used:
            await self._do(partial(keep_uses, used=used))
        await purge_files(self._database)

    async def _do(self, work: Work) -> None:
        try:
            async with self._database.write() as session:
                await work(session)
        except Exception:
            logger.exception("the clock could not do something that is due")


async def _find_work(session: Session) -> list[Work]:
    works: list[Work] = []
    works += [partial(tend_head, thread_id=each) for each in await list_due_heads(session)]
    for table in (approvals, queries):
        expired = await list_expired(session, table)
        works += [partial(expire, table=table, request_id=each) for each in expired]
    works += [partial(tend_delivery, delivery_id=each) for each in await list_stale(session)]
    works += [partial(speak_up, thread_id=each) for each in await list_due_threads(session)]
    works += [partial(purge_thread, thread_id=each) for each in await list_gone(session)]
    return works
