"""Our MCP client, judged by the protocol's own conformance suite; without what is about OAuth."""

import asyncio
import shutil
import sys
from asyncio.subprocess import PIPE, STDOUT, create_subprocess_exec
from collections.abc import Mapping
from pathlib import Path

from parley_cli.node import node_environment

from tests.launcher import PROJECT

HERE = Path(__file__).parent / "conformance"
SCENARIOS = (
    "initialize",
    "tools_call",
    "elicitation-sep1034-client-defaults",
    "sse-retry",
    "request-metadata",
    "sep-2322-client-request-state",
    "http-standard-headers",
    "http-custom-headers",
    "http-invalid-tool-headers",
    "json-schema-ref-no-deref",
    "json-schema-2020-12-preservation",
)
AT_ONCE = 3


async def test_every_scenario_for_clients_passes(tmp_path: Path) -> None:
    environment = await asyncio.to_thread(node_environment, PROJECT)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, tmp_path)
    installed, told = await run(environment, tmp_path, "npm", "ci", "--ignore-scripts")
    assert installed == 0, told
    places = asyncio.Semaphore(AT_ONCE)

    async def judge(scenario: str) -> tuple[str, int, str]:
        async with places:
            suite = tmp_path / "node_modules" / ".bin" / "conformance"
            client = f"{sys.executable} {HERE / 'client.py'}"
            wanted = ("--command", client, "--scenario", scenario, "--timeout", "90000")
            return scenario, *await run(environment, tmp_path, str(suite), "client", *wanted)

    judged = await asyncio.gather(*(judge(scenario) for scenario in SCENARIOS))

    assert {name: told for name, code, told in judged if code != 0} == {}


async def run(environment: Mapping[str, str], folder: Path, *command: str) -> tuple[int, str]:
    """Its exit code and all it said."""
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    process = await create_subprocess_exec(
        program, *command[1:], cwd=folder, env=environment, stdout=PIPE, stderr=STDOUT
    )
    told, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, told.decode()
