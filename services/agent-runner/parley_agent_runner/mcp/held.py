"""A call of an MCP tool that goes on while its turn waits for what the server asked the person."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from parley_agent_runner.tools.declaration import Answer, Asked, Output, PersonNeeded, ToolFailed

GIVEN_UP = "The call was given up: it may or may not have happened. Check before you do it again."

Words = tuple[str, ...] | None  # None: nobody answered in time
AskPerson = Callable[[Asked], Awaitable[Words]]


@dataclass
class HeldCall:
    """Held in memory: a runner that ends takes it along, and nobody knows what became of it."""

    thread_id: str
    output: asyncio.Future[Output] = field(default_factory=asyncio.Future)
    task: asyncio.Task[None] | None = None
    _answers: list[Words] = field(default_factory=list)
    _asked: list[Asked] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

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
        finally:
            async with self._changed:
                self._changed.notify_all()

    async def _ask(self, asked: Asked) -> Words:
        """One after the other: each is put to the person when the one before is answered."""
        async with self._changed:
            place = len(self._asked)
            self._asked.append(asked)
            self._changed.notify_all()
            await self._changed.wait_for(lambda: len(self._answers) > place)
            return self._answers[place]

    async def go_on(self, answer: Answer | None = None) -> Output:
        """With the answers to all that was asked so far. Raises PersonNeeded, ToolFailed."""
        try:
            async with self._changed:
                if answer is not None:
                    given = (*answer.earlier, answer.words)
                    self._answers += given[len(self._answers) :]
                    self._changed.notify_all()
                await self._changed.wait_for(self._is_at_rest)
        except asyncio.CancelledError:
            self.give_up()
            raise
        if self.output.done():
            return self.output.result()
        raise PersonNeeded(self._asked[len(self._answers)])

    def _is_at_rest(self) -> bool:
        return self.output.done() or len(self._asked) > len(self._answers)

    def give_up(self) -> None:
        if self.task is not None:
            self.task.cancel()
