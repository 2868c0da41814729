"""How much is on its way through Parley: heard, not yet run, not yet told."""

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.store import GetQueues, QueueDepth, Queues
from parley_shared.streams import Backlog, read_backlogs
from sqlalchemy import func, select

from parley_store.database import Database
from parley_store.outbox import count_mail
from parley_store.tables import is_open, turns


async def get_queues(bus: Bus, database: Database, question: GetQueues) -> Queues:
    on_nats = [_describe(each) for each in await read_backlogs(bus)]
    return Queues(queues=(*on_nats, *await _look_at_what_is_kept(database)))


def _describe(backlog: Backlog) -> QueueDepth:
    return QueueDepth(
        queue="inbound" if backlog.durable.stream == subjects.INBOUND else "outbound",
        channel=backlog.durable.name,
        waiting=backlog.waiting,
        in_hand=backlog.in_hand,
    )


async def _look_at_what_is_kept(database: Database) -> tuple[QueueDepth, QueueDepth]:
    """Turns that wait for a person are nobody's queue."""
    states = select(turns.c.state, func.count().label("number")).where(is_open)
    async with database.read() as session:
        rows = await session.rows(states.group_by(turns.c.state))
        mail = await count_mail(session)
    counts = {row.state: row.number for row in rows}
    waiting = counts.get("queued", 0) + counts.get("backoff", 0)
    return (
        QueueDepth(queue="turns", waiting=waiting, in_hand=counts.get("running", 0)),
        QueueDepth(queue="outbox", waiting=mail),
    )
