"""What the tables hang together by, and what finds their rows."""

from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, MetaData, String, TextClause

metadata = MetaData()


def thread_key() -> Column[str]:
    return Column("thread_id", String, ForeignKey("threads.id", ondelete="CASCADE"), nullable=False)


# Any: a column has the type of what it holds.
def partial_index(
    name: str, *columns: Column[Any], where: ColumnElement[bool] | TextClause
) -> None:
    """Holds only the rows of which `where` is true."""
    # PostgreSQL's is in the migrations alone: to name it here loads its dialect at every start.
    Index(name, *columns, sqlite_where=where)
