"""A call of an MCP tool while it runs: its time limit, and what the server asks the person then."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parley_agent_runner.mcp.held import AskPerson

if TYPE_CHECKING:  # it takes more than a second to load, and few have MCP servers
    from mcp.types import ElicitRequestParams, ElicitResult

NOT_ASKED = (
    "[While it ran, the server wanted to ask the person: {question!r}. That could not be asked, so "
    "it was declined. Ask the person yourself, then call again with what it needs.]"
)
UNFIT = "[The person answered what the server asked, but the answer did not fit: {why}.]"
LONGEST_QUESTION = 500  # characters
MOST_QUESTIONS = 10  # of one call


@dataclass(eq=False)
class UnderWay:
    """A call, its time limit, and what the model is told of questions that were not answered."""

    ask: AskPerson
    limit: asyncio.Timeout
    asked: int = 0
    unasked: list[str] = field(default_factory=list)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask_person(
        self, server: str, params: "ElicitRequestParams", timeout: float
    ) -> "ElicitResult":
        """One thing after the other. The time limit begins anew after each."""
        from mcp.types import ElicitResult

        from parley_agent_runner.mcp.asking import (
            AnswerUnfit,
            QuestionUnfit,
            read_answer,
            write_question,
        )

        async with self._one:
            try:
                question = write_question(server, params)
                if self.asked >= MOST_QUESTIONS:
                    raise QuestionUnfit
            except QuestionUnfit:
                self.decline(params.message)
                return ElicitResult(action="decline")
            self.asked += 1
            self.limit.reschedule(None)
            words = await self.ask(question)
            self.limit.reschedule(asyncio.get_running_loop().time() + timeout)
            try:
                return read_answer(params, words)
            except AnswerUnfit as unfit:
                self.unasked.append(UNFIT.format(why=unfit))
                return ElicitResult(action="decline")

    def decline(self, asked: str) -> None:
        """The model is told of a question that nobody was asked."""
        self.unasked.append(NOT_ASKED.format(question=asked[:LONGEST_QUESTION]))
