"""Statements that are used again and again, built once: that takes longer than to run them."""

from functools import cache

from sqlalchemy import Insert, Select, Table, Update, bindparam, insert, select, update


@cache
def insert_into(table: Table) -> Insert:
    return insert(table)


@cache
def select_where(table: Table, keys: tuple[str, ...]) -> Select[tuple[object, ...]]:
    """Rows of which each of `keys` is what is bound to its name."""
    return select(table).where(*(table.c[key] == bindparam(key) for key in keys))


@cache
def update_where(table: Table, keys: tuple[str, ...], names: tuple[str, ...]) -> Update:
    """Of such rows the columns `names`, bound to `new_<name>`; the keys to `where_<key>`."""
    here = update(table).where(*(table.c[key] == bindparam(f"where_{key}") for key in keys))
    return here.values({name: bindparam(f"new_{name}") for name in names})
