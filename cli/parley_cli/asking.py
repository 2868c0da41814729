"""Commands that the services answer and not the launcher: stop-all, live, pair."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from parley_shared.bus import Bus
from parley_shared.commands import StopAll
from parley_shared.errors import Unavailable
from parley_shared.gathering import ask_all
from parley_shared.runner import ListLive, LiveInfo, ReleaseLive
from parley_shared.telegram import GetPairing, Pairing

from parley_cli.admin import connect_admin
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder
from parley_cli.lengths import describe_time
from parley_cli.nats_conf import NatsFiles
from parley_cli.state import running_state

WITHIN = 30.0  # seconds
CONNECTS_WITHIN = 6.0  # seconds that the bot has to reach Telegram after a start

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


def pair(folder: DataFolder) -> None:
    """Raises NotRunning, LauncherFailure."""
    print(describe_pairing(_ask(folder, _get_pairing)), flush=True)


def tell_pairing(folder: DataFolder) -> None:
    """At a start: only if there is a bot and nobody may write to it yet, or it is in trouble."""
    with suppress(LauncherFailure):
        pairing = _ask(folder, _get_pairing)
        if pairing.state.state != "not_configured" and not pairing.people:
            print(describe_pairing(pairing), flush=True)


def describe_pairing(pairing: Pairing) -> str:
    if pairing.link is None:
        return f"Telegram: {pairing.state.text}"
    return f"Telegram: open {pairing.link} within 15 minutes, and you may write to the bot"


def describe_live(live: LiveInfo) -> str:
    facts = (
        f"agent {live.agent_id}",
        f"{live.message_count} messages",
        f"{live.viewers} viewers",
        f"live for {describe_time(live.uptime_ms / 1000)}",
    )
    return f"  {live.thread_id:<38}{live.status:<13}{', '.join(facts)}"


async def _get_pairing(bus: Bus) -> Pairing:
    """The bot may still be reaching Telegram."""
    give_up = asyncio.get_running_loop().time() + CONNECTS_WITHIN
    while True:
        pairing = await bus.ask(GetPairing())
        too_late = asyncio.get_running_loop().time() > give_up
        if pairing.state.state != "connecting" or too_late:
            return pairing
        await asyncio.sleep(0.2)


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
