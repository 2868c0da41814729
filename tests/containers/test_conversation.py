"""An agent runs code: the whole way, with real services and real containers."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from parley_shared.models import Message, ToolPart
from parley_shared.workspace import ListWorkspace

from tests.containers.conftest import INSTALL
from tests.integration.agent_runner.house import House, Watcher
from tests.servers import NatsServer

SLOWLY = """Run
```python
import time
open("ran.txt", "a").write("once ")
print("up", flush=True)
time.sleep(4)
print("done")
```"""


@pytest.fixture
async def house(tmp_path: Path, nats_server: NatsServer) -> AsyncIterator[House]:
    async with House(tmp_path, nats_server).open() as house:
        await start_sandbox(house)
        await house.start("agent-runner")
        await house.add_agent("coder", model="demo/tools", tools=["run_python", "run_shell"])
        yield house


async def start_sandbox(house: House) -> None:
    settings = {"IMAGE": "slim", "INSTALL": f"{INSTALL}-house", "WARM": "0"}
    await house.start(
        "sandbox", **{f"PARLEY_SANDBOX_{name}": value for name, value in settings.items()}
    )
    await house.until_logged("sandbox", '"started"')


def tool_part(message: Message) -> ToolPart:
    [part] = [part for part in message.parts if isinstance(part, ToolPart)]
    return part


async def read_paths(house: House) -> list[str]:
    return [each.path for each in (await house.web.ask(ListWorkspace(thread_id="th"))).files]


async def begin(house: House, seen: Watcher, program: str = SLOWLY) -> None:
    """The program is under way."""
    await house.say("th", program, agent_id="coder")
    await seen.until(lambda seen: seen.count("tool.progress") > 0)


async def check_end(house: House, seen: Watcher) -> None:
    await seen.until(lambda seen: seen.view.outcome is not None)
    [answer] = seen.answers()
    assert "done" in answer.text
    assert tool_part(answer).state == "done"
    told, _ = await house.ask("th", "Run\n```sh\ncat ran.txt\n```", agent_id="coder")
    assert tool_part(told).summary.endswith("stdout:\nonce")


async def test_what_one_call_writes_the_next_one_reads(house: House) -> None:
    first, seen = await house.ask(
        "th", "Run\n```python\nopen('a.csv', 'w').write('1,2')\nprint(6 * 7)\n```", agent_id="coder"
    )
    second, _ = await house.ask("th", "Run\n```sh\ncat a.csv; ls /\n```", agent_id="coder")

    assert "42" in first.text
    assert [file.name for file in tool_part(first).artifacts] == ["a.csv"]
    assert "1,2" in second.text
    assert await read_paths(house) == ["a.csv"]
    assert seen.count("workspace.changed") == 1


async def test_a_runner_that_is_killed_goes_on_with_the_run_of_its_call(house: House) -> None:
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, seen)

        await house.kill("agent-runner")
        await house.start("agent-runner")

        await check_end(house, seen)
    assert house.log("sandbox").count("run ended") == 2


async def test_a_run_that_died_with_its_sandbox_is_run_again_and_counts_once(house: House) -> None:
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, seen)

        await house.kill("sandbox")
        await start_sandbox(house)

        await check_end(house, seen)


async def test_a_sandbox_that_is_stopped_leaves_nothing_and_loses_nothing(house: House) -> None:
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, seen)

        assert await house.kill("sandbox", signal.SIGTERM) == 0
        await start_sandbox(house)

        await check_end(house, seen)


async def test_stop_ends_the_program_too(house: House) -> None:
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, seen, SLOWLY.replace("sleep(4)", "sleep(50)"))

        await house.stop("th")

        await seen.until(lambda seen: seen.count("turn.cancelled") == 1)
        await house.until_logged("sandbox", '"reason": "cancelled"')
