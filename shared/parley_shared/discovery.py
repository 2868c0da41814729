"""Which services answer right now, asked and said as ADR-32 does, so `nats micro ls` works too."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Literal, TypeVar

from nats.aio.msg import Msg
from nats.errors import Error
from pydantic import ValidationError

from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.facts import fact_of, retell
from parley_shared.models import Model
from parley_shared.wire import read_fact, write_fact

Verb = Literal["PING", "INFO", "STATS"]
SEVERAL = 0.1  # seconds for the other processes of a service
# What a process says of itself, each in a sentence: how it is; why it can't do its work now.
Kind = Literal["state", "trouble"]
STATE: Kind = "state"
TROUBLE: Kind = "trouble"
VERBS: tuple[Verb, ...] = ("PING", "INFO", "STATS")


class Service(Model):
    """One process that answers: the answer to PING."""

    type: str = "io.nats.micro.v1.ping_response"
    name: str
    id: str
    version: str
    metadata: dict[str, str] = {}

    @property
    def trouble(self) -> str:
        return self.said(TROUBLE)

    def said(self, kind: Kind) -> str:
        """Empty where it says nothing; with its fact, if it told that too."""
        fact = read_fact(self.metadata.get(f"{kind}_fact"))
        return retell(self.metadata.get(kind, ""), fact)


class Endpoint(Model):
    name: str
    subject: str
    queue_group: str
    metadata: dict[str, str] = {}


class ServiceInfo(Service):
    type: str = "io.nats.micro.v1.info_response"
    description: str = ""
    endpoints: tuple[Endpoint, ...]


class EndpointStats(Endpoint):
    num_requests: int = 0
    num_errors: int = 0
    last_error: str = ""
    processing_time: int = 0  # nanoseconds
    average_processing_time: int = 0  # nanoseconds


class ServiceStats(Service):
    type: str = "io.nats.micro.v1.stats_response"
    started: datetime
    endpoints: tuple[EndpointStats, ...]


def say_of_oneself(kind: Kind, text: str) -> dict[str, str]:
    """As metadata. An empty text says nothing."""
    fact = fact_of(text)
    told = {f"{kind}_fact": write_fact(fact)} if fact is not None else {}
    return {kind: text, **told} if text else {}


def subjects_of(verb: Verb, service: str, instance: str) -> tuple[str, ...]:
    return (f"$SRV.{verb}", f"$SRV.{verb}.{service}", f"$SRV.{verb}.{service}.{instance}")


S = TypeVar("S", bound=Service)


async def find_services(bus: Bus, *, wait: float = 0.3) -> tuple[Service, ...]:
    """Everybody who answers within `wait` seconds, by name. Raises Unavailable."""
    return await _ask_all(bus, "PING", Service, wait)


async def find_stats(
    bus: Bus, names: Collection[str], *, wait: float = 2.0
) -> tuple[ServiceStats, ...]:
    """The same, with what each has done since it started; it does not wait once all `names` are in.

    A little longer than the last of them is waited in any case: each may have several processes.
    Raises Unavailable.
    """
    return await _ask_all(bus, "STATS", ServiceStats, wait, names)


async def _ask_all(
    bus: Bus, verb: Verb, kind: type[S], wait: float, names: Collection[str] = ()
) -> tuple[S, ...]:
    found: dict[str, S] = {}
    missing = set(names)
    complete = asyncio.Event()

    async def hear(msg: Msg) -> None:
        try:
            service = kind.model_validate_json(msg.data)
        except ValidationError:
            return  # "no responders" has no body
        found[service.id] = service
        missing.discard(service.name)
        if names and not missing:
            complete.set()

    client = bus.connection.client
    inbox = client.new_inbox()
    try:
        subscription = await client.subscribe(inbox, cb=hear)
    except Error as error:
        raise Unavailable(f"nobody can be asked who is there: {error}") from error
    try:
        await bus.connection.send(f"$SRV.{verb}", b"", reply=inbox)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await complete.wait()
                await asyncio.sleep(SEVERAL)
    finally:
        with suppress(Error):  # the connection is closed, and the subscription with it
            await subscription.unsubscribe()
    return tuple(sorted(found.values(), key=lambda service: (service.name, service.id)))
