"""Has what was spoken written down, once for each file however often it is asked."""

import asyncio

from parley_shared.bus import Bus
from parley_shared.carrying import read_file
from parley_shared.errors import ParleyError
from parley_shared.runner import Transcribe, Transcript

from parley_agent_runner.lane import Hear
from parley_agent_runner.routes import Locate, read_name
from parley_agent_runner.stream import Route

KEPT = 50  # transcripts, the newest


class Transcribing:
    def __init__(self, bus: Bus, hear: Hear, locate: Locate) -> None:
        self._bus = bus
        self._hear = hear
        self._locate = locate
        self._tasks: dict[Transcribe, asyncio.Task[Transcript]] = {}

    async def transcribe(self, question: Transcribe) -> Transcript:
        """Whoever waits long asks again: that must not become another call of the model."""
        task = self._tasks.get(question)
        if task is None:
            task = self._tasks[question] = asyncio.create_task(self._write(question))
            for oldest in list(self._tasks)[:-KEPT]:
                del self._tasks[oldest]
        return await asyncio.shield(task)

    def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()

    async def _write(self, question: Transcribe) -> Transcript:
        name = read_name(question.model)
        try:
            contents = await read_file(self._bus.ask, question.file)
            route = self._locate(name) or Route(name)
            return Transcript(text=await self._hear(route, question.file.name, contents))
        except ParleyError as error:
            return Transcript(error=str(error))
