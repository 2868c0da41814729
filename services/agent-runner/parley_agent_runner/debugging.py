"""Tells what happens inside a turn on the thread's debug channel, while somebody watches it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.debug import DebugEvent, DebugKind
from pydantic import JsonValue

from parley_agent_runner.clock import Clock

LARGEST = 256_000  # characters of JSON; of more only that it was more is told


@dataclass(frozen=True)
class Debugger:
    bus: Bus
    clock: Clock
    is_watched: Callable[[str], bool]  # a thread

    async def tell(
        self,
        thread_id: str,
        turn_id: str | None,
        kind: DebugKind,
        name: str,
        data: Callable[[], JsonValue],
    ) -> None:
        """`data` is only called where somebody watches."""
        if not self.is_watched(thread_id):
            return
        told = data()
        if len(json.dumps(told)) > LARGEST:
            told = {"too_large": True}
        event = DebugEvent(
            kind=kind,
            thread_id=thread_id,
            turn_id=turn_id,
            name=name,
            at=self.clock.now(),
            data=told,
        )
        await self.bus.publish(subjects.debug(thread_id, kind.removeprefix("debug.")), event)
