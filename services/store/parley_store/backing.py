"""What a database has to offer so that the store can be kept in it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from parley_shared.errors import Unavailable
from parley_shared.facts import phrase
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncEngine

NO_FILE = phrase(
    "database_is_postgresql",
    "the database is PostgreSQL, which is copied and put back by its own tools: "
    "docs/howto/postgresql.md says how",
)


class OtherStore(Unavailable):
    """Another store writes to the database, so this one must not."""


class CannotCopy(Exception):
    """The sentence says what to do instead."""


class Backing(Protocol):
    name: str  # in sentences; holds no password
    keeps_writer: bool  # a connection that is open stays good

    def open_writer(self) -> AsyncEngine:
        """One connection, which no other store has as long as it is open.

        Connecting raises OtherStore.
        """

    def open_readers(self) -> AsyncEngine:
        """Connections that see one moment of the database for as long as their transaction lasts,
        and can't write."""

    def search_rows(self, words: Sequence[str]) -> Select[Any]:
        """Rows of the search index that hold all `words`, whatever characters these are made of."""

    async def measure(self, readers: AsyncEngine) -> int:
        """Bytes on disk, without what is only in a log."""

    def back_up(self, version: str, now: datetime) -> None:
        """Before it is brought up to date from `version`, if that can be undone in no other way."""

    def copy(self, target: Path) -> None:
        """Whole and consistent, while it is written to. Raises CannotCopy, OSError."""
