"""Tells a step's text while it grows: at most every 40 ms, numbered, now and then as a whole."""

import asyncio
from collections.abc import Awaitable, Callable

from parley_shared.events import Delta, ReasoningDelta, TextDelta
from parley_shared.store import Claimed

from parley_agent_runner.clock import Clock

PAUSE = 0.04  # seconds between two deltas
Emit = Callable[[Delta], Awaitable[None]]


class Teller:
    """One step of one attempt: its deltas are numbered from 0, text and reasoning together."""

    def __init__(self, claimed: Claimed, step: int, *, emit: Emit, clock: Clock) -> None:
        self._emit, self._clock = emit, clock
        self._claimed, self._step = claimed, step
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._earlier = ("", "")  # text and reasoning of the last try that brought any
        self._told = (0, 0)  # pieces of text and of reasoning
        self._n = -1
        self._replaces = False  # what was told before holds no longer
        self._last = float("-inf")
        self._grown = asyncio.Event()
        self._one = asyncio.Lock()  # deltas leave in the order of their numbers

    @property
    def text(self) -> str:
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    @property
    def last_words(self) -> tuple[str, str]:
        """Text and reasoning of this try, or while it has brought none of the one before."""
        return (self.text, self.reasoning) if self._text or self._reasoning else self._earlier

    async def add(self, text: str, reasoning: str) -> None:
        """The first words go out at once; those that follow closely wait for each other."""
        if text:
            self._text.append(text)
        if reasoning:
            self._reasoning.append(reasoning)
        if self._clock.monotonic() - self._last >= PAUSE:
            await self.flush()
        else:
            self._grown.set()

    async def tell_in_time(self) -> None:
        """Runs beside the stream, without end: tells what waited once the pause is over."""
        while True:
            await self._grown.wait()
            await self._clock.sleep(max(0.0, self._last + PAUSE - self._clock.monotonic()))
            await self.flush()

    async def flush(self) -> None:
        """Tell what is not yet told."""
        async with self._one:
            if self._replaces:
                await self._tell_whole()
                return
            text = "".join(self._text[self._told[0] :])
            reasoning = "".join(self._reasoning[self._told[1] :])
            self._note_told()
            if reasoning:
                await self._emit(self._reasoning_delta(reasoning))
            if text:
                await self._emit(self._text_delta(text))

    async def restate(self) -> None:
        """Everything so far in one delta, for whoever missed one or comes late."""
        async with self._one:
            await self._tell_whole()

    def begin_again(self) -> None:
        """A new try of the same step: what comes replaces what was told."""
        self._replaces = self._n >= 0
        self._earlier = self.last_words
        self._text, self._reasoning, self._told = [], [], (0, 0)

    async def _tell_whole(self) -> None:
        text, reasoning = self.text, self.reasoning
        self._note_told()
        if not text and not reasoning:
            return
        self._replaces = False
        whole = {"reasoning": reasoning, "whole": True}
        await self._emit(self._text_delta(text).model_copy(update=whole))

    def _note_told(self) -> None:
        self._grown.clear()
        self._told = (len(self._text), len(self._reasoning))
        self._last = self._clock.monotonic()

    def _text_delta(self, text: str) -> TextDelta:
        self._n += 1
        return TextDelta(
            thread_id=self._claimed.thread.id,
            turn_id=self._claimed.turn.id,
            attempt=self._claimed.attempt,
            step=self._step,
            n=self._n,
            message_id=self._claimed.answer_id,
            text=text,
        )

    def _reasoning_delta(self, text: str) -> ReasoningDelta:
        like = self._text_delta(text)
        return ReasoningDelta(**like.model_dump(exclude={"kind", "reasoning"}))
