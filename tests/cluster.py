"""Three nats-servers as docs/howto/more-machines.md sets them up, on the loopback."""

import asyncio
import re
import subprocess
import sys
from asyncio.subprocess import DEVNULL, Process, create_subprocess_exec
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from nats.js.api import ClusterInfo
from nats.js.errors import APIError
from parley_cli.nats_conf import write_nats_files
from parley_shared.bus import Bus

from tests.ports import free_port
from tests.waiting import PATIENCE

HOWTO = Path(__file__).parents[1] / "docs" / "howto" / "more-machines.md"
NODES = (1, 2, 3)


class NatsCluster:
    """Each node keeps its ports and its streams over restarts."""

    def __init__(self, folder: Path, *, encrypted: bool = False) -> None:
        """If it is `encrypted`, whoever comes has to trust `folder / "ca.pem"`."""
        self._folder = folder
        self._encrypted = encrypted
        self._files = write_nats_files(folder, free_port())
        self._ports = {(node, port): free_port() for node in NODES for port in (4222, 6222)}
        self._processes: dict[int, Process] = {}
        scheme = "tls" if encrypted else "nats"
        self.url = ",".join(f"{scheme}://127.0.0.1:{self._ports[node, 4222]}" for node in NODES)
        if encrypted:
            make_certificates(folder)
        for node in NODES:
            (folder / f"n{node}.conf").write_text(self._write_conf(node))

    def _write_conf(self, node: int) -> str:
        """That of the how-to, with this node's name and other addresses."""
        found = re.search(r"^include .*?^}$\n^cluster .*?^}$", HOWTO.read_text(), re.M | re.S)
        assert found is not None
        conf = self._add_certificates(found.group()) if self._encrypted else found.group()
        conf = conf.replace("server_name: n1", f"server_name: n{node}")
        for key in ("listen", "  listen"):
            conf = conf.replace(f'{key}: "10.0.0.1:', f'{key}: "10.0.0.{node}:')
        conf = conf.replace("/var/lib/nats", str(self._folder / f"js{node}"))
        for (number, port), free in self._ports.items():
            conf = conf.replace(f"10.0.0.{number}:{port}", f"127.0.0.1:{free}")
        return conf

    def _add_certificates(self, conf: str) -> str:
        """The two blocks of the how-to, each where it says."""
        [services, routes] = re.findall(r"^ *tls {\n.*?^ *}$", HOWTO.read_text(), re.M | re.S)
        both = conf.replace("cluster {", f"cluster {{\n{routes}") + f"\n{services}\n"
        return both.replace("/etc/nats", str(self._folder))

    @property
    def authority(self) -> Path:
        """Whom to trust, if it is encrypted."""
        return self._folder / "ca.pem"

    def ports_of(self, node: int) -> tuple[int, int]:
        """For services, and for the other nodes."""
        return self._ports[node, 4222], self._ports[node, 6222]

    def seed_file(self, service: str) -> Path:
        return self._files.seed_file(service)

    def bus(self, name: str) -> AbstractAsyncContextManager[Bus]:
        return Bus.connect(url=self.url, name=name, seed_file=self.seed_file(name))

    async def start(self, node: int) -> None:
        """Returns at once: whoever needs it waits."""
        binary = str(Path(sys.executable).parent / "nats-server")
        with (self._folder / f"n{node}.log").open("ab") as log:
            self._processes[node] = await create_subprocess_exec(
                *(binary, "--config", str(self._folder / f"n{node}.conf")),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def kill(self, node: int) -> None:
        """As by `kill -9`."""
        process = self._processes.pop(node, None)
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()

    async def stands(self) -> bool:
        """Whether every node still runs after a second: none found a port of its own taken."""
        await asyncio.sleep(1.0)
        return all(process.returncode is None for process in self._processes.values())

    async def find_leader(self, bus: Bus, stream: str) -> int:
        """The node that leads `stream`, as soon as all three have it."""
        async with asyncio.timeout(4 * PATIENCE):
            while True:
                found = await _describe(bus, stream)
                others = (found and found.replicas) or ()
                if found and found.leader and others and all(each.current for each in others):
                    return int(found.leader.removeprefix("n"))
                await asyncio.sleep(0.1)


async def _describe(bus: Bus, stream: str) -> ClusterInfo | None:
    """None while the stream is not declared yet, or its leader is still chosen."""
    try:
        return (await bus.connection.jetstream.stream_info(stream)).cluster
    except (APIError, TimeoutError):
        return None


def make_certificates(folder: Path) -> None:
    """An authority of its own, and one certificate for all nodes: they are on one address."""
    key = ("-newkey", "rsa:2048", "-nodes", "-days", "2")
    own = ("-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem")
    _openssl("req", "-x509", *key, "-subj", "/CN=authority", *own)
    node = ("-keyout", f"{folder}/node.key", "-out", f"{folder}/node.csr")
    _openssl("req", *key, "-subj", "/CN=node", *node)
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1")
    by = ("-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key", "-extfile", f"{folder}/names")
    _openssl("x509", "-req", "-in", f"{folder}/node.csr", *by, "-out", f"{folder}/node.pem")


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], capture_output=True, check=True)
