"""Who is ready: reachable, answering its questions, and for the web also serving its pages."""

import asyncio
import http.client
from collections.abc import Sequence

from parley_cli.admin import Admin
from parley_cli.ports import answers
from parley_cli.state import State
from parley_cli.supervisor import NATS

LIMIT = 2.0  # seconds


async def find_ready(names: Sequence[str], state: State, admin: Admin) -> frozenset[str]:
    services = [name for name in names if name != NATS]
    if not answers(state.nats_port):
        return frozenset()
    answering = await admin.find_answering(services)
    if "web" in answering and not await asyncio.to_thread(serves_pages, state.web_port):
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
