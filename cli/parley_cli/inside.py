"""Looks into a Parley that runs: who answers, which streams there are, what waits."""

import asyncio
from datetime import UTC, datetime

from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.runner import FindMissingKeys, MissingKey
from parley_shared.store import GetStats, Stats
from parley_shared.streams import STREAMS, has_stream

from parley_cli.admin import connect_admin
from parley_cli.control import ask_how_all_are
from parley_cli.findings import Inside
from parley_cli.folder import DataFolder
from parley_cli.nats_conf import NatsFiles
from parley_cli.state import running_state

ANSWERS_WITHIN = 3.0  # seconds; who takes longer is told of as not answering
CONNECTS_WITHIN = 5.0  # seconds


def look_inside(folder: DataFolder) -> Inside:
    """Raises NotRunning, LauncherFailure."""
    state = running_state(folder)
    answer = ask_how_all_are(state.control_socket)
    inside = Inside(
        datetime.now(UTC), state.address, answer.processes, answer.ready, answer.troubles
    )
    try:
        return asyncio.run(_ask_around(NatsFiles(folder.nats, state.nats_port), inside))
    except TimeoutError:
        return inside  # that nats-server does not answer is seen already


async def _ask_around(files: NatsFiles, inside: Inside) -> Inside:
    async with asyncio.timeout(CONNECTS_WITHIN + 3 * ANSWERS_WITHIN), connect_admin(files) as bus:
        names = [str(stream.name) for stream in STREAMS]
        there = await asyncio.gather(*(has_stream(bus, name) for name in names))
        stats, missing_keys = await asyncio.gather(_ask_store(bus), _ask_runner(bus))
        return Inside(
            now=datetime.now(UTC),
            address=inside.address,
            processes=inside.processes,
            ready=inside.ready,
            troubles=inside.troubles,
            missing_streams=tuple(
                n for n, is_there in zip(names, there, strict=True) if not is_there
            ),
            stats=stats,
            missing_keys=missing_keys,
        )


async def _ask_store(bus: Bus) -> Stats | None:
    try:
        return await bus.ask(GetStats(), timeout=ANSWERS_WITHIN)
    except ParleyError:
        return None


async def _ask_runner(bus: Bus) -> tuple[MissingKey, ...] | None:
    try:
        return (await bus.ask(FindMissingKeys(), timeout=ANSWERS_WITHIN)).missing
    except ParleyError:
        return None
