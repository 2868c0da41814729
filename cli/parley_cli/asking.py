"""Commands that the services answer and not the launcher: stop-all, live."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from parley_shared.bus import Bus
from parley_shared.commands import StopAll
from parley_shared.errors import Unavailable
from parley_shared.gathering import ask_all
from parley_shared.runner import ListLive, LiveInfo, ReleaseLive

from parley_cli.admin import connect_admin
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder
from parley_cli.lengths import describe_time
from parley_cli.nats_conf import NatsFiles
from parley_cli.state import running_state

WITHIN = 30.0  # seconds

A = TypeVar("A")


def stop_all(folder: DataFolder) -> None:
    """Raises NotRunning, LauncherFailure."""
    stopped = _ask(folder, lambda bus: bus.ask(StopAll())).turns
    print(f"{stopped} turns were stopped" if stopped else "Nothing ran, nothing waited")


def show_live(folder: DataFolder, match: str) -> None:
    """Raises NotRunning, LauncherFailure."""
    lists = _ask(folder, lambda bus: ask_all(bus, ListLive(match=match)))
    agents = [each for one in lists for each in one.agents]
    for each in agents:
        print(describe_live(each))
    print(f"{len(agents)} live agents")


def release_live(folder: DataFolder, thread_id: str) -> None:
    """Raises NotRunning, LauncherFailure."""
    question = ReleaseLive(thread_id=thread_id)
    answers = _ask(folder, lambda bus: ask_all(bus, question))
    if not any(each.released for each in answers):
        raise LauncherFailure(f"Thread {thread_id} has no live agent that is at rest")
    print(f"The live agent of thread {thread_id} was released")


def describe_live(live: LiveInfo) -> str:
    facts = (
        f"agent {live.agent_id}",
        f"{live.message_count} messages",
        f"{live.viewers} viewers",
        f"live for {describe_time(live.uptime_ms / 1000)}",
    )
    return f"  {live.thread_id:<38}{live.status:<13}{', '.join(facts)}"


def _ask(folder: DataFolder, question: Callable[[Bus], Awaitable[A]]) -> A:
    return asyncio.run(_ask_services(folder, question))


async def _ask_services(folder: DataFolder, question: Callable[[Bus], Awaitable[A]]) -> A:
    files = NatsFiles(folder.nats, running_state(folder).nats_port)
    try:
        async with asyncio.timeout(WITHIN), connect_admin(files) as bus:
            return await question(bus)
    except (Unavailable, TimeoutError) as error:
        raise LauncherFailure(
            "Nobody answers: try again when ./parley status says that everybody is ready"
        ) from error
