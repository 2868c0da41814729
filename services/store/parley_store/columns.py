"""How moments and models are written into columns and read back."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

# A whole number of up to 64 bits: what SQLite calls INTEGER has only 32 elsewhere.
Number = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """Aware UTC in Python, milliseconds since 1970 in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


class Written(TypeDecorator[Any]):  # what it gives is the adapter's type
    """A model as its JSON. A string is taken for one that is written already."""

    impl = Text
    cache_ok = True

    def __init__(self, model: Any) -> None:  # a class or a union: whatever pydantic can read
        super().__init__()
        self.adapter: TypeAdapter[Any] = TypeAdapter(model)

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return self.adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        return None if value is None else self.adapter.validate_json(value)
