"""How much the store holds."""

from parley_shared.store import GetStats, Stats
from sqlalchemy import Table, func, select

from parley_store.database import Database, Session
from parley_store.dead_letters import count_letters
from parley_store.outbox import count_mail
from parley_store.tables import is_open, messages, threads, turns


async def get_stats(database: Database, question: GetStats) -> Stats:
    async with database.read() as session:
        return Stats(
            threads=await _count(session, threads),
            messages=await _count(session, messages),
            turns_open=await session.value(select(func.count()).select_from(turns).where(is_open)),
            outbox=await count_mail(session),
            at=session.now,
            newest_at=await session.value(select(func.max(threads.c.last_activity_at))),
            dead_letters=await count_letters(session),
            database_bytes=await database.size(),
        )


async def _count(session: Session, table: Table) -> int:
    return int(await session.value(select(func.count()).select_from(table)))
