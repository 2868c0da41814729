"""Every tool there is: one table, in the order people see them."""

from collections.abc import Iterable, Mapping, Sequence

from parley_agent_runner.tools.activate_skill import RESERVED
from parley_agent_runner.tools.apart import PageReader
from parley_agent_runner.tools.ask_user import ASK_USER
from parley_agent_runner.tools.calculator import CALCULATOR
from parley_agent_runner.tools.code import CODE_TOOLS
from parley_agent_runner.tools.current_time import CURRENT_TIME
from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.tools.fetching import make_fetch
from parley_agent_runner.tools.files import FILE_TOOLS
from parley_agent_runner.tools.guarding import Guard
from parley_agent_runner.tools.here import Here
from parley_agent_runner.tools.notes import NOTE_TOOLS
from parley_agent_runner.tools.plugins import find_tools
from parley_agent_runner.tools.team import TEAM_TOOLS
from parley_agent_runner.tools.todos import TODOS
from parley_agent_runner.tools.weather import make_weather
from parley_agent_runner.tools.web_fetch import make_web_fetch
from parley_agent_runner.tools.web_search import WEB_SEARCH
from parley_agent_runner.tools.wiki_search import make_wiki_search

_fetch = make_fetch(Guard())
_OURS: tuple[AnyTool, ...] = (
    CALCULATOR,
    CURRENT_TIME,
    ASK_USER,
    TODOS,
    make_wiki_search(_fetch),
    make_weather(_fetch),
    make_web_fetch(_fetch, PageReader().extract),
    *FILE_TOOLS,
    *TEAM_TOOLS,
    *NOTE_TOOLS,
)
TOOLS = (*_OURS, *find_tools([*(tool.name for tool in _OURS), *RESERVED, *CODE_TOOLS, WEB_SEARCH]))
BY_NAME: Mapping[str, AnyTool] = {tool.name: tool for tool in TOOLS}


def choose_tools(
    names: Sequence[str], here: Here, more: Iterable[AnyTool] = ()
) -> dict[str, AnyTool]:
    """Those of `names` that exist, also among `more`, and can be used here."""
    known = {**{tool.name: tool for tool in more}, **BY_NAME}
    chosen = (known[name].placed(here) for name in names if name in known)
    return {tool.name: tool for tool in chosen if tool.unavailable is None}
