"""Chooses what runs code: Docker, bubblewrap, or nothing. Never a plain process."""

from collections.abc import Callable

from parley_shared.errors import CodeUnavailable
from parley_shared.facts import phrase

from parley_sandbox.box import Backend, Box
from parley_sandbox.bubblewrap import Bubblewrap, limit_processes
from parley_sandbox.engine import Engine, EngineSettings
from parley_sandbox.limits import Limits
from parley_sandbox.settings import SandboxSettings

SWITCHED_OFF = phrase("code_switched_off", "Code can't be run: PARLEY_SANDBOX_BACKEND is off.")


class Off:
    """Runs nothing, and says so."""

    async def prepare(self) -> None:
        raise CodeUnavailable(SWITCHED_OFF)

    async def open(self, name: str, seconds: float) -> Box:
        raise CodeUnavailable(SWITCHED_OFF)

    async def rename(self, box: Box, name: str) -> None:
        return None

    async def reap(self) -> int:
        return 0


def open_backend(settings: SandboxSettings) -> tuple[Backend, Callable[[float], Limits]]:
    """And the limits of a run of so many seconds in it."""
    match settings.sandbox_backend:
        case "off":
            return Off(), Limits
        case "bwrap":
            return Bubblewrap(), limit_processes
        case "docker":
            engine = EngineSettings(
                image=settings.sandbox_image,
                runtime=settings.sandbox_runtime,
                memory_mb=settings.sandbox_memory_mb,
                install=settings.sandbox_install,
            )
            return Engine(engine), Limits
