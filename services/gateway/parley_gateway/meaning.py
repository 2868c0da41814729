"""Which thread and which agent a chat's command means."""

from dataclasses import dataclass

from parley_shared.bus import Bus
from parley_shared.errors import AgentNotFound, MessageNotFound, ThreadNotFound
from parley_shared.gateway import RunCommand
from parley_shared.models import Agent, Thread, ThreadRow
from parley_shared.store import GetChat, GetMessage, GetThread, ListThreads

from parley_gateway.routing import find_agent

LISTED = 8  # threads on a page of /threads
FARTHEST = 200  # threads that can be counted to


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


async def find_answered(asked: Asked) -> Thread:
    """The thread of the message that the command answers. Raises MessageNotFound."""
    message_id = asked.command.message_id or ""
    message = (await asked.bus.ask(GetMessage(message_id=message_id))).message
    if message is None:
        raise MessageNotFound("a copy begins at a message of a thread, and this is none")
    return await asked.bus.ask(GetThread(thread_id=message.thread_id))


async def find_threads(asked: Asked) -> list[Thread]:
    """By number in /threads or by id: one. By words: the newest that fit, one if it is called so.

    Raises ThreadNotFound.
    """
    wanted = asked.rest
    if wanted.isdecimal() and 1 <= int(wanted) <= FARTHEST:
        rows = await list_newest(asked, int(wanted))
        if len(rows) == int(wanted):
            return [rows[-1].thread]
    try:
        return [await asked.bus.ask(GetThread(thread_id=wanted))]
    except ThreadNotFound:
        rows = (await asked.bus.ask(ListThreads(q=wanted, limit=LISTED))).items
    if not rows:
        raise ThreadNotFound(f"no thread is called {wanted!r}: /threads lists the newest")
    called = [row.thread for row in rows if row.thread.title.casefold() == wanted.casefold()]
    return called[:1] or [row.thread for row in rows]


async def list_newest(asked: Asked, count: int) -> tuple[ThreadRow, ...]:
    return (await asked.bus.ask(ListThreads(limit=min(count, FARTHEST)))).items


def choose_agent(wanted: str, agents: tuple[Agent, ...]) -> Agent:
    """Raises AgentNotFound."""
    agent = find_agent(wanted, agents)
    if agent is None:
        names = ", ".join(each.name for each in agents)
        raise AgentNotFound(f"agent {wanted!r} does not exist; there are: {names}")
    return agent
