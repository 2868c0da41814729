"""What the databases say in different words."""

from typing import Any

from sqlalchemy import ColumnElement, String, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

TIMES = ("day", "hour")  # 2026-01-31, 2026-01-31T23

_FULL = (13, "53100")  # SQLite's error code, PostgreSQL's error state

_SQLITE = {"day": "%Y-%m-%d", "hour": "%Y-%m-%dT%H"}
_POSTGRESQL = {"day": "YYYY-MM-DD", "hour": 'YYYY-MM-DD"T"HH24'}

# Any: a column has the type of what it holds, and SQLAlchemy hands on what it likes.


class FieldOf(FunctionElement[str]):
    """One text of a model that is kept as its JSON; NULL if it has none."""

    type = String()
    inherit_cache = True

    def __init__(self, body: ColumnElement[Any], name: str) -> None:
        super().__init__(body, literal_column(name))


class TimeOf(FunctionElement[str]):
    """The day or hour of a Moment, for people who are `offset` minutes before UTC."""

    type = String()
    inherit_cache = True

    def __init__(self, at: ColumnElement[Any], axis: str, offset: int) -> None:
        super().__init__(at, literal_column(axis), literal_column(str(offset)))


def is_disk_full(error: BaseException | None) -> bool:
    codes = (getattr(error, name, None) for name in ("sqlite_errorcode", "sqlstate"))
    return any(code in _FULL for code in codes)


def _operands(element: FunctionElement[str], compiler: SQLCompiler, **how: Any) -> list[str]:
    return [compiler.process(each, **how) for each in element.clauses]


@compiles(FieldOf, "sqlite")
def _field_in_sqlite(element: FieldOf, compiler: SQLCompiler, **how: Any) -> str:
    body, name = _operands(element, compiler, **how)
    return f"json_extract({body}, '$.{name}')"


@compiles(FieldOf, "postgresql")
def _field_in_postgresql(element: FieldOf, compiler: SQLCompiler, **how: Any) -> str:
    body, name = _operands(element, compiler, **how)
    # It can't read a JSON text with a null character in it, wherever that is.
    return rf"(replace({body}, '\u0000', '\u2400')::json ->> '{name}')"


@compiles(TimeOf, "sqlite")
def _time_in_sqlite(element: TimeOf, compiler: SQLCompiler, **how: Any) -> str:
    at, axis, offset = _operands(element, compiler, **how)
    return f"strftime('{_SQLITE[axis]}', {at} / 1000 + {offset} * 60, 'unixepoch')"


@compiles(TimeOf, "postgresql")
def _time_in_postgresql(element: TimeOf, compiler: SQLCompiler, **how: Any) -> str:
    at, axis, offset = _operands(element, compiler, **how)
    seconds = f"{at} / 1000 + {offset} * 60"
    return f"to_char(to_timestamp({seconds}) AT TIME ZONE 'UTC', '{_POSTGRESQL[axis]}')"
