"""Services as real processes on a real nats-server, each of which a test may kill and start."""

import asyncio
import os
import signal
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import httpx
from parley_shared.bus import Bus
from parley_shared.discovery import find_services
from parley_shared.store import SetToken
from parley_web.access import hash_secret

from tests.nursery import ServiceProcess, start_service
from tests.ports import free_port
from tests.servers import NatsServer
from tests.waiting import PATIENCE, START_PATIENCE

TOKEN = "a-token-that-is-long-enough-for-a-test"


class Service:
    """One process, with its own key, folder and log."""

    def __init__(
        self, nats: NatsServer, name: str, folder: Path, *, log: str = "", **settings: str
    ) -> None:
        self.name = name
        self._module = f"parley_{name.replace('-', '_')}"
        self.log = folder / f"{log or name}.log"
        self._process: ServiceProcess | None = None
        self._environment = {
            **os.environ,
            "PARLEY_NATS_URL": nats.url,
            "PARLEY_NATS_SEED_FILE": str(nats.seed_file(name)),
            "PARLEY_DATA_DIR": str(folder / name),
            **settings,
        }

    async def start(self) -> None:
        """Returns at once; `House` waits until it answers."""
        self._process = await start_service(self._module, self._environment, self.log)

    async def kill(self) -> None:
        """As by `kill -9`."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int | None:
        """As it is asked to; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        if process.returncode is None:
            process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await process.wait()


class House:
    """nats-server, store, gateway and web; whoever answers is mostly the test's to play."""

    def __init__(self, nats: NatsServer, folder: Path) -> None:
        self.nats = nats
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.dist = folder / "dist"
        self.store = Service(nats, "store", folder)
        self.gateway = Service(nats, "gateway", folder)
        skills = {"PARLEY_SKILL_FOLDERS": str(folder / "skills")}
        self.runner = Service(nats, "agent-runner", folder, **skills)  # started by who needs it
        self.web = self._make_web("web", self.port)
        self.second_port = free_port()
        self.second_address = f"http://127.0.0.1:{self.second_port}"
        self.second_web = self._make_web("second-web", self.second_port)  # started by who needs it

    def _make_web(self, log: str, port: int) -> Service:
        settings = {"PARLEY_WEB_PORT": str(port), "PARLEY_WEB_DIST": str(self.dist)}
        return Service(self.nats, "web", self.folder, log=log, **settings)

    @property
    def services(self) -> tuple[Service, ...]:
        return (self.store, self.gateway, self.web)

    async def start(self) -> None:
        """Returns when everybody answers and the token is known."""
        for service in self.services:
            await service.start()
        async with self.bus("admin") as bus:
            await bus.ask(SetToken(token_hash=hash_secret(TOKEN)), timeout=START_PATIENCE)
            await until_answers(bus, {"store", "gateway", "web"})
        await self.until_ready()

    async def until_ready(self, address: str = "") -> None:
        async with asyncio.timeout(START_PATIENCE), httpx.AsyncClient() as client:
            while not await self._is_ready(client, address or self.address):
                await asyncio.sleep(0.02)

    async def end(self) -> None:
        """Prints what a failed test wants to know."""
        await self.second_web.kill()
        await self.runner.kill()
        for service in self.services:
            await service.kill()
            for line in service.log.read_text().splitlines():
                if '"level": "info"' not in line:
                    print(service.name, line)

    def bus(self, name: str) -> AbstractAsyncContextManager[Bus]:
        return self.nats.bus(name)

    def client(self, secret: str | None = TOKEN) -> httpx.AsyncClient:
        """A program that shows `secret`."""
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return httpx.AsyncClient(base_url=self.address, headers=headers, timeout=PATIENCE)

    async def _is_ready(self, client: httpx.AsyncClient, address: str) -> bool:
        try:
            return (await client.get(f"{address}/readyz")).status_code == 200
        except httpx.TransportError:
            return False


async def until_shown(client: httpx.AsyncClient, *names: str) -> dict[str, dict[str, Any]]:
    """All services as the overview shows them, once none of `names` was too slow for a look."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told = (await client.get("/api/services")).json()["services"]
            services = {each["name"]: each for each in told}
            if all(services[name]["ok"] for name in names):
                return services


async def until_answers(bus: Bus, names: set[str]) -> None:
    """`names` are those on the bus."""
    async with asyncio.timeout(START_PATIENCE):
        while not names <= {service.name for service in await find_services(bus, wait=0.1)}:
            pass
