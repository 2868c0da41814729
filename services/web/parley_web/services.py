"""How Parley is: whether this process serves, what it misses, and which services answer."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime

from fastapi import Response
from parley_shared import subjects
from parley_shared.discovery import STATE, ServiceStats, find_stats
from parley_shared.errors import ParleyError, Unavailable
from parley_shared.facts import fact_of
from parley_shared.frames import ServiceHealth, Services
from parley_shared.launcher import GetProcesses, KeptProcess
from parley_shared.models import Model
from parley_shared.store import GetQueues, GetStats, QueueDepth
from parley_shared.streams import has_stream

from parley_web.web import Here, Web, make_router

door = make_router("", "services", signed_in=False)
router = make_router("", "services")

LOOK_WITHIN = 1.0  # seconds

# What they are called: by people, and on the bus.
SERVICES = {
    "store": "store",
    "gateway": "gateway",
    "agent-runner": "runner",
    "sandbox": "sandbox",
    "telegram": "telegram",
    "web": "web",
}
OPTIONAL = frozenset({"sandbox", "telegram"})  # there are houses without them
LAUNCHER = "launcher"  # not in containers
HEARTBEAT = 5.0  # seconds


class Readiness(Model):
    ready: bool
    missing: tuple[str, ...] = ()
    why: str = ""  # what is missing said itself, if it said anything


@door.get("/healthz")
async def is_alive() -> Readiness:
    """Whether the process does anything at all."""
    return Readiness(ready=True)


@door.get("/readyz")
async def is_ready(response: Response, web: Here) -> Readiness:
    """503 names what is missing."""
    readiness = await find_readiness(web)
    response.status_code = 200 if readiness.ready else 503
    return readiness


@router.get("/metrics")
async def get_metrics(web: Here) -> Response:
    return Response(web.metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/api/services")
async def list_services(web: Here) -> Services:
    """Who answers right now, who did when, and how much waits."""
    answering, queues = await asyncio.gather(hear_services(web), _ask_queues(web))
    kept = await _ask_launcher(web) if LAUNCHER in web.heard else {}
    nats = ServiceHealth(name="nats-server", ok=web.bus.connected, process=kept.get("nats"))
    looked = web.bus.connected
    described = (
        _describe(name, _since(web, known_as), answering[known_as], kept.get(name), looked=looked)
        for name, known_as in SERVICES.items()
    )
    launched = LAUNCHER in web.heard
    return Services(services=(nats, *described), launched=launched, queues=queues)


async def hear_services(web: Web) -> dict[str, list[ServiceStats]]:
    """Those that answer, by what they are called on the bus; it is kept when they did."""
    answering: dict[str, list[ServiceStats]] = {known_as: [] for known_as in SERVICES.values()}
    if not web.bus.connected:
        return answering
    needed = {known_as for name, known_as in SERVICES.items() if name not in OPTIONAL}
    for each in await find_stats(web.bus, needed | set(web.heard)):
        web.heard[each.name] = time.monotonic()
        if each.name in answering:
            answering[each.name].append(each)
    return answering


async def keep_hearing(web: Web) -> None:
    """So that it is known since when a service is silent, also if nobody has looked."""
    while True:
        with suppress(Unavailable):  # the connection is closed for good: the service ends anyway
            await hear_services(web)
        await asyncio.sleep(HEARTBEAT)


async def find_readiness(web: Web) -> Readiness:
    """What is missing is that without which nothing can be served."""
    if not web.bus.connected:
        return Readiness(ready=False, missing=("nats-server",))
    has_events, trouble = await asyncio.gather(
        has_stream(web.bus, subjects.EVENTS), _find_trouble_of_store(web)
    )
    missing = (*(() if has_events else ("streams",)), *(("store",) if trouble else ()))
    return Readiness(ready=not missing, missing=missing, why=trouble)


async def _find_trouble_of_store(web: Web) -> str:
    """Empty if it answers."""
    try:
        await web.bus.ask(GetStats(), timeout=LOOK_WITHIN)
    except ParleyError as error:
        return str(error)
    return ""


async def _ask_queues(web: Web) -> tuple[QueueDepth, ...] | None:
    try:
        return (await web.bus.ask(GetQueues(), timeout=LOOK_WITHIN)).queues
    except ParleyError:
        return None


async def _ask_launcher(web: Web) -> dict[str, KeptProcess]:
    try:
        told = await web.bus.ask(GetProcesses(), timeout=LOOK_WITHIN)
    except ParleyError:
        return {}
    return {process.name: process for process in told.processes}


def _since(web: Web, known_as: str) -> int | None:
    heard = web.heard.get(known_as)
    return None if heard is None else int((time.monotonic() - heard) * 1000)


def _describe(
    name: str,
    heard_ms: int | None,
    processes: list[ServiceStats],
    kept: KeptProcess | None,
    *,
    looked: bool,
) -> ServiceHealth:
    """Of several processes the youngest: it is the one that may have just died.

    Whether one that was never heard runs here is not known where nobody could be `looked` for.
    """
    if looked and not processes and heard_ms is None and name in OPTIONAL:
        return ServiceHealth(name=name, ok=True, detail="does not run here")
    if not processes:
        return ServiceHealth(
            name=name, ok=False, detail="does not answer", heard_ms=heard_ms, process=kept
        )
    first = max(processes, key=lambda process: process.started)
    errors = [endpoint.last_error for each in processes for endpoint in each.endpoints]
    faults = [error for error in errors if error.startswith(f"{ParleyError.code}:")]
    said = first.trouble or first.said(STATE)
    up = datetime.now(UTC) - first.started
    return ServiceHealth(
        name=name,
        ok=not first.trouble,
        detail=said,
        detail_fact=fact_of(said),
        version=first.version,
        instances=len(processes),
        uptime_ms=max(0, int(up.total_seconds() * 1000)),
        last_error=faults[-1] if faults else "",
        heard_ms=heard_ms,
        process=kept,
    )
