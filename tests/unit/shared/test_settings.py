"""Settings come from the environment, once, and say what is wrong with them."""

from pathlib import Path

import pytest
from parley_shared.settings import Settings, SettingsWrong


class Polling(Settings):
    poll_seconds: int = 30


def test_everything_has_a_value_without_an_environment() -> None:
    assert Settings.from_env({}) == Settings(
        nats_url="nats://127.0.0.1:4222",
        nats_seed_file=None,
        data_dir=Path("data"),
        log_level="info",
    )


def test_the_environment_says_what_differs() -> None:
    settings = Settings.from_env(
        {
            "PARLEY_NATS_URL": "nats://nats:4222",
            "PARLEY_NATS_SEED_FILE": "/keys/web.nk",
            "PARLEY_DATA_DIR": "/data",
            "PARLEY_LOG_LEVEL": "DEBUG",
            "PARLEY_OF_ANOTHER_SERVICE": "1",
            "HOME": "/root",
        }
    )

    assert settings == Settings(
        nats_url="nats://nats:4222",
        nats_seed_file=Path("/keys/web.nk"),
        data_dir=Path("/data"),
        log_level="debug",
    )


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert Settings.from_env({"PARLEY_NATS_SEED_FILE": "", "PARLEY_LOG_LEVEL": ""}) == Settings()


def test_a_service_adds_settings_of_its_own() -> None:
    assert Polling.from_env({"PARLEY_POLL_SECONDS": "5"}).poll_seconds == 5


def test_what_is_wrong_is_named_and_its_value_kept_secret() -> None:
    with pytest.raises(SettingsWrong) as raised:
        Polling.from_env({"PARLEY_POLL_SECONDS": "hunter2", "PARLEY_LOG_LEVEL": "hunter2"})

    assert str(raised.value) == (
        "PARLEY_LOG_LEVEL: Value error, must be debug, info, warning or error; "
        "PARLEY_POLL_SECONDS: Input should be a valid integer, "
        "unable to parse string as an integer"
    )
