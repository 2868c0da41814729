"""Which thread and which agent a chat's command means."""

from dataclasses import dataclass

from parley_shared.bus import Bus
from parley_shared.errors import AgentNotFound, ThreadNotFound
from parley_shared.gateway import RunCommand
from parley_shared.models import Agent, Thread, ThreadRow
from parley_shared.store import GetChat, GetThread, ListThreads

from parley_gateway.routing import find_agent

LISTED = 10  # threads that /threads shows


@dataclass(frozen=True)
class Asked:
    """A chat's command with what came after its name."""

    bus: Bus
    command: RunCommand
    rest: str


async def find_current(asked: Asked) -> Thread:
    """Raises ThreadNotFound if the chat looks at none."""
    where = GetChat(channel=asked.command.channel, chat=asked.command.chat)
    thread_id = (await asked.bus.ask(where)).thread_id
    if thread_id is None:
        raise ThreadNotFound("this chat looks at no thread yet: /new begins one")
    return await asked.bus.ask(GetThread(thread_id=thread_id))


async def find_thread(asked: Asked) -> Thread:
    """By its number in /threads, else by its id, else the newest that the words find."""
    wanted = asked.rest
    rows = await list_newest(asked)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(rows):
        return rows[int(wanted) - 1].thread
    try:
        return await asked.bus.ask(GetThread(thread_id=wanted))
    except ThreadNotFound:
        found = (await asked.bus.ask(ListThreads(q=wanted, limit=1))).items
    if not found:
        raise ThreadNotFound(f"no thread is called {wanted!r}: /threads lists the newest")
    return found[0].thread


async def list_newest(asked: Asked) -> tuple[ThreadRow, ...]:
    return (await asked.bus.ask(ListThreads(limit=LISTED))).items


def choose_agent(wanted: str, agents: tuple[Agent, ...]) -> Agent:
    """Raises AgentNotFound."""
    agent = find_agent(wanted, agents)
    if agent is None:
        names = ", ".join(each.name for each in agents)
        raise AgentNotFound(f"agent {wanted!r} does not exist; there are: {names}")
    return agent
