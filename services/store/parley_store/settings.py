"""What the store is told by its environment."""

from parley_shared.settings import Settings
from pydantic import Field, SecretStr, field_validator
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

POSTGRESQL = ("postgresql", "postgresql+psycopg")


class StoreSettings(Settings):
    store_stream_replicas: int = Field(default=1, ge=1, le=5)  # nodes that keep each stream
    store_database_url: SecretStr | None = None  # None: a SQLite file in the data folder

    @field_validator("store_database_url")
    @classmethod
    def _know_database(cls, url: SecretStr) -> SecretStr:
        try:
            known = make_url(url.get_secret_value()).drivername in POSTGRESQL
        except (ArgumentError, ValueError):
            known = False
        if not known:
            raise ValueError("must look like postgresql://user:password@host:5432/database")
        return url
