"""Answers questions: many at once, with typed errors, and none is lost when it stops."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error
from pydantic import ValidationError

from parley_shared import failpoints, ids
from parley_shared.bus import ASKING, ERROR_CODE, ERROR_FACT, Bus
from parley_shared.connection import ASK_AGAIN_AFTER
from parley_shared.discovery import (
    VERBS,
    Endpoint,
    EndpointStats,
    Service,
    ServiceInfo,
    ServiceStats,
    Verb,
    subjects_of,
)
from parley_shared.errors import BadInput, ParleyError
from parley_shared.models import Model
from parley_shared.questions import Question
from parley_shared.wire import TRACE, encode, traced, write_fact

logger = logging.getLogger(__name__)

AT_ONCE = 64  # questions that are being answered
QUEUE_GROUP = "q"  # ADR-32's
ERROR_TEXT = "Nats-Service-Error"  # for tools; readers take the body
STOP_WITHIN = 30.0  # seconds
FOUND_SOONER = 0.1  # seconds at most by which a line carries questions before it counts as found
STALE_AFTER = ASK_AGAIN_AFTER + 1.0  # seconds since it was last asked: nobody waits any longer

Q = TypeVar("Q", bound=Question[Any])  # whatever its answer is


@dataclass
class Tally:
    """What an endpoint has done since it began."""

    endpoint: Endpoint
    requests: int = 0
    errors: int = 0
    last_error: str = ""
    took: int = 0  # nanoseconds

    def stats(self) -> EndpointStats:
        return EndpointStats(
            **self.endpoint.model_dump(),
            num_requests=self.requests,
            num_errors=self.errors,
            last_error=self.last_error,
            processing_time=self.took,
            average_processing_time=self.took // max(self.requests, 1),
        )


@dataclass
class Asked:
    """A question that waits or is being answered, as it was asked last."""

    msg: Msg
    at: float = field(default_factory=time.monotonic)

    def again(self, msg: Msg) -> None:
        """Who asks again waits for the same answer, and perhaps on another line."""
        self.msg, self.at = msg, time.monotonic()


class Answers:
    """One service's answers. Leaving the context answers everything already received.

    Too much to do must not become ever more: a question that is asked again keeps its place and is
    answered once, and one for whose answer nobody waits any longer is let go.
    """

    def __init__(
        self,
        bus: Bus,
        *,
        service: str,
        version: str,
        description: str = "",
        metadata: Mapping[str, str] | None = None,
        at_once: int = AT_ONCE,
        stale_after: float = STALE_AFTER,
    ) -> None:
        """`metadata` is shown to whoever looks which services there are."""
        self._connection = bus.connection
        self._service = Service(
            name=service, id=ids.uuid7(), version=version, metadata=dict(metadata or {})
        )
        self._description = description
        self._started = datetime.now(UTC)
        self._tallies: list[Tally] = []
        self._open: list[Subscription] = []
        self._being_answered: set[asyncio.Task[None]] = set()
        self._asked: dict[str, Asked] = {}  # by the name of the asking
        self._room = asyncio.Semaphore(at_once)
        self._stale_after = stale_after

    async def __aenter__(self) -> Self:
        for verb in VERBS:
            for subject in subjects_of(verb, self._service.name, self._service.id):
                await self._subscribe(subject, "", self._describe(verb))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            async with asyncio.timeout(STOP_WITHIN):
                await asyncio.gather(*(self._drain(each) for each in self._open))
                while self._being_answered:
                    await asyncio.wait(self._being_answered)
                await self._connection.settle()
        except TimeoutError:
            logger.error("left questions unanswered", extra={"count": len(self._being_answered)})
            for task in self._being_answered:
                task.cancel()

    def describe(self, metadata: Mapping[str, str]) -> None:
        """What is shown to whoever looks has changed."""
        self._service = self._service.model_copy(update={"metadata": dict(metadata)})

    async def add(
        self,
        question: type[Q],
        give: Callable[[Q], Awaitable[Model]],
        *,
        queue_group: bool = True,
    ) -> None:
        """Answers it from now on; without `queue_group` every process of the service does."""
        subject = f"{self._service.name}.{question.verb}"
        group = QUEUE_GROUP if queue_group else ""
        name = question.verb.replace(".", "-")
        tally = Tally(Endpoint(name=name, subject=subject, queue_group=group))
        self._tallies.append(tally)

        async def on_question(msg: Msg) -> None:
            asking = (msg.headers or {}).get(ASKING) or msg.reply or ids.uuid7()
            if asking in self._asked:
                return self._asked[asking].again(msg)
            asked = self._asked[asking] = Asked(msg)
            task = asyncio.create_task(self._answer_in_turn(asked, tally, question, give))
            self._being_answered.add(task)
            task.add_done_callback(self._being_answered.discard)
            task.add_done_callback(lambda _: self._asked.pop(asking))

        await self._subscribe(subject, group, on_question)

    async def _subscribe(
        self, subject: str, group: str, on_message: Callable[[Msg], Awaitable[None]]
    ) -> None:
        client = self._connection.client
        self._open.append(await client.subscribe(subject, queue=group, cb=on_message))
        await self._connection.settle()

    async def _drain(self, subscription: Subscription) -> None:
        if not self._connection.connected:
            return  # who asked asks again once there is a connection
        with suppress(Error):
            await subscription.drain()  # type: ignore[no-untyped-call]  # nats-py forgot its type

    async def _answer_in_turn(
        self,
        asked: Asked,
        tally: Tally,
        question: type[Q],
        give: Callable[[Q], Awaitable[Model]],
    ) -> None:
        async with self._room:
            if self._is_wanted(asked):
                await self._answer(asked, tally, question, give)

    def _is_wanted(self, asked: Asked) -> bool:
        # What came before the line was lost nats-server lets nobody answer: it is asked again.
        since = max(self._connection.found_at - FOUND_SOONER, time.monotonic() - self._stale_after)
        return asked.at >= since

    async def _answer(
        self,
        asked: Asked,
        tally: Tally,
        question: type[Q],
        give: Callable[[Q], Awaitable[Model]],
    ) -> None:
        started = time.perf_counter_ns()
        tally.requests += 1
        point = f"answer.{self._service.name}.{question.verb}"
        with traced((asked.msg.headers or {}).get(TRACE)):
            try:
                words = _read(question, asked.msg.data)
                if failpoints.reach(f"{point}.before"):
                    return
                answer = encode(await give(words))
                if failpoints.reach(f"{point}.after"):
                    return
                await self._connection.send(asked.msg.reply, answer)
            except ParleyError as error:
                if not failpoints.reach(f"{point}.after"):
                    await self._refuse(asked, tally, error)
            except Exception:
                logger.exception("could not answer", extra={"subject": asked.msg.subject})
                text = f"{self._service.name} failed at this; its log says why"
                await self._refuse(asked, tally, ParleyError(text))
        tally.took += time.perf_counter_ns() - started

    async def _refuse(self, asked: Asked, tally: Tally, error: ParleyError) -> None:
        text = str(error)
        line = " ".join(text.split())[:200]
        tally.errors += 1
        tally.last_error = f"{error.code}: {line}"
        headers = {ERROR_CODE: error.code, ERROR_TEXT: line}
        if error.fact is not None:
            headers[ERROR_FACT] = write_fact(error.fact)
        await self._connection.send(asked.msg.reply, text[:8000].encode(), headers)

    def _describe(self, verb: Verb) -> Callable[[Msg], Awaitable[None]]:
        async def on_request(msg: Msg) -> None:
            await self._connection.send(msg.reply, encode(self._say(verb)))

        return on_request

    def _say(self, verb: Verb) -> Service:
        who = self._service.model_dump(exclude={"type"})
        if verb == "INFO":
            endpoints = tuple(tally.endpoint for tally in self._tallies)
            return ServiceInfo(**who, description=self._description, endpoints=endpoints)
        if verb == "STATS":
            stats = tuple(tally.stats() for tally in self._tallies)
            return ServiceStats(**who, started=self._started, endpoints=stats)
        return self._service


def _read(question: type[Q], body: bytes) -> Q:
    """Raises BadInput, naming the fields and never their values."""
    try:
        return question.model_validate_json(body or b"{}")
    except ValidationError as error:
        faults = (
            f"{'.'.join(map(str, fault['loc'])) or 'question'}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)
        )
        raise BadInput("; ".join(faults)) from error
