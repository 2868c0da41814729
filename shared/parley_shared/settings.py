"""What every service is told by its environment, read once."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

PREFIX = "PARLEY_"


class SettingsWrong(Exception):
    """The sentence names the variable and what it may be."""


class Settings(BaseModel):
    """A service with settings of its own adds fields: `poll_seconds` is PARLEY_POLL_SECONDS."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nats_url: str = "nats://127.0.0.1:4222"  # of a cluster: several, with commas between
    nats_seed_file: Path | None = None  # the service's nkey
    data_dir: Path = Path("data")
    log_level: str = "info"
    heartbeat_file: Path | None = None  # touched while all is well, for whoever watches containers

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """An empty variable counts as not set. Raises SettingsWrong."""
        said = {field: environment.get(variable(field), "") for field in cls.model_fields}
        try:
            return cls.model_validate({field: value for field, value in said.items() if value})
        except ValidationError as error:
            # Without the values: one may be a secret in the wrong variable.
            faults = (
                f"{variable(str(fault['loc'][0]))}: {fault['msg']}"
                for fault in error.errors(include_url=False, include_input=False)
            )
            raise SettingsWrong("; ".join(faults)) from None

    @field_validator("log_level")
    @classmethod
    def _know_level(cls, level: str) -> str:
        if level.upper() not in logging.getLevelNamesMapping():
            raise ValueError("must be debug, info, warning or error")
        return level.lower()


def variable(field: str) -> str:
    """The environment variable a setting is read from."""
    return PREFIX + field.upper()
