"""A call of an MCP tool that goes on while its turn waits for what the server asked the person."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from parley_agent_runner.tools.declaration import Answer, Asked, Output, PersonNeeded, ToolFailed

GIVEN_UP = "The call was given up: it may or may not have happened. Check before you do it again."

AskPerson = Callable[[Asked], Awaitable[Answer]]


@dataclass
class HeldCall:
    """Held in memory: a runner that ends takes it along, and nobody knows what became of it."""

    thread_id: str
    output: asyncio.Future[Output] = field(default_factory=asyncio.Future)
    asked: asyncio.Future[Asked] = field(default_factory=asyncio.Future)
    answer: asyncio.Future[Answer] = field(default_factory=asyncio.Future)
    task: asyncio.Task[None] | None = None

    async def run(self, call: Callable[[AskPerson], Awaitable[Output]]) -> None:
        """Its result and its failure are told by `output` only."""
        self.output.add_done_callback(lambda output: output.exception())  # maybe nobody waits
        try:
            self.output.set_result(await call(self._ask))
        except asyncio.CancelledError:
            self.output.set_exception(ToolFailed(GIVEN_UP))
            raise
        except Exception as error:  # noqa: BLE001 - whoever waits for the call is told
            self.output.set_exception(error)

    async def _ask(self, asked: Asked) -> Answer:
        if not self.asked.done():
            self.asked.set_result(asked)
        return await asyncio.shield(self.answer)

    async def go_on(self) -> Output:
        """Raises PersonNeeded, ToolFailed."""
        waits: list[asyncio.Future[Output] | asyncio.Future[Asked]] = [self.output]
        if not self.answer.done():
            waits.append(self.asked)
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self.give_up()
            raise
        if self.output.done():
            return self.output.result()
        raise PersonNeeded(self.asked.result())

    def give_up(self) -> None:
        if self.task is not None:
            self.task.cancel()
