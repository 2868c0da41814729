"""What the agent-runner is told by its environment beside what every service is."""

import os
from pathlib import Path

from parley_shared.settings import Settings
from pydantic import Field, field_validator


class RunnerSettings(Settings):
    """`data_dir` is the runner's own: its secrets are there."""

    runner_name: str = Field(default="", pattern=r"^[A-Za-z0-9_.-]{0,64}$")
    skill_folders: tuple[Path, ...] = ()  # in the variable parted as in PATH
    live_inactivity: float = Field(default=300.0, ge=0)  # seconds; 0: never for that reason
    live_grace: float = Field(default=5.0, ge=0)  # seconds without a viewer; 0: never for that
    live_most: int = Field(default=1_000, ge=1)
    runner_turns: int = Field(default=64, ge=1)  # at once
    # MiB that it may grow beyond what it began with; then a new one takes over. 0: as it likes.
    runner_growth_mb: int = Field(default=1024, ge=0)

    @field_validator("skill_folders", mode="before")
    @classmethod
    def _split(cls, said: object) -> object:
        return tuple(filter(None, said.split(os.pathsep))) if isinstance(said, str) else said
