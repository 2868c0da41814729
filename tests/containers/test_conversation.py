"""An agent runs code: the whole way, with real services and real containers."""

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from parley_shared.models import Message, ToolPart
from parley_shared.runner import ListTools
from parley_shared.workspace import ListWorkspace

from tests.containers.conftest import INSTALL
from tests.containers.room import BACKEND
from tests.integration.agent_runner.house import House, Watcher
from tests.servers import NatsServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

SLOWLY = """Run
```python
import time
open("ran.txt", "a").write("once ")
print("up", flush=True)
time.sleep(4)
print("done")
```"""
SETTINGS = {
    "PARLEY_SANDBOX_BACKEND": "bwrap" if BACKEND == "bwrap" else "docker",
    "PARLEY_SANDBOX_IMAGE": "slim",
    "PARLEY_SANDBOX_INSTALL": f"{INSTALL}-house",
    "PARLEY_SANDBOX_WARM": "0",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Each test has a thread of its own in it, and leaves its services running."""
    folder = tmp_path_factory.mktemp("house")
    nats = NatsServer(folder / "nats")
    await nats.start()
    async with House(folder, nats).open() as house:
        await house.start("sandbox", **SETTINGS)
        await house.start("agent-runner")
        await house.add_agent("coder", model="demo/tools", tools=["run_python", "run_shell"])
        await house.until_logged("sandbox", '"started"')
        yield house
    await nats.kill()


def tool_part(message: Message) -> ToolPart:
    [part] = [part for part in message.parts if isinstance(part, ToolPart)]
    return part


async def why_no_code(house: House) -> str | None:
    [told] = [
        tool for tool in (await house.web.ask(ListTools())).tools if tool.name == "run_python"
    ]
    return told.unavailable


async def begin(house: House, thread_id: str, seen: Watcher, program: str = SLOWLY) -> None:
    """The program is under way."""
    await house.say(thread_id, program, agent_id="coder")
    await seen.until(lambda seen: seen.count("tool.progress") > 0)


async def check_end(house: House, thread_id: str, seen: Watcher) -> None:
    await seen.until(lambda seen: seen.view.outcome is not None)
    [answer] = seen.answers()
    assert "done" in answer.text
    assert tool_part(answer).state == "done"
    told, _ = await house.ask(thread_id, "Run\n```sh\ncat ran.txt\n```", agent_id="coder")
    assert tool_part(told).summary.endswith("stdout:\nonce")


async def test_what_one_call_writes_the_next_one_reads(house: House) -> None:
    write = "Run\n```python\nopen('a.csv', 'w').write('1,2')\nprint(6 * 7)\n```"
    first, seen = await house.ask("files", write, agent_id="coder")
    second, _ = await house.ask("files", "Run\n```sh\ncat a.csv; ls /\n```", agent_id="coder")

    assert "42" in first.text
    assert [file.name for file in tool_part(first).artifacts] == ["a.csv"]
    assert "1,2" in second.text
    kept = await house.web.ask(ListWorkspace(thread_id="files"))
    assert [each.path for each in kept.files] == ["a.csv"]
    assert seen.count("workspace.changed") == 1


async def test_a_runner_that_is_killed_goes_on_with_the_run_of_its_call(house: House) -> None:
    ran = house.log("sandbox").count("run ended")
    async with asyncio.timeout(120), house.watch("runner") as seen:
        await begin(house, "runner", seen)

        await house.kill("agent-runner")
        await house.start("agent-runner")

        await check_end(house, "runner", seen)
    assert house.log("sandbox").count("run ended") == ran + 2


@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 0)])
async def test_a_run_that_ended_with_its_sandbox_is_run_again_and_counts_once(
    house: House, how: signal.Signals, code: int
) -> None:
    thread_id = f"sandbox-{how.name}"
    async with asyncio.timeout(120), house.watch(thread_id) as seen:
        await begin(house, thread_id, seen)

        assert await house.kill("sandbox", how) == code
        await house.start("sandbox", **SETTINGS)

        await check_end(house, thread_id, seen)


async def test_a_turn_that_begins_while_the_sandbox_starts_again_can_run_code(
    house: House,
) -> None:
    async with asyncio.timeout(120), house.watch("early") as seen:
        assert await house.kill("sandbox") == -9
        while await why_no_code(house) is None:
            pass  # the runner asks the sandbox each time
        await house.say("early", "Run\n```python\nprint(6 * 7)\n```", agent_id="coder")
        await seen.until(lambda seen: seen.count("turn.started") == 1)

        await house.start("sandbox", **SETTINGS)

        await seen.until(lambda seen: seen.view.outcome is not None)
    [answer] = seen.answers()
    assert tool_part(answer).state == "done"
    assert "42" in answer.text


async def test_stop_ends_the_program_too(house: House) -> None:
    async with asyncio.timeout(120), house.watch("stopped") as seen:
        await begin(house, "stopped", seen, SLOWLY.replace("sleep(4)", "sleep(50)"))

        await house.stop("stopped")

        await seen.until(lambda seen: seen.count("turn.cancelled") == 1)
        await house.until_logged("sandbox", '"reason": "cancelled"')
