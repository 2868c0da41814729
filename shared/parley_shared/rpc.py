"""Answers questions: many at once, with typed errors, and none is lost when it stops."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error
from pydantic import ValidationError

from parley_shared import failpoints, ids
from parley_shared.bus import ERROR_CODE, Bus
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
from parley_shared.wire import TRACE, encode, traced

logger = logging.getLogger(__name__)

AT_ONCE = 64  # questions that are being answered
QUEUE_GROUP = "q"  # ADR-32's
ERROR_TEXT = "Nats-Service-Error"  # for tools; readers take the body
STOP_WITHIN = 30.0  # seconds

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


class Answers:
    """One service's answers. Leaving the context answers everything already received."""

    def __init__(
        self,
        bus: Bus,
        *,
        service: str,
        version: str,
        description: str = "",
        metadata: Mapping[str, str] | None = None,
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
        self._room = asyncio.Semaphore(AT_ONCE)

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
            await self._room.acquire()
            task = asyncio.create_task(self._answer(msg, tally, question, give))
            self._being_answered.add(task)
            task.add_done_callback(self._forget)

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

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._being_answered.discard(task)
        self._room.release()

    async def _answer(
        self,
        msg: Msg,
        tally: Tally,
        question: type[Q],
        give: Callable[[Q], Awaitable[Model]],
    ) -> None:
        started = time.perf_counter_ns()
        tally.requests += 1
        with traced((msg.headers or {}).get(TRACE)):
            try:
                asked = _read(question, msg.data)
                if failpoints.reach(f"answer.{question.verb}.before"):
                    return
                answer = encode(await give(asked))
                if failpoints.reach(f"answer.{question.verb}.after"):
                    return
                await self._connection.send(msg.reply, answer)
            except ParleyError as error:
                await self._refuse(msg, tally, error.code, str(error))
            except Exception:
                logger.exception("could not answer", extra={"subject": msg.subject})
                text = f"{self._service.name} failed at this; its log says why"
                await self._refuse(msg, tally, ParleyError.code, text)
        tally.took += time.perf_counter_ns() - started

    async def _refuse(self, msg: Msg, tally: Tally, code: str, text: str) -> None:
        line = " ".join(text.split())[:200]
        tally.errors += 1
        tally.last_error = f"{code}: {line}"
        headers = {ERROR_CODE: code, ERROR_TEXT: line}
        await self._connection.send(msg.reply, text[:8000].encode(), headers)

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
