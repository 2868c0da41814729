"""Plays one thread of the plan: says, steers, stops, edits, forks, as a browser does it."""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial

from parley_shared.ids import uuid7

from tests.chaos.ledger import Ledger, Sent
from tests.chaos.model import write_message
from tests.chaos.person import Complaint, Person
from tests.chaos.plan import Step
from tests.chaos.viewer import Viewer

logger = logging.getLogger(__name__)

LISTEN = 3.0  # seconds that the thread's event may take after the message was taken
GLANCE = 0.05  # seconds


class Thread:
    """`viewers` watch it; the first one's person writes. Messages go one after the other."""

    def __init__(
        self,
        agent_id: str,
        steps: tuple[Step, ...],
        person: Person,
        viewers: tuple[Viewer, ...],
        *,
        confirms: bool = True,
    ) -> None:
        self._confirms = confirms
        self._agent_id, self._steps, self._person, self._viewers = agent_id, steps, person, viewers
        self._ids: dict[str, str] = {}  # of messages by their tags
        self.thread_id = uuid7()

    async def play(self, ledger: Ledger) -> None:
        try:
            await self._create(ledger)
            for step in self._steps:
                await asyncio.sleep(step.pause)
                await self._do(step, ledger)
        except Complaint as complaint:
            logger.warning("%s: %s", self.thread_id, complaint)
            ledger.complaints.append(f"{self.thread_id}: {complaint}")

    async def _create(self, ledger: Ledger) -> None:
        body = {"id": self.thread_id, "agent_id": self._agent_id}
        status, answer = await self._person.ask("POST", "/threads", body)
        if status != 201:
            raise Complaint(f"the thread was refused: {answer}")
        await self._begin(self.thread_id, ledger)

    async def _begin(self, thread_id: str, ledger: Ledger) -> None:
        ledger.threads.append(thread_id)
        for viewer in self._viewers:
            await viewer.watch(thread_id)

    async def _do(self, step: Step, ledger: Ledger) -> None:
        match step.deed:
            case "say":
                await self._say(step.tag, step.kind, None, ledger)
            case "steer":
                await self._say(step.tag, "steer", "steer", ledger)
            case "stop":
                await self._stop(step, ledger)
            case "wait":
                await self._wait()
            case "edit":
                await self._edit(step, ledger)
            case "fork":
                await self._fork(ledger)

    async def _say(self, tag: str, kind: str, mode: str | None, ledger: Ledger) -> None:
        """Again and again until the thread has it or has refused it: the browser's outbox."""
        sent = Sent(uuid7(), self.thread_id, tag, kind)
        ledger.said.append(sent)
        self._ids[tag] = sent.message_id
        body = {"id": sent.message_id, "text": write_message(tag, kind), "mode": mode}
        give_up = time.monotonic() + self._person.patience
        while not (sent.kept or sent.refused):
            if time.monotonic() > give_up:
                raise Complaint(f"message {tag} never reached its thread")
            await self._deliver(sent, body)

    async def _deliver(self, sent: Sent, body: dict[str, str | None]) -> None:
        path = f"/threads/{self.thread_id}/messages"
        status, answer = await self._person.ask("POST", path, body)
        if status == 202 or (status == 200 and answer["message"]):
            sent.kept = not self._confirms or await self._until_seen(sent.message_id)
        elif status == 200:
            sent.refused = answer["refusal"]["code"]
        else:
            raise Complaint(f"message {sent.tag} was answered {status}: {answer}")

    async def _until_seen(self, message_id: str) -> bool:
        return await self._until(LISTEN, lambda: self._viewers[0].sees(self.thread_id, message_id))

    async def _wait(self) -> None:
        """Until nothing is open, for as long as something happens."""
        while not self._is_quiet():
            newest = self._newest()
            patience = self._person.patience
            if not await self._until(patience, partial(self._is_past, newest)):
                raise Complaint(f"nothing more happened for {patience:.0f} s")

    def _is_quiet(self) -> bool:
        return self._viewers[0].is_quiet(self.thread_id)

    def _newest(self) -> int:
        """The newest event that is seen of the thread."""
        view = self._viewers[0].views.get(self.thread_id)
        return view.seq if view else 0

    def _is_past(self, seq: int) -> bool:
        return self._newest() > seq or self._is_quiet()

    async def _until(self, seconds: float, is_so: Callable[[], bool]) -> bool:
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            if is_so():
                return True
            await asyncio.sleep(GLANCE)
        return False

    async def _stop(self, step: Step, ledger: Ledger) -> None:
        message_id = self._ids[step.tag]
        for sent in ledger.said:
            sent.stopped |= sent.message_id == message_id
        path = f"/threads/{self.thread_id}/stop"
        await self._person.ask("POST", path, {"message_id": message_id})

    async def _edit(self, step: Step, ledger: Ledger) -> None:
        """The first message of the thread is asked anew, with other words."""
        first = next(iter(self._ids.values()))
        body = {"id": uuid7(), "text": write_message(step.tag, "short"), "run_again": True}
        status, _ = await self._person.ask("PATCH", f"/messages/{first}", body)
        ledger.edits += status == 200

    async def _fork(self, ledger: Ledger) -> None:
        """What follows is said in the fork."""
        new = uuid7()
        status, answer = await self._person.ask(
            "POST", f"/threads/{self.thread_id}/fork", {"id": new}
        )
        if status != 201:
            raise Complaint(f"the fork was refused: {answer}")
        ledger.forks[new] = self.thread_id
        self.thread_id = new
        self._ids.clear()
        await self._begin(new, ledger)
