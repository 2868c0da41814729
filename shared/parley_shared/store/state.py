"""How the store is."""

from datetime import datetime
from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Question


class Stats(Model):
    threads: int
    messages: int
    turns_open: int
    outbox: int  # rows not yet on NATS
    dead_letters: int = 0  # that wait for a person
    at: datetime | None = None  # by the store's clock
    newest_at: datetime | None = None  # of what was said last
    database_bytes: int


class GetStats(Question[Stats]):
    verb = "stats.get"
    answer = Stats


class QueueDepth(Model):
    """What waits in one queue, and what somebody has in hand."""

    queue: Literal["inbound", "turns", "outbox", "outbound"]
    channel: str = ""  # of inbound and outbound
    waiting: int
    in_hand: int = 0


class Queues(Model):
    queues: tuple[QueueDepth, ...]


class GetQueues(Question[Queues]):
    """How much is on its way through Parley. Raises Unavailable while JetStream does not answer."""

    verb = "queues.get"
    answer = Queues
