"""How Parley is: whether this process serves, what it misses, and which services answer."""

import asyncio
from datetime import UTC, datetime

from fastapi import Response
from parley_shared import subjects
from parley_shared.discovery import STATE, ServiceStats, find_stats
from parley_shared.errors import ParleyError
from parley_shared.frames import ServiceHealth, Services
from parley_shared.models import Model
from parley_shared.store import GetStats
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
    """Who answers right now."""
    nats = ServiceHealth(name="nats-server", ok=web.bus.connected)
    if not web.bus.connected:
        return Services(services=(nats, *(_describe(name, []) for name in SERVICES)))
    expected = {name for name in SERVICES if name not in OPTIONAL} | web.seen_services
    answering = await find_stats(web.bus, [SERVICES[name] for name in expected])
    found = {
        name: [each for each in answering if each.name == known_as]
        for name, known_as in SERVICES.items()
    }
    web.seen_services.update(name for name, processes in found.items() if processes)
    described = (
        _describe(name, processes)
        if processes or name in expected
        else ServiceHealth(name=name, ok=True, detail="does not run here")
        for name, processes in found.items()
    )
    return Services(services=(nats, *described))


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


def _describe(name: str, processes: list[ServiceStats]) -> ServiceHealth:
    """Of several processes the youngest: it is the one that may have just died."""
    if not processes:
        return ServiceHealth(name=name, ok=False, detail="does not answer")
    first = max(processes, key=lambda process: process.started)
    errors = [endpoint.last_error for each in processes for endpoint in each.endpoints]
    faults = [error for error in errors if error.startswith(f"{ParleyError.code}:")]
    up = datetime.now(UTC) - first.started
    return ServiceHealth(
        name=name,
        ok=not first.trouble,
        detail=first.trouble or first.metadata.get(STATE, ""),
        version=first.version,
        instances=len(processes),
        uptime_ms=max(0, int(up.total_seconds() * 1000)),
        last_error=faults[-1] if faults else "",
    )
