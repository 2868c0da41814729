"""All that is said to SQLite and to no other database: how it is opened, searched and copied."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from parley_shared.facts import phrase
from sqlalchemy import URL, Connection, Select, column, event, select, table, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from parley_store.backing import CannotCopy

DATABASE = "parley.db"
BUSY_TIMEOUT = 10_000  # ms that a writer waits for somebody else's, as a backup's
READERS = 4
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


class SqliteFile:
    """One file, with a write-ahead log beside it."""

    keeps_writer = True

    def __init__(self, file: Path) -> None:
        self.file = file
        self.name = str(file)

    def open_writer(self) -> AsyncEngine:
        """Its transactions hold the database from their first word on."""
        return _open(self.file, size=1, begin="BEGIN IMMEDIATE", query_only=False)

    def open_readers(self) -> AsyncEngine:
        return _open(self.file, size=READERS, begin="BEGIN", query_only=True)

    def search_rows(self, words: Sequence[str]) -> Select[tuple[int]]:
        return _search_rows(words)

    async def measure(self, readers: AsyncEngine) -> int:
        return self.file.stat().st_size

    def back_up(self, version: str, now: datetime) -> None:
        folder = self.file.parent / "backups"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.copy(folder / f"{self.file.stem}-{version}-{now:%Y%m%dT%H%M%S}.db")

    def copy(self, target: Path) -> None:
        """Also what is in the write-ahead log."""
        try:
            _copy(self.file, target)
        except sqlite3.Error as error:
            raise CannotCopy(
                phrase(
                    "database_uncopied", "the database can't be copied now: {why}", why=str(error)
                )
            ) from error


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


def _copy(file: Path, copy: Path) -> None:
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # so that the copy is one file
    finally:
        source.close()
        target.close()


def _search_rows(words: Sequence[str]) -> Select[tuple[int]]:
    search = table("search", column("rowid"), column("text"))
    short = [word for word in words if len(word) < TRIGRAM]
    phrases = " AND ".join('"' + w.replace('"', '""') + '"' for w in words if len(w) >= TRIGRAM)
    found = select(search.c.rowid).where(
        *(search.c.text.contains(word, autoescape=True) for word in short)
    )
    return (
        found.where(text("search MATCH :phrases").bindparams(phrases=phrases)) if phrases else found
    )
