"""Asks every process of a service, where each knows only its own part of the answer."""

import asyncio

from nats.aio.msg import Msg
from pydantic import ValidationError

from parley_shared import failpoints
from parley_shared.bus import ERROR_CODE, Bus
from parley_shared.errors import Unavailable
from parley_shared.facts import phrase
from parley_shared.questions import A, Question
from parley_shared.wire import complete_headers, encode

FIRST = 5.0  # seconds for the first answer
OTHERS = 0.2  # seconds for those that follow it


async def ask_all(bus: Bus, question: Question[A]) -> tuple[A, ...]:
    """The answers of all who answer in time; refusals are left out. Raises Unavailable."""
    found: list[A] = []
    heard = asyncio.Event()

    async def hear(msg: Msg) -> None:
        if ERROR_CODE in (msg.headers or {}):
            heard.set()
            return
        try:
            found.append(question.answer.model_validate_json(msg.data))  # type: ignore[arg-type]
        except ValidationError:
            return  # "no responders" has no body
        heard.set()

    client = bus.connection.client
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox, cb=hear)
    headers = complete_headers(question, None, bus.name)
    subject = f"{question.service}.{question.verb}"
    point = f"ask.{bus.name}.{question.verb}"
    failpoints.reach(f"{point}.before")
    try:
        await bus.connection.send(subject, encode(question), headers, reply=inbox)
        async with asyncio.timeout(FIRST):
            await heard.wait()
        failpoints.reach(f"{point}.after")
        await asyncio.sleep(OTHERS)
    except TimeoutError as error:
        raise Unavailable(
            phrase(
                "service_away", "the service {service!r} does not answer", service=question.service
            )
        ) from error
    finally:
        await subscription.unsubscribe()
    return tuple(found)
