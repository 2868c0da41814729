"""Every tool there is: one table, in the order people see them."""

from collections.abc import Mapping, Sequence

from parley_agent_runner.tools.calculator import CALCULATOR
from parley_agent_runner.tools.current_time import CURRENT_TIME
from parley_agent_runner.tools.declaration import AnyTool

TOOLS: tuple[AnyTool, ...] = (CALCULATOR, CURRENT_TIME)
BY_NAME: Mapping[str, AnyTool] = {tool.name: tool for tool in TOOLS}


def choose_tools(names: Sequence[str]) -> dict[str, AnyTool]:
    """Those of `names` that exist and can be used here."""
    chosen = (BY_NAME[name] for name in names if name in BY_NAME)
    return {tool.name: tool for tool in chosen if tool.unavailable is None}
