"""The bus: publish a fact, queue a job, ask a question, listen."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TypeVar, cast

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error
from pydantic import ValidationError

from parley_shared import failpoints
from parley_shared.connection import Connection
from parley_shared.errors import ParleyError, TooBig, Unavailable, from_wire
from parley_shared.facts import phrase
from parley_shared.models import Model
from parley_shared.questions import Question
from parley_shared.wire import Headers, complete_headers, encode, read_fact

logger = logging.getLogger(__name__)

A = TypeVar("A", bound=Model)
Hear = Callable[[str, bytes], Awaitable[None]]

ERROR_CODE = "Nats-Service-Error-Code"  # ADR-32; the text is the answer's body
ERROR_FACT = "Parley-Fact"  # what the text says, for readers of other languages
ASKING = "Parley-Asking"  # names one asking: the same again when nobody has answered yet
REPEAT_AFTER = 1.0  # seconds, when an action upon reconnecting failed


class _ApiError(Model):
    err_code: int = 0
    description: str = ""


class _Kept(Model):
    """What JetStream answers to a message it was told to keep."""

    error: _ApiError | None = None


MESSAGE_TOO_LARGE = 10054  # JetStream's err_code


class Listening:
    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    async def stop(self) -> None:
        """What came before is dropped. Again it changes nothing."""
        with suppress(Error):  # closed with the connection, or before
            await self._subscription.unsubscribe()


class Bus:
    """One connection. Leaving its context finishes what was heard and sends what was said."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._upon_reconnect: list[Callable[[], Awaitable[None]]] = []

    @classmethod
    @asynccontextmanager
    async def connect(cls, *, url: str, name: str, seed_file: Path | None) -> AsyncIterator["Bus"]:
        """`name` is the service's, as its nkey and its inbox are named."""
        async with Connection.open(url, name, seed_file) as connection:
            bus = cls(connection)
            tending = asyncio.create_task(bus._tend())
            try:
                yield bus
            finally:
                tending.cancel()
                await asyncio.gather(tending, return_exceptions=True)

    @property
    def name(self) -> str:
        return self.connection.name

    @property
    def connected(self) -> bool:
        return self.connection.connected

    @property
    def closed(self) -> asyncio.Event:
        """Set when the connection will never come back."""
        return self.connection.closed

    async def publish(
        self, subject: str, fact: Model | bytes, *, headers: Headers | None = None
    ) -> None:
        """Tell whoever listens now; nobody listening is no error, nor is a lost connection.

        Raises TooBig.
        """
        whole = complete_headers(fact, headers, self.name)
        point = f"publish.{subject.partition('.')[0]}"
        if not failpoints.reach(f"{point}.before"):
            await self.connection.send(subject, encode(fact), whole)
            failpoints.reach(f"{point}.after")

    async def queue(
        self,
        subject: str,
        job: Model | bytes,
        *,
        job_id: str,
        headers: Headers | None = None,
        timeout: float = 5,
    ) -> None:
        """Returns when the job is kept; the same `job_id` again is kept once.

        Raises Unavailable, TooBig. After Unavailable it may still have been kept.
        """
        whole = complete_headers(job, headers, self.name) | {"Nats-Msg-Id": job_id}
        point = f"queue.{subject.partition('.')[0]}"
        if failpoints.reach(f"{point}.before"):
            raise Unavailable(f"{subject!r} was not told")
        msg = await self.connection.request(subject, encode(job), whole, timeout=timeout)
        if failpoints.reach(f"{point}.after"):
            raise Unavailable(f"{subject!r} did not answer")
        error = _Kept.model_validate_json(msg.data).error
        if error is None:
            return
        if error.err_code == MESSAGE_TOO_LARGE:
            raise TooBig(f"{subject!r} takes no message that big")
        raise Unavailable(f"{subject!r} takes nothing now: {error.description}")

    async def ask(
        self, question: Question[A], *, service: str | None = None, timeout: float = 10
    ) -> A:
        """Waits for an absent answerer; a question may reach it more than once.

        Raises the ParleyError that was answered, also for an answer that another version wrote
        and this one can't read; Unavailable if nobody did, TooBig.
        """
        asked = service or question.service
        subject = f"{asked}.{question.verb}"
        headers = complete_headers(question, {ASKING: token_hex(8)}, self.name)
        point = f"ask.{self.name}.{question.verb}"
        failpoints.reach(f"{point}.before")
        try:
            msg = await self.connection.request(subject, encode(question), headers, timeout=timeout)
        except Unavailable as error:
            raise Unavailable(
                phrase("service_away", "the service {service!r} does not answer", service=asked)
            ) from error
        failpoints.reach(f"{point}.after")
        said = msg.headers or {}
        if (code := said.get(ERROR_CODE)) is not None:
            raise from_wire(code, msg.data.decode(), read_fact(said.get(ERROR_FACT)))
        try:
            return cast(A, question.answer.model_validate_json(msg.data))  # A is its answer
        except ValidationError as error:
            verb = f"{asked!r} answers {question.verb!r}"
            raise ParleyError(f"the service {verb} in words unknown here") from error

    async def listen(self, subject: str, hear: Hear, *, queue: str = "") -> Listening:
        """Hears from now on, one message after the other; of those in a `queue` one hears each."""

        async def on_message(msg: Msg) -> None:
            try:
                await hear(msg.subject, msg.data)
            except Exception:
                logger.exception("could not hear a message", extra={"subject": msg.subject})

        subscription = await self.connection.client.subscribe(subject, queue=queue, cb=on_message)
        listening = Listening(subscription)
        try:
            await self.connection.settle()
        except asyncio.CancelledError:
            await listening.stop()  # nobody else could
            raise
        return listening

    def on_reconnect(self, do: Callable[[], Awaitable[None]]) -> None:
        """Each time the connection was lost and found; repeated until it succeeds."""
        self._upon_reconnect.append(do)

    async def _tend(self) -> None:
        found = self.connection.reconnected
        while True:
            await asyncio.wait([found])
            found = self.connection.reconnected
            await asyncio.gather(*(_repeat(do, found) for do in self._upon_reconnect))


async def _repeat(do: Callable[[], Awaitable[None]], until: asyncio.Future[None]) -> None:
    """Until it succeeds, or the connection is lost and found once more."""
    while not until.done():
        try:
            return await do()
        except Exception:
            logger.exception("could not do what follows a reconnect")
        await asyncio.sleep(REPEAT_AFTER)
