"""What a runner tells of the inside of its agents."""

import asyncio
import json

import pytest
from parley_shared import subjects
from parley_shared.debug import DebugEvent

from tests.integration.agent_runner.house import House
from tests.integration.agent_runner.test_live import watch
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_exact_prompt_and_each_step_are_told_while_somebody_watches(
    running_house: House,
) -> None:
    heard: list[DebugEvent] = []
    enough = asyncio.Event()

    async def hear(_: str, raw: bytes) -> None:
        heard.append(DebugEvent.model_validate_json(raw))
        if heard[-1].kind == "debug.state":
            enough.set()

    listening = await running_house.web.listen(subjects.debug("inside", "*"), hear)
    await running_house.ask("inside", "Unwatched")
    unwatched = len(heard)
    async with asyncio.timeout(START_PATIENCE):
        await watch(running_house, "inside", "Ann")
        await running_house.ask("inside", "Hello")
        await enough.wait()
    await listening.stop()

    assert unwatched == 0
    assert [each.kind for each in heard] == ["debug.prompt", "debug.state"]
    assert "Hello" in json.dumps(heard[0].data)
