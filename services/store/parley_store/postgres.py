"""All that is said to PostgreSQL and to no other database: how it is opened, locked, searched.

Loaded only where PostgreSQL is used.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg.errors import LockNotAvailable
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import URL, Select, column, event, func, make_url, select, table
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from parley_store.backing import NO_FILE, CannotCopy, OtherStore

READERS = 4
LOCK = 0x7061726C6579  # "parley": one number for all stores of a database
LOCKED_WITHIN = 2_000  # ms until a store that has just ended lets go
# Where it is a server's habit to confirm what is not on a disk yet.
DURABLE = """SELECT set_config('synchronous_commit', 'on', false)
  WHERE current_setting('synchronous_commit') = 'off'"""
# How soon a machine that vanished is given up, at either end of the connection.
PATIENCE = {"idle": 5, "interval": 2, "count": 3}  # seconds, seconds, times


class TextDumper(StrDumperUnknown):
    """PostgreSQL has no null character in its texts."""

    def dump(self, obj: str) -> bytes:
        return bytes(super().dump(obj.replace("\0", "\ufffd")) or b"")


class PostgresServer:
    """A database on a server, for one store alone: who writes holds a lock of the session that
    writes, so that a store which lost its connection can't write any more."""

    keeps_writer = False  # the server may have been started again since

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self.name = self._url.set(drivername="postgresql").render_as_string(hide_password=True)

    def open_writer(self) -> AsyncEngine:
        engine = _open(self._url, size=1)

        @event.listens_for(engine.sync_engine, "connect")
        def take_lock(connection: Any, _: object) -> None:  # SQLAlchemy's own adapter
            cursor = connection.cursor()
            try:
                cursor.execute(f"SET lock_timeout = {LOCKED_WITHIN}")
                cursor.execute(f"SELECT pg_advisory_lock({LOCK})")
                cursor.execute(DURABLE)
                connection.commit()
            except LockNotAvailable as error:
                connection.close()
                raise OtherStore(
                    f"another store already uses {self.name}: stop it first"
                ) from error
            finally:
                cursor.close()

        return engine

    def open_readers(self) -> AsyncEngine:
        one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return _open(self._url, size=READERS).execution_options(**one_moment)

    def search_rows(self, words: Sequence[str]) -> Select[tuple[int]]:
        search = table("search", column("rowid"), column("text"))
        patterns = (func.parley_fold(f"%{_escape(word)}%") for word in words)
        return select(search.c.rowid).where(
            *(search.c.text.like(pattern, escape="/") for pattern in patterns)
        )

    async def measure(self, readers: AsyncEngine) -> int:
        async with readers.connect() as connection:
            size = select(func.pg_database_size(func.current_database()))
            return int(await connection.scalar(size) or 0)

    def back_up(self, version: str, now: datetime) -> None:
        """It is brought up to date in one transaction."""

    def copy(self, target: Path) -> None:
        raise CannotCopy(NO_FILE)


def _open(url: URL, *, size: int) -> AsyncEngine:
    server = " ".join(f"-c tcp_keepalives_{name}={n}" for name, n in PATIENCE.items())
    client = {f"keepalives_{name}": n for name, n in PATIENCE.items()}
    given = {
        "application_name": "parley-store",
        "client_encoding": "utf8",
        "connect_timeout": 5,  # seconds
        "tcp_user_timeout": 10_000,  # ms
        "options": server,
        **client,
    }
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={name: value for name, value in given.items() if name not in url.query},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _: object) -> None:  # SQLAlchemy's own adapter
        connection.driver_connection.adapters.register_dumper(str, TextDumper)

    return engine


def _escape(word: str) -> str:
    for special in "/%_":
        word = word.replace(special, f"/{special}")
    return word
