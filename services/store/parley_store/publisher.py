"""Sends the outbox to NATS: in order per stream, at once after each commit, on after a crash."""

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from parley_shared.bus import Bus
from parley_shared.errors import ParleyError, TooBig, Unavailable
from parley_shared.streams import declare
from sqlalchemy import Row

from parley_store.database import Database, Session
from parley_store.outbox import STREAMS, keep_cursors, read_cursors, read_mail
from parley_store.turns import list_runnable_heads, wake_turns

logger = logging.getLogger(__name__)

BATCH = 200  # rows read at once
REST_WITHIN = 3.0  # seconds
PAUSE = (0.1, 2.0)  # seconds between two tries while NATS takes nothing, first and longest


class Publisher:
    """`published` is ahead of the cursors in the database; what is sent again because of that
    carries the same id, so that NATS keeps it once."""

    def __init__(self, bus: Bus, database: Database) -> None:
        self._bus = bus
        self._database = database
        self._mail = {stream: asyncio.Event() for stream in STREAMS}
        self._nudges: asyncio.Queue[str] = asyncio.Queue()
        self.published: dict[str, int] = {}
        self._kept: dict[str, int] = {}

    async def open(self) -> None:
        """From here on commits are heard."""
        async with self._database.read() as session:
            self.published = await read_cursors(session)
        self._kept = dict(self.published)
        self._database.on_commit = self._hear
        self._bus.on_reconnect(self.restate)
        for mail in self._mail.values():
            mail.set()

    async def run(self) -> None:
        """Forever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._begin())
            group.create_task(self._send_nudges())
            for stream in STREAMS:
                group.create_task(self._send_mail(stream))

    async def restate(self) -> None:
        """JetStream may have lost everything: streams, and the wake-ups of open turns."""
        await declare(self._bus)
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
        for stream in session.mail:
            self._mail[stream].set()
        for subject in session.nudges:
            self._nudges.put_nowait(subject)

    async def _begin(self) -> None:
        while True:
            try:
                return await self.restate()
            except ParleyError as error:
                logger.warning("can't set NATS up yet", extra={"reason": str(error)})
            await asyncio.sleep(PAUSE[-1])

    async def _send_nudges(self) -> None:
        while True:
            await self._bus.publish(await self._nudges.get(), b"{}")

    async def _send_mail(self, stream: str) -> None:
        while True:
            await self._mail[stream].wait()
            self._mail[stream].clear()
            while rows := await self._read(stream):
                for row in rows:
                    await self._send(row)
                    self.published[stream] = row.id

    async def _read(self, stream: str) -> Sequence[Row[Any]]:  # columns say their types
        while True:
            try:
                async with self._database.read() as session:
                    return await read_mail(session, stream, self.published[stream], BATCH)
            except Unavailable:
                await asyncio.sleep(PAUSE[-1])

    async def _send(self, row: Row[Any]) -> None:  # columns say their types
        """Returns when NATS has it, however long that takes."""
        pause = PAUSE[0]
        while True:
            try:
                return await self._bus.queue(
                    row.subject,
                    row.body.encode(),
                    job_id=f"{row.epoch}.{row.id}",
                    headers=json.loads(row.headers),
                )
            except TooBig:
                # Viewers see the gap and ask; nobody else would ever be told again.
                return logger.exception("told nobody, it is too big", extra={"row": row.id})
            except Unavailable as error:
                logger.warning("NATS takes nothing now", extra={"reason": str(error)})
            await asyncio.sleep(pause)
            pause = min(pause * 2, PAUSE[1])
