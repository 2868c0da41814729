"""A store without NATS: its database, its answers, its clock, and what tests do with them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar, cast

from parley_shared import ids
from parley_shared.agent_view import AgentView
from parley_shared.events import DurableEvent
from parley_shared.journal import LlmStep, Step, ToolCall
from parley_shared.models import BusyMode, Message, Model, Turn, Usage
from parley_shared.questions import Question
from parley_shared.store import (
    Append,
    Appended,
    ApprovalWanted,
    Claim,
    Claimed,
    EventsSince,
    Finish,
    GetView,
    KeepStep,
    Kept,
    Nudge,
    Park,
    Parked,
    QueryWanted,
)
from parley_shared.view import apply, initial
from parley_store.answers import ANSWERS
from parley_store.clock import Clock
from parley_store.database import Database, Session

from tests.fakes.hours import Hours

A = TypeVar("A", bound=Model)

USAGE = Usage(model="demo/echo", input_tokens=3, output_tokens=4, cost_micros=5)


class Keeper:
    def __init__(self, database: Database, hours: Hours) -> None:
        self.database = database
        self.hours = hours
        self.clock = Clock(database)
        self.told: list[tuple[str, Nudge]] = []
        self.mail: list[str] = []  # streams, one entry per transaction that wrote to them
        database.on_commit = self._hear

    def _hear(self, session: Session) -> None:
        self.told += session.nudges
        self.mail += sorted({mail.stream for mail in session.mail})

    @property
    def nudges(self) -> list[str]:
        """Their subjects."""
        return [subject for subject, _ in self.told]

    async def ask(self, question: Question[A]) -> A:
        answer = await ANSWERS[type(question)](self.database, question)
        assert isinstance(answer, question.answer)
        return cast(A, answer)  # as its question says

    async def say(
        self,
        text: str,
        *,
        thread_id: str = "T",
        message_id: str | None = None,
        mode: BusyMode | None = None,
        agent_id: str | None = None,
        sender: str | None = None,
    ) -> Appended:
        message = person_says(text, thread_id=thread_id, message_id=message_id, sender=sender)
        return await self.ask(Append(message=message, mode=mode, agent_id=agent_id, create=True))

    async def claim(self, *, thread_id: str = "T", runner: str = "r1") -> Claimed:
        answer = await self.ask(Claim(thread_id=thread_id, runner=runner))
        assert isinstance(answer.claim, Claimed), answer.claim
        return answer.claim

    async def keep(self, claimed: Claimed, step: Step) -> Kept:
        return await self.ask(KeepStep(turn_id=claimed.turn.id, fence=claimed.fence, step=step))

    async def finish(
        self, claimed: Claimed, text: str = "Good.", *, usage: Usage = USAGE
    ) -> Message:
        """As a runner that is done."""
        message = agent_says(claimed, text)
        finished = await self.ask(
            Finish(
                turn_id=claimed.turn.id,
                fence=claimed.fence,
                state="done",
                message=message,
                usage=usage,
            )
        )
        assert finished.message is not None
        return finished.message

    async def talk(self, text: str, answer: str = "Good.", *, thread_id: str = "T") -> Message:
        """A whole turn, and its answer."""
        await self.say(text, thread_id=thread_id)
        return await self.finish(await self.claim(thread_id=thread_id), answer)

    async def park(
        self,
        claimed: Claimed,
        *,
        approvals: Sequence[ApprovalWanted] = (),
        queries: Sequence[QueryWanted] = (),
    ) -> Parked:
        return await self.ask(
            Park(
                turn_id=claimed.turn.id,
                fence=claimed.fence,
                approvals=tuple(approvals),
                queries=tuple(queries),
            )
        )

    async def events(self, thread_id: str = "T", since: int = 0) -> list[DurableEvent]:
        found: list[DurableEvent] = []
        while True:
            page = await self.ask(EventsSince(thread_id=thread_id, seq=since))
            found += page.events
            if not page.events or page.events[-1].seq == page.head:
                return found
            since = page.events[-1].seq

    async def kinds(self, thread_id: str = "T", since: int = 0) -> list[str]:
        return [event.kind for event in await self.events(thread_id, since)]

    async def view(self, thread_id: str = "T") -> AgentView:
        return (await self.ask(GetView(thread_id=thread_id))).view

    async def watched(self, thread_id: str = "T") -> AgentView:
        """The view of somebody who has seen every event since the thread began."""
        view = initial(thread_id)
        for event in await self.events(thread_id):
            view = apply(view, event)
        assert not view.metadata.gap
        return view


def person_says(
    text: str,
    *,
    thread_id: str = "T",
    message_id: str | None = None,
    sender: str | None = None,
) -> Message:
    return Message(
        id=message_id or ids.uuid7(),
        thread_id=thread_id,
        role="user",
        text=text,
        sender=sender,
        created_at=datetime.now(UTC),
    )


def agent_says(claimed: Claimed, text: str) -> Message:
    return Message(
        id=claimed.answer_id,
        thread_id=claimed.thread.id,
        role="assistant",
        text=text,
        stop_reason="end",
        created_at=datetime.now(UTC),
    )


def call_of(turn: Turn, n: int, i: int, *, name: str = "send", effect: str = "effect") -> ToolCall:
    return ToolCall.model_validate(
        {
            "call_id": ids.call_id(turn.id, n, i),
            "name": name,
            "title": name,
            "arguments": {"to": "Ada"},
            "effect": effect,
        }
    )


def model_says(n: int, text: str, *calls: ToolCall) -> LlmStep:
    return LlmStep(n=n, model="demo/echo", text=text, calls=calls)


def checkpoint(n: int, text: str) -> LlmStep:
    return LlmStep(n=n, state="started", model="demo/echo", text=text)


def wants_approval(
    turn: Turn, n: int, i: int, *, expires_in: int = 600, remember_as: str | None = "send@1"
) -> ApprovalWanted:
    return ApprovalWanted(
        n=n,
        i=i,
        call_id=ids.call_id(turn.id, n, i),
        tool="send",
        arguments={"to": "Ada"},
        binding="b1",
        remember_as=remember_as,
        expires_in=expires_in,
    )


def wants_words(turn: Turn, n: int, i: int) -> QueryWanted:
    return QueryWanted(
        n=n, i=i, call_id=ids.call_id(turn.id, n, i), query_kind="free", text="Which one?"
    )
