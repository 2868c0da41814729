"""Sends the outbox to NATS: in order per stream, at once after each commit, on after a crash."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from parley_shared.bus import Bus
from parley_shared.errors import DiskFull, ParleyError, TooBig, Unavailable
from parley_shared.store import Nudge
from parley_shared.streams import declare

from parley_store.database import Database, Session
from parley_store.memory import Mail
from parley_store.outbox import STREAMS, keep_cursors, read_cursors, read_mail
from parley_store.turns import list_runnable_heads, wake_turns

logger = logging.getLogger(__name__)

BATCH = 200  # rows read at once
FRESH = 100  # rows held in memory; with more than these it reads them from the outbox
REST_WITHIN = 3.0  # seconds
PAUSE = (0.1, 2.0)  # seconds between two tries while NATS takes nothing, first and longest


class Publisher:
    """`published` is ahead of the cursors in the database; what is sent again because of that
    carries the same id, so that NATS keeps it once."""

    def __init__(self, bus: Bus, database: Database, replicas: int = 1) -> None:
        """`replicas` is the number of nats-servers that keep each stream."""
        self._bus = bus
        self._replicas = replicas
        self._database = database
        self._more = {stream: asyncio.Event() for stream in STREAMS}
        self._fresh: dict[str, deque[Mail]] = {stream: deque() for stream in STREAMS}
        self._behind: set[str] = set()  # streams with older mail than what is fresh
        self._nudges: asyncio.Queue[tuple[str, Nudge]] = asyncio.Queue()
        self.published: dict[str, int] = {}
        self._kept: dict[str, int] = {}

    async def open(self) -> None:
        """From here on commits are heard."""
        async with self._database.read() as session:
            self.published = await read_cursors(session)
        self._kept = dict(self.published)
        self._database.on_commit = self._hear
        self._database.on_doubt = self._doubt
        self._bus.on_reconnect(self.restate)
        self._doubt()

    async def run(self) -> None:
        """Forever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._begin())
            group.create_task(self._send_nudges())
            for stream in STREAMS:
                group.create_task(self._send_mail(stream))

    async def restate(self) -> None:
        """JetStream may have lost everything: streams, and the wake-ups of open turns."""
        await declare(self._bus, self._replicas)
        async with self._database.write() as session:
            await wake_turns(session, await list_runnable_heads(session))

    async def send_rest(self) -> None:
        """Returns when NATS has all that was committed, or does not take it in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(REST_WITHIN):
                for stream in STREAMS:
                    while await self._read(stream):
                        await asyncio.sleep(0.01)  # another task sends it

    async def keep_progress(self) -> None:
        """What is on NATS is not kept in the outbox any longer."""
        moved = {s: n for s, n in self.published.items() if n != self._kept.get(s)}
        if moved:
            async with self._database.write() as session:
                await keep_cursors(session, moved)
            self._kept |= moved

    def _hear(self, session: Session) -> None:
        for mail in session.mail:
            self._fresh[mail.stream].append(mail)
            self._more[mail.stream].set()
        for stream, fresh in self._fresh.items():
            if len(fresh) > FRESH:
                fresh.clear()
                self._behind.add(stream)
        for nudge in session.nudges:
            self._nudges.put_nowait(nudge)

    def _doubt(self) -> None:
        """Something may have been kept unheard: the outbox knows."""
        self._behind |= set(STREAMS)
        for more in self._more.values():
            more.set()

    async def _begin(self) -> None:
        while True:
            try:
                return await self.restate()
            except ParleyError as error:
                logger.warning("can't set NATS up yet", extra={"reason": str(error)})
            await asyncio.sleep(PAUSE[-1])

    async def _send_nudges(self) -> None:
        while True:
            subject, nudge = await self._nudges.get()
            await self._bus.publish(subject, nudge)

    async def _send_mail(self, stream: str) -> None:
        fresh = self._fresh[stream]
        while True:
            await self._more[stream].wait()
            self._more[stream].clear()
            while stream in self._behind:
                self._behind.discard(stream)
                for mail in await self._read(stream):
                    self._behind.add(stream)  # there may be more than was read
                    await self._send(mail)
            while fresh and stream not in self._behind:
                await self._send(fresh.popleft())

    async def _read(self, stream: str) -> Sequence[Mail]:
        while True:
            try:
                async with self._database.read() as session:
                    return await read_mail(session, stream, self.published[stream], BATCH)
            except (Unavailable, DiskFull):
                await asyncio.sleep(PAUSE[-1])

    async def _send(self, mail: Mail) -> None:
        """Returns when NATS has it, however long that takes; what it has is not sent again."""
        if mail.id > self.published[mail.stream]:
            await self._insist(mail)
            self.published[mail.stream] = mail.id

    async def _insist(self, mail: Mail) -> None:
        pause = PAUSE[0]
        while True:
            try:
                return await self._bus.queue(
                    mail.subject,
                    mail.body.encode(),
                    job_id=f"{mail.epoch}.{mail.id}",
                    headers=json.loads(mail.headers),
                )
            except TooBig:
                # Viewers see the gap and ask; nobody else would ever be told again.
                return logger.exception("told nobody, it is too big", extra={"row": mail.id})
            except Unavailable as error:
                logger.warning("NATS takes nothing now", extra={"reason": str(error)})
            await asyncio.sleep(pause)
            pause = min(pause * 2, PAUSE[1])
