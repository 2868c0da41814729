"""Who is ready: reachable, answering its questions, and the web also serving its pages."""

import asyncio
import http.client

from parley_shared.bus import Bus

from parley_cli.admin import find_answering
from parley_cli.supervisor import NATS

LIMIT = 2.0  # seconds


async def find_ready(bus: Bus | None, web_port: int) -> frozenset[str]:
    """Without a bus nobody is."""
    if bus is None or not bus.connected:
        return frozenset()
    answering = await find_answering(bus)
    if "web" in answering and not await asyncio.to_thread(serves_pages, web_port):
        answering -= {"web"}
    return answering | {NATS}


def serves_pages(web_port: int) -> bool:
    """What the web service says of itself, store and streams included."""
    connection = http.client.HTTPConnection("127.0.0.1", web_port, timeout=LIMIT)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
