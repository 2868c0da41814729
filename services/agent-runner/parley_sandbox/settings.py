"""What the sandbox is told by its environment beside what every service is."""

from typing import Literal

from parley_shared.settings import Settings
from pydantic import Field


class SandboxSettings(Settings):
    """Where Docker is, its own variables say: DOCKER_HOST and its like."""

    sandbox_backend: Literal["docker", "bwrap", "off"] = "docker"
    sandbox_image: str = "data"  # "slim", "data", or the name of an image that is there
    sandbox_runtime: str = Field(default="", pattern=r"^[A-Za-z0-9_.-]{0,64}$")
    sandbox_memory_mb: int = Field(default=0, ge=0)  # 0: what fits the image
    sandbox_warm: int = Field(default=1, ge=0, le=16)  # containers that wait for work
    sandbox_at_once: int = Field(default=2, ge=1, le=64)
    sandbox_install: str = Field(default="parley", pattern=r"^[a-z0-9_-]{1,40}$")
