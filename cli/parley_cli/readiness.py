"""Who is ready: reachable, answering its questions, and the web also serving its pages."""

import asyncio
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from parley_shared.bus import Bus

from parley_cli.admin import find_answering
from parley_cli.supervisor import NATS

LIMIT = 2.0  # seconds


@dataclass(frozen=True)
class Readiness:
    """`troubles` says of those that answer and can't do their work why that is."""

    ready: frozenset[str] = frozenset()
    troubles: Mapping[str, str] = field(default_factory=dict)


async def find_readiness(bus: Bus | None, web_port: int) -> Readiness:
    """Without a bus nobody is ready."""
    if bus is None or not bus.connected:
        return Readiness()
    answering = await find_answering(bus)
    troubles = {name: trouble for name, trouble in answering.items() if trouble}
    ready = {NATS, *answering}
    if "web" in answering:
        missing = await asyncio.to_thread(find_missing, web_port)
        if missing != ():
            ready.remove("web")
        if missing:
            troubles["web"] = f"pages wait for: {', '.join(missing)}"
    return Readiness(frozenset(ready), troubles)


def serves_pages(web_port: int) -> bool:
    return find_missing(web_port) == ()


def find_missing(web_port: int) -> tuple[str, ...] | None:
    """What the web service can't serve pages without, as it says; None if it does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", web_port, timeout=LIMIT)
    try:
        connection.request("GET", "/readyz")
        return tuple(str(each) for each in json.load(connection.getresponse())["missing"])
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return None
    finally:
        connection.close()
