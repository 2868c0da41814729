"""What the store is told by its environment."""

import sqlite3

import pytest
from parley_shared.settings import SettingsWrong
from parley_store.settings import StoreSettings
from parley_store.wording import is_disk_full
from psycopg import errors


@pytest.mark.parametrize(
    "url",
    ["postgresql://ada:geheim@db:5432/parley", "postgresql+psycopg://ada@/parley?host=/run/pg"],
)
def test_a_database_is_known_by_its_address(url: str) -> None:
    settings = StoreSettings.from_env({"PARLEY_STORE_DATABASE_URL": url})

    assert settings.store_database_url is not None
    assert settings.store_database_url.get_secret_value() == url
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    "url", ["geheim", "mysql://ada:geheim@db/parley", "postgresql://ada:geheim@db:port/parley"]
)
def test_an_address_that_is_wrong_is_not_repeated(url: str) -> None:
    with pytest.raises(
        SettingsWrong, match=r"^PARLEY_STORE_DATABASE_URL: .*must look like"
    ) as said:
        StoreSettings.from_env({"PARLEY_STORE_DATABASE_URL": url})

    assert "geheim" not in str(said.value)


def test_a_full_disk_is_known_whatever_database_says_it() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    assert is_disk_full(full)
    assert is_disk_full(errors.DiskFull())
    assert not is_disk_full(errors.AdminShutdown())
    assert not is_disk_full(sqlite3.OperationalError("locked"))
