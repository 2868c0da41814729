"""Whoever answers, played by the test: token by token, exactly when it says so."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from parley_shared import ids, subjects
from parley_shared.bus import Bus
from parley_shared.events import TextDelta
from parley_shared.journal import LlmStep
from parley_shared.models import Message, Usage
from parley_shared.store import Claim, Claimed, Finish, KeepStep, Renew

from tests.waiting import PATIENCE

MODEL = "demo/script"
ROLLUP = {"Nats-Rollup": "sub"}  # whoever joins later starts with this one


class ScriptedTurn:
    """One turn in our hands, from its claim to its end."""

    def __init__(self, bus: Bus, claimed: Claimed) -> None:
        self._bus = bus
        self.claimed = claimed
        self.text = ""
        self._n = 0

    async def say(self, text: str) -> None:
        """One delta."""
        self.text += text
        await self._tell(text)

    async def restate(self, *, rollup: bool = True) -> None:
        """The whole so far, as the real one does every two seconds.

        Without `rollup` JetStream keeps what came before, so whoever lags hears all of it.
        """
        await self._tell(self.text, headers=ROLLUP if rollup else None, whole=True)

    async def renew(self) -> None:
        await self._bus.ask(Renew(turn_id=self.claimed.turn.id, fence=self.claimed.fence))

    def write_answer(self) -> Message:
        """What was said, whole."""
        turn = self.claimed.turn
        return Message(
            id=self.claimed.answer_id,
            thread_id=turn.thread_id,
            role="assistant",
            text=self.text,
            agent_id=turn.agent_id,
            turn_id=turn.id,
            reply_to=turn.message_id,
            stop_reason="end",
            usage=Usage(model=MODEL, input_tokens=1, output_tokens=len(self.text.split())),
            created_at=datetime.now(UTC),
        )

    async def finish(self) -> Message:
        """What was said is the answer."""
        turn, fence = self.claimed.turn, self.claimed.fence
        usage = Usage(model=MODEL, input_tokens=1, output_tokens=len(self.text.split()))
        step = LlmStep(n=0, model=MODEL, text=self.text, usage=usage, finish="stop")
        await self._bus.ask(KeepStep(turn_id=turn.id, fence=fence, step=step))
        message = self.write_answer()
        question = Finish(turn_id=turn.id, fence=fence, state="done", message=message, usage=usage)
        finished = await self._bus.ask(question)
        assert finished.message is not None
        return finished.message

    async def _tell(
        self, text: str, *, headers: Mapping[str, str] | None = None, whole: bool = False
    ) -> None:
        turn = self.claimed.turn
        delta = TextDelta(
            thread_id=turn.thread_id,
            turn_id=turn.id,
            attempt=self.claimed.attempt,
            step=0,
            n=self._n,
            message_id=self.claimed.answer_id,
            text=text,
            whole=whole,
        )
        self._n += 1
        subject = subjects.event(turn.thread_id, delta.kind)
        await self._bus.publish(subject, delta, headers=headers)


async def claim_turn(bus: Bus, thread_id: str, within: float = PATIENCE) -> ScriptedTurn:
    """Waits until there is a turn to claim."""
    async with asyncio.timeout(within):
        while True:
            question = Claim(thread_id=thread_id, runner="script", claim_id=ids.uuid7())
            claim = (await bus.ask(question)).claim
            if isinstance(claim, Claimed):
                return ScriptedTurn(bus, claim)
            await asyncio.sleep(0.01)
