"""What the agent-runner is told by its environment beside what every service is."""

from parley_shared.settings import Settings
from pydantic import Field


class RunnerSettings(Settings):
    """`data_dir` is the runner's own: its secrets are there."""

    runner_name: str = Field(default="", pattern=r"^[A-Za-z0-9_.-]{0,64}$")
    runner_turns: int = Field(default=64, ge=1)  # at once
