"""Hears one stream from its first chunk to its end: splits, assembles, tells and times it."""

from dataclasses import dataclass

from parley_shared.facts import phrase
from parley_shared.models import TEXT_LIMIT, Usage
from pydantic import JsonValue

from parley_agent_runner.assembler import AssembledCall, Assembler
from parley_agent_runner.clock import Clock
from parley_agent_runner.stream import Chunk, Facts, Failure, ModelCall, ModelFailed
from parley_agent_runner.telling import Teller
from parley_agent_runner.think import ThinkSplitter
from parley_agent_runner.usage import estimate_usage


@dataclass(frozen=True)
class Reply:
    model: str
    text: str
    reasoning: str
    reasoning_ms: int | None
    blocks: tuple[JsonValue, ...]
    calls: tuple[AssembledCall, ...]
    finish: str | None
    usage: Usage


class Listening:
    """One stream from its first chunk to its end."""

    def __init__(self, splits: bool, teller: Teller, clock: Clock) -> None:
        self._assembler = Assembler()
        self._splitter = ThinkSplitter() if splits else None
        self._teller = teller
        self._clock = clock
        self._began = clock.monotonic()
        self._first: float | None = None
        self._reasoned: float | None = None  # when reasoning began
        self._answered: float | None = None  # when it was over
        self._size = 0  # bytes of all that was said

    @property
    def is_full(self) -> bool:
        return self._size > TEXT_LIMIT

    async def hear(self, chunk: Chunk) -> None:
        text, reasoning = chunk.text, chunk.reasoning
        if self._splitter is not None and text:
            text, thought = self._splitter.feed(text)
            reasoning += thought
        await self._take(chunk, text, reasoning)
        if chunk.calls:
            await self._teller.flush()

    async def end(self) -> None:
        if self._splitter is not None:
            text, reasoning = self._splitter.end()
            await self._take(Chunk(), text, reasoning)
        await self._teller.flush()

    async def _take(self, chunk: Chunk, text: str, reasoning: str) -> None:
        self._note_times(bool(text or chunk.calls), bool(reasoning))
        asked = "".join(str(piece.arguments) for piece in chunk.calls)
        self._size += len(f"{text}{reasoning}{asked}".encode())
        self._assembler.add(
            Chunk(text, reasoning, chunk.blocks, chunk.calls, chunk.finish, chunk.usage)
        )
        if text or reasoning:
            await self._teller.add(text, reasoning)

    def _note_times(self, answers: bool, reasons: bool) -> None:
        if not answers and not reasons:
            return
        now = self._clock.monotonic()
        self._first = now if self._first is None else self._first
        if reasons and self._reasoned is None:
            self._reasoned = now
        if answers and self._answered is None:
            self._answered = now

    def lost(self, call: ModelCall, facts: Facts, *, is_over: bool) -> Usage | None:
        """What a call used of which nothing comes; of one that `is_over` unheard that is nothing,
        for it was refused."""
        got = self._assembler
        said = got.text + got.reasoning + "".join(each.arguments for each in got.calls)
        if got.usage is not None or (is_over and not said):
            return got.usage
        return estimate_usage(call, said, facts)

    def reply(self, call: ModelCall, facts: Facts) -> Reply:
        """Raises ModelFailed if the stream ended before the model had finished."""
        got = self._assembler
        # Of a stream that brought nothing at all litellm says that it was finished.
        is_empty = got.usage is None and not (got.text or got.reasoning or got.calls)
        if is_empty or (got.finish is None and not self.is_full):
            text = phrase(
                "answer_broke_off",
                "The answer of {model} broke off in the middle.",
                model=call.route.model,
            )
            raise ModelFailed(Failure("broken_off", text, again=True))
        usage = got.usage or estimate_usage(call, got.text + got.reasoning, facts)
        ttft = None if self._first is None else round((self._first - self._began) * 1000)
        return Reply(
            model=call.route.model,
            text=got.text,
            reasoning=got.reasoning,
            reasoning_ms=self._reasoning_ms(),
            blocks=tuple(got.blocks),
            calls=tuple(got.calls),
            finish="length" if self.is_full else got.finish,
            usage=usage.model_copy(update={"ttft_ms": ttft}),
        )

    def _reasoning_ms(self) -> int | None:
        if self._reasoned is None:
            return None
        until = self._clock.monotonic() if self._answered is None else self._answered
        return max(0, round((until - self._reasoned) * 1000))
