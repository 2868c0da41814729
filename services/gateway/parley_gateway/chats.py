"""Carries out the commands of outside chats and says what came of it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from parley_shared import ids
from parley_shared.bus import Bus
from parley_shared.commands import (
    CreateThread,
    ForkThread,
    RetryMessage,
    StopThread,
    StopTurns,
    ThreadChange,
    UpdateThread,
)
from parley_shared.errors import NothingRuns
from parley_shared.gateway import CommandAnswer, RunCommand
from parley_shared.models import Agent, Option, Thread, ThreadRow, Turn, TurnState
from parley_shared.store import (
    GetAgent,
    GetChat,
    GetMessages,
    GetQueue,
    GetThread,
    GetView,
    ListAgents,
    PointChat,
)

from parley_gateway.checks import check_command, check_ids, check_title
from parley_gateway.commands import MEANINGS, Name, parse_command
from parley_gateway.meaning import (
    LISTED,
    Asked,
    choose_agent,
    find_answered,
    find_current,
    find_threads,
    list_newest,
)

OPEN: dict[TurnState, str] = {  # at most one turn of a thread is so
    "running": "an answer is being written",
    "parked": "an answer waits for what you decide",
    "backoff": "an answer waits until its model can be asked again",
}
QUEUED = "{} messages wait for their turn"
IDLE = "Nothing runs in this thread."
STOPPED = "Stopped; what was written so far is kept."
CURRENT = "✅"  # stands before what the chat looks at


async def run_command(bus: Bus, command: RunCommand) -> CommandAnswer:
    check_ids(command)
    parsed = parse_command(command.text)
    if parsed is None:
        return CommandAnswer(known=False)
    return await _DOES[parsed.name](Asked(bus, command, parsed.rest))


async def _new(asked: Asked) -> CommandAnswer:
    thread_id = ids.thread_id(asked.command.command_id)
    question = CreateThread(thread_id=thread_id, title=asked.rest)
    check_command(question)
    return await _look_at(asked, await asked.bus.ask(question), "New thread")


async def _thread(asked: Asked) -> CommandAnswer:
    if not asked.rest:
        return _answer(f"This chat looks at {_name(await find_current(asked))}.")
    found = await find_threads(asked)
    if len(found) == 1:
        return await _look_at(asked, found[0], "Now in")
    options = tuple(Option(label=_name(each), value=f"/thread {each.id}") for each in found)
    text = f"Several threads fit {asked.rest!r}. Which one?"
    return CommandAnswer(known=True, text=text, options=options)


async def _threads(asked: Asked) -> CommandAnswer:
    page = int(asked.rest) if asked.rest.isdecimal() and int(asked.rest) else 1
    first, last = (page - 1) * LISTED, page * LISTED
    rows = await list_newest(asked, last + 1)
    if not rows:
        return _answer("There is no thread yet: /new begins one.")
    if len(rows) <= first:
        return _answer("There are no more threads.")
    pointer = GetChat(channel=asked.command.channel, chat=asked.command.chat)
    current = (await asked.bus.ask(pointer)).thread_id
    shown = list(enumerate(rows[first:last], start=first + 1))
    lines = [f"{number}. {_row(row, current)}" for number, row in shown]
    options = [
        Option(label=_mark(row, current), value=f"/thread {row.thread.id}") for _, row in shown
    ]
    if page > 1:
        options.append(Option(label="◀", value=f"/threads {page - 1}"))
    if len(rows) > last:
        options.append(Option(label="▶", value=f"/threads {page + 1}"))
    return CommandAnswer(known=True, text="\n".join(lines), options=tuple(options))


async def _fork(asked: Asked) -> CommandAnswer:
    fork_id, message_id = ids.thread_id(asked.command.command_id), asked.command.message_id
    current = await find_answered(asked) if message_id else await find_current(asked)
    if current.id == fork_id and current.parent_thread_id is not None:
        # Asked again, and the chat looks at the fork already.
        current = await asked.bus.ask(GetThread(thread_id=current.parent_thread_id))
    question = ForkThread(
        thread_id=current.id,
        new_thread_id=fork_id,
        message_id=message_id,
        title=asked.rest or None,
    )
    check_command(question)
    return await _look_at(asked, await asked.bus.ask(question), f"Forked from {_name(current)}:")


async def _agent(asked: Asked) -> CommandAnswer:
    current = await find_current(asked)
    agents = (await asked.bus.ask(ListAgents())).agents
    if not asked.rest:
        return _list_agents(current, agents)
    agent = choose_agent(asked.rest, agents)
    change = ThreadChange(agent_id=agent.id)
    await asked.bus.ask(UpdateThread(thread_id=current.id, change=change))
    return _answer(f"{agent.name} answers now in {_name(current)}.")


async def _stop(asked: Asked) -> CommandAnswer:
    current = await find_current(asked)
    if asked.rest == "all":
        return await _stop_all(asked, current)
    stop = StopThread(thread_id=current.id, stop_id=asked.command.command_id)
    try:
        await asked.bus.ask(stop)
    except NothingRuns:
        return _answer(IDLE)
    return _answer(STOPPED)


async def _stop_all(asked: Asked, current: Thread) -> CommandAnswer:
    stop = StopTurns(thread_id=current.id, stop_id=asked.command.command_id)
    turns = (await asked.bus.ask(stop)).turns
    if not turns:
        return _answer(IDLE)
    waiting = turns - 1
    return _answer(STOPPED + (f" {waiting} that waited will not be answered." if waiting else ""))


async def _retry(asked: Asked) -> CommandAnswer:
    current = await find_current(asked)
    page = await asked.bus.ask(GetMessages(thread_id=current.id, limit=1))
    if not page.items:
        return _answer("This thread has no message yet.")
    agent_id = None
    if asked.rest:
        agent_id = choose_agent(asked.rest, (await asked.bus.ask(ListAgents())).agents).id
    message_id = page.items[-1].id
    retry_id = asked.command.command_id
    await asked.bus.ask(RetryMessage(message_id=message_id, agent_id=agent_id, retry_id=retry_id))
    return _answer("Answering again; the old answer stays.")


async def _title(asked: Asked) -> CommandAnswer:
    current = await find_current(asked)
    if not asked.rest:
        return _answer(f"This thread is called {_name(current)}.")
    check_title(asked.rest)
    change = ThreadChange(title=asked.rest)
    thread = await asked.bus.ask(UpdateThread(thread_id=current.id, change=change))
    return _answer(f"This thread is now called {_name(thread)}.")


async def _status(asked: Asked) -> CommandAnswer:
    current = await find_current(asked)
    agent = await asked.bus.ask(GetAgent(agent_id=current.agent_id))
    turns = (await asked.bus.ask(GetQueue(thread_id=current.id))).turns
    state = _tell_open(turns)
    view = (await asked.bus.ask(GetView(thread_id=current.id))).view
    trouble = f"\nThe last answer failed: {view.error_text}" if view.error_text else ""
    return _answer(f"{_name(current)}: {agent.name} ({agent.model}) answers; {state}.{trouble}")


def _tell_open(turns: Sequence[Turn]) -> str:
    counts = Counter(turn.state for turn in turns)
    told = [words for state, words in OPEN.items() if counts[state]]
    if waiting := counts["queued"]:
        told.append("1 message waits for its turn" if waiting == 1 else QUEUED.format(waiting))
    return ", ".join(told) or "nothing runs"


async def _help(asked: Asked) -> CommandAnswer:
    return _answer("\n".join(MEANINGS.values()))


_DOES: dict[Name, Callable[[Asked], Awaitable[CommandAnswer]]] = {
    "new": _new,
    "thread": _thread,
    "threads": _threads,
    "fork": _fork,
    "agent": _agent,
    "stop": _stop,
    "retry": _retry,
    "title": _title,
    "status": _status,
    "help": _help,
}


async def _look_at(asked: Asked, thread: Thread, what: str) -> CommandAnswer:
    channel, chat = asked.command.channel, asked.command.chat
    await asked.bus.ask(PointChat(channel=channel, chat=chat, thread_id=thread.id))
    return CommandAnswer(known=True, text=f"{what} {_name(thread)}.", thread_id=thread.id)


def _list_agents(current: Thread, agents: tuple[Agent, ...]) -> CommandAnswer:
    lines = [
        f"{'→' if agent.id == current.agent_id else '·'} {agent.name} ({agent.model})"
        for agent in agents
    ]
    options = tuple(
        Option(
            label=f"{CURRENT} {agent.name}" if agent.id == current.agent_id else agent.name,
            value=f"/agent {agent.id}",
        )
        for agent in agents
    )
    return CommandAnswer(known=True, text="\n".join(lines), options=options)


def _row(row: ThreadRow, current: str | None) -> str:
    state = "waits for you" if row.waiting else "running" if row.running else ""
    return _mark(row, current) + (f" ({state})" if state else "")


def _mark(row: ThreadRow, current: str | None) -> str:
    return f"{CURRENT} {_name(row.thread)}" if row.thread.id == current else _name(row.thread)


def _name(thread: Thread) -> str:
    return f"“{thread.title}”" if thread.title else f"the untitled thread {thread.id}"


def _answer(text: str) -> CommandAnswer:
    return CommandAnswer(known=True, text=text)
