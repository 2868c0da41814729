"""What turns of a runner use, with nothing in it."""

from pathlib import Path

from parley_agent_runner.breaker import Breakers
from parley_agent_runner.clock import CLOCK
from parley_agent_runner.debugging import Debugger
from parley_agent_runner.mcp.servers import McpServers
from parley_agent_runner.preparing import Means
from parley_agent_runner.sandbox import Sandbox
from parley_agent_runner.skills.kept import KeptSkills
from parley_agent_runner.skills.library import Library
from parley_agent_runner.stream import Facts
from parley_shared.bus import Bus

from tests.unit.agent_runner.memory import Model


def make_means(bus: Bus, folder: Path) -> Means:
    return Means(
        bus=bus,
        stream_reply=Model(),
        locate=lambda model: None,
        find_facts=lambda route: Facts(),
        breakers=Breakers(CLOCK.monotonic),
        skills=Library((), KeptSkills(folder)),
        sandbox=Sandbox(bus),
        hooks=(),
        debugger=Debugger(bus, CLOCK, lambda thread_id: False),
        tools=(),
        mcp=McpServers(folder, lambda name: None),
    )
