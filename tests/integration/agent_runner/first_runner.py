"""A runner of Parley's first version: it says and reads the words of that time, and no others."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from parley_shared.bus import ERROR_CODE, Bus
from parley_shared.streams import HEARTBEAT

Words = dict[str, Any]  # JSON, as that version wrote and read it

READ = (  # what it reads of a claim; it knows of nothing else
    *("turn", "thread", "agent", "fence", "attempt", "lease", "answer_id", "history"),
    *("history_next", "steps", "steps_next", "agents", "cancel"),
)


class FirstRunner:
    """Takes one turn and goes on with it as it is told."""

    def __init__(self, bus: Bus, name: str) -> None:
        self._bus = bus
        self._name = name
        self._turn: Words = {}

    async def claim(self, thread_id: str) -> Words:
        """What it reads of its claim."""
        answer = await self._ask("turn.claim", {"thread_id": thread_id, "runner": self._name})
        claimed = answer["claim"]
        assert claimed["kind"] == "claimed", claimed
        self._turn = {name: claimed[name] for name in READ}
        return self._turn

    async def ask_for_tool(self, tool: str, arguments: Words) -> None:
        """The model asked for a call, which has begun; its id is what it was in that version."""
        call: Words = {
            "call_id": "c-first",
            "provider_call_id": "call_1",
            "name": tool,
            "title": tool,
            "arguments": arguments,
            "invalid": None,
            "effect": "pure",
            "source": "built-in",
        }
        await self._keep(self._llm_step(0, calls=[call], finish="tool_calls"))
        step = {"kind": "tool", "n": 0, "i": 0, "call_id": "c-first", "name": tool}
        await self._keep({**step, "state": "started"})

    async def answer(self, text: str) -> None:
        n = len({step["n"] for step in self._turn["steps"]})
        await self._keep(self._llm_step(n, text=text, finish="stop"))
        turn = self._turn["turn"]
        message = {
            "id": self._turn["answer_id"],
            "thread_id": turn["thread_id"],
            "role": "assistant",
            "text": text,
            "agent_id": turn["agent_id"],
            "turn_id": turn["id"],
            "reply_to": turn["message_id"],
            "stop_reason": "end",
            "created_at": datetime.now(UTC).isoformat(),
        }
        await self._ask("turn.finish", {**self._fenced(), "state": "done", "message": message})

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """It renews its lease meanwhile."""
        renewing = asyncio.create_task(self._renew())
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self) -> None:
        while True:
            await self._ask("turn.renew", self._fenced())
            await asyncio.sleep(HEARTBEAT)

    async def _keep(self, step: Words) -> None:
        await self._ask("turn.step", {**self._fenced(), "step": step})

    def _llm_step(self, n: int, **more: object) -> Words:
        usage = {"model": "first/model", "input_tokens": 1, "output_tokens": 1}
        step = {"kind": "llm", "n": n, "i": 0, "state": "done", "model": "first/model"}
        return {**step, "usage": usage, **more}

    def _fenced(self) -> Words:
        return {"turn_id": self._turn["turn"]["id"], "fence": self._turn["fence"]}

    async def _ask(self, verb: str, words: Words) -> Words:
        request = self._bus.connection.request
        answer = await request(f"store.{verb}", json.dumps(words).encode(), timeout=10)
        assert ERROR_CODE not in (answer.headers or {}), answer.data
        found: Words = json.loads(answer.data)
        return found
