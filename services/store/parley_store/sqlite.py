"""All that is said to SQLite and to no other database: how it is opened, searched and copied."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, Select, column, event, select, table, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

DATABASE = "parley.db"
BUSY_TIMEOUT = 10_000  # ms that a writer waits for somebody else's, as a backup's
READERS = 4
FULL = 13  # SQLITE_FULL
TRIGRAM = 3  # characters that the search index can look for at least

Parameters = Any  # whatever sqlite3 takes: a sequence or a mapping


class OneHop(aiosqlite.Connection):
    """Crosses to its thread once per statement: aiosqlite crosses four times, which costs more
    than most statements do."""

    def cursor(self) -> "OneHopCursor":  # type: ignore[override] # not aiosqlite's own cursor
        return OneHopCursor(self)


class OneHopCursor:
    """What SQLAlchemy needs of a cursor: everything is fetched at once."""

    def __init__(self, connection: OneHop) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()  # whatever was selected
        self.description: Any = None  # as PEP 249 has it
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "OneHopCursor":
        return self

    async def execute(self, statement: str, parameters: Parameters = ()) -> None:
        await self._cross(partial(self._run, statement, parameters, many=False))

    async def executemany(self, statement: str, parameters: Parameters) -> None:
        await self._cross(partial(self._run, statement, parameters, many=True))

    async def _cross(self, run: Callable[[], None]) -> None:
        await self._connection._execute(run)  # type: ignore[no-untyped-call] # aiosqlite's way

    def _run(self, statement: str, parameters: Parameters, *, many: bool) -> None:
        cursor = self._connection._conn.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else ()
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()


def open_writer(file: Path) -> AsyncEngine:
    """One connection, whose transactions hold the database from their first word on."""
    return _open(file, size=1, begin="BEGIN IMMEDIATE", query_only=False)


def open_readers(file: Path) -> AsyncEngine:
    """Connections that see one moment of the database for as long as their transaction lasts."""
    return _open(file, size=READERS, begin="BEGIN", query_only=True)


def _open(file: Path, *, size: int, begin: str, query_only: bool) -> AsyncEngine:
    async def connect() -> aiosqlite.Connection:
        # SQLAlchemy begins transactions itself: sqlite3's own way begins them too late.
        connection = OneHop(lambda: sqlite3.connect(file, isolation_level=None), 64)
        connection._thread.daemon = True  # a kill does not wait for it
        return await connection

    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(file)),
        async_creator=connect,
        pool_size=size,
        max_overflow=0,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _: object) -> None:  # SQLAlchemy's own adapter
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
            "cache_size=-16000",
            "journal_size_limit=67108864",
            f"query_only={int(query_only)}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def is_disk_full(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == FULL


def copy_database(file: Path, copy: Path) -> None:
    """Whole and consistent, whatever is in the write-ahead log."""
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # so that the copy is one file
    finally:
        source.close()
        target.close()


def search_rows(words: Sequence[str]) -> Select[tuple[int]]:
    """Rows of the search index that hold all `words`, whatever characters these are made of."""
    search = table("search", column("rowid"), column("text"))
    short = [word for word in words if len(word) < TRIGRAM]
    phrases = " AND ".join('"' + w.replace('"', '""') + '"' for w in words if len(w) >= TRIGRAM)
    found = select(search.c.rowid).where(
        *(search.c.text.contains(word, autoescape=True) for word in short)
    )
    return (
        found.where(text("search MATCH :phrases").bindparams(phrases=phrases)) if phrases else found
    )
