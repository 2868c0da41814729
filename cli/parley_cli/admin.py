"""The launcher's own say on the bus: who answers, and which sign-in token is the right one."""

from contextlib import AbstractAsyncContextManager

from parley_shared.bus import Bus
from parley_shared.discovery import find_services
from parley_shared.store import SetToken

from parley_cli.nats_conf import NatsFiles
from parley_cli.services import SERVICES
from parley_cli.token import hash_token

LOOK = 0.15  # seconds; who is well answers in a few milliseconds


def connect_admin(files: NatsFiles) -> AbstractAsyncContextManager[Bus]:
    """Waits for nats-server."""
    return Bus.connect(url=files.url, name="admin", seed_file=files.seed_file("admin"))


async def find_answering(bus: Bus) -> dict[str, str]:
    """By the names of the services of which a process answers: why one can't do its work now."""
    if not bus.connected:
        return {}
    found: dict[str, str] = {}
    for each in await find_services(bus, wait=LOOK):
        found[each.name] = found.get(each.name) or each.trouble
    return {each.name: found[each.answers_as] for each in SERVICES if each.answers_as in found}


async def tell_token(bus: Bus, token: str, *, keeps: str | None = None) -> None:
    """A changed token ends every sign-in that came from the old one, but for the session `keeps`.

    Raises Unavailable.
    """
    await bus.ask(SetToken(token_hash=hash_token(token), keeps=keeps))
