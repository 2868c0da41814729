"""Keeps nats-server and the services running: starts them in order, stops them in order."""

import asyncio
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from parley_cli.code_engine import find_engine
from parley_cli.failures import NatsServerMissing
from parley_cli.folder import DataFolder
from parley_cli.nats_conf import NatsFiles
from parley_cli.ports import answers
from parley_cli.processes import PATIENCE, Announce, KeptProcess, ProcessFacts
from parley_cli.services import SANDBOX, SERVICES, command_of, environment_of, find_variables

NATS = "nats"
NATS_STARTS_WITHIN = 15.0  # seconds; it reads its streams from the disk first
GLANCE = 0.02  # seconds


class Supervisor:
    def __init__(self, nats: KeptProcess, services: Mapping[str, KeptProcess], port: int) -> None:
        self._nats = nats
        self._services = services
        self._port = port

    @property
    def names(self) -> tuple[str, ...]:
        return (NATS, *self._services)

    def facts(self) -> tuple[ProcessFacts, ...]:
        return tuple(process.facts() for process in (self._nats, *self._services.values()))

    async def keep(self) -> None:
        """Returns after `stop`."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._nats.keep())
            await self.nats_answers()
            for service in self._services.values():
                tasks.create_task(service.keep())

    async def restart(self, name: str) -> None:
        await (self._nats if name == NATS else self._services[name]).restart()

    async def stop(self, patience: float = PATIENCE) -> None:
        """Who asks goes before who answers, so that everybody can finish what they are at."""
        asking = [service for name, service in self._services.items() if name != "store"]
        await asyncio.gather(*(service.stop(patience) for service in asking))
        await self._services["store"].stop(patience)
        await self._nats.stop(patience)

    async def nats_answers(self) -> None:
        """Returns when it does, or after a while: whoever needs it waits for it anyway."""
        for _ in range(int(NATS_STARTS_WITHIN / GLANCE)):
            if answers(self._port):
                return
            await asyncio.sleep(GLANCE)


def supervise(
    folder: DataFolder, nats: NatsFiles, web_door: socket.socket, announce: Announce
) -> Supervisor:
    """What will run in the folder; nothing is started yet. Raises NatsServerMissing.

    `web_door` listens for the web service and outlives it: who comes while it starts again waits.
    """
    binary = Path(sys.executable).parent / "nats-server"
    if not binary.is_file():
        raise NatsServerMissing
    command = [str(binary), "--config", str(nats.conf)]
    server = KeptProcess(NATS, command, {}, folder.log_of(NATS), announce)
    engine = find_engine(find_variables())
    if engine.why_not:
        announce(engine.why_not)
    services = {
        service.name: KeptProcess(
            service.name,
            command_of(service),
            {
                **environment_of(
                    service,
                    folder,
                    nats_url=nats.url,
                    web_port=web_door.getsockname()[1],
                    web_door=web_door,
                ),
                **(engine.environment if service.name == SANDBOX else {}),
            },
            folder.log_of(service.name),
            announce,
            inherits=(web_door.fileno(),) if service.name == "web" else (),
        )
        for service in SERVICES
        if service.name != SANDBOX or engine.why_not is None
    }
    return Supervisor(server, services, nats.port)
