"""The model everybody talks to: it does what the message names, and fails when it is told to.

A message reads "#t3-5 effect": answer t3-5, after a call of the effect tool.
"""

import json
import re
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.chaos.plan import Kind
from tests.fakes.openai_script import (
    GARBAGE,
    TROUBLE,
    Act,
    BreakOff,
    Call,
    Finish,
    Refuse,
    Reset,
    Say,
    Script,
    Wait,
)
from tests.fakes.openai_server import OpenAIServer
from tests.fakes.openai_wire import Asked

MESSAGE = re.compile(r"#(\S+) (\w+)")
WORDS = {"long": 120, "lasting": 500}
FEW = 3  # words
EVERY = 0.012  # seconds between two of them
HELD = 2.0  # seconds that a provider says nothing until its line breaks

TOOLS_OF: dict[str, tuple[tuple[str, ...], ...]] = {  # per model step, the calls it makes
    "pure": (("tally_pure",),),
    "twice": (("tally_pure", "tally_pure"),),
    "idempotent": (("tally_idempotent",),),
    "resumable": (("tally_resumable",),),
    "effect": (("tally_effect",),),
    "chain": (("tally_effect", "tally_pure"), ("tally_idempotent",), ("tally_effect",)),
    "gated": (("tally_gated",),),
    "ask": (("ask_user",),),
    "file": (("write_file",),),
    "note": (("remember",),),
}
ONCE: dict[str, Refuse] = {  # what comes before the answer
    "delayed": Refuse(429, "slow down", "rate_limit_exceeded", {"Retry-After": "16"}),
    "broken": Refuse(500, "internal error"),
}


def write_message(tag: str, kind: Kind | str) -> str:
    return f"#{tag} {kind}"


def write_answer(tag: str, kind: Kind | str) -> str:
    """What the whole answer to a message is."""
    words = [f"w{number}" for number in range(WORDS.get(kind, FEW))]
    return f"Answer {tag}: {' '.join(words)} end {tag}."


class Model(OpenAIServer):
    """`troubles` are had one per request, `had` counts them."""

    def __init__(self) -> None:
        super().__init__()
        self.troubles: deque[str] = deque()
        self.had: Counter[str] = Counter()
        self._refused: set[str] = set()  # tags

    @classmethod
    @asynccontextmanager
    async def listening(cls) -> AsyncIterator["Model"]:
        model = cls()
        async with model.serving():
            yield model

    def choose_script(self, asked: Asked) -> Script:
        script = self._play_part(asked.body.get("messages", []))
        if not self.troubles:
            return script
        trouble = self.troubles.popleft()
        self.had[trouble] += 1
        return _spoil(trouble, script)

    def _play_part(self, messages: list[dict[str, Any]]) -> Script:
        tag, kind, done = _read(messages)
        if kind in ONCE and tag not in self._refused:
            self._refused.add(tag)
            return [ONCE[kind]]
        steps = TOOLS_OF.get(kind, ())
        if done < len(steps):
            calls = [_call(tool, tag, i) for i, tool in enumerate(steps[done])]
            return [*calls, Finish("tool_calls")]
        return [Say(write_answer(tag, kind), EVERY if kind in WORDS else 0.0), Finish()]


def _read(messages: list[dict[str, Any]]) -> tuple[str, str, int]:
    """The tag and kind of the newest message that is no steer, and the model steps since."""
    steps = 0
    for message in reversed(messages):
        if message["role"] == "assistant":
            steps += 1
        elif message["role"] == "user":
            # Several that stand in a row come as one.
            for tag, kind in reversed(MESSAGE.findall(str(message["content"]))):
                if kind != "steer":
                    return tag, kind, steps
    return "nobody", "short", steps


def _call(tool: str, tag: str, i: int) -> Call:
    arguments: dict[str, object] = {"tag": tag}
    match tool:
        case "ask_user":
            options = ["a", "b"]
            arguments = {"question": f"Which one, {tag}?", "kind": "single", "options": options}
        case "write_file":
            arguments = {"path": f"{tag}.txt", "text": tag}
        case "remember":
            arguments = {"note": tag}
    return Call(tool, json.dumps(arguments), f"call_{tag}_{i}", i)


def _spoil(trouble: str, script: Script) -> Script:
    half: list[Act] = [Say("Half of")] if isinstance(script[0], Say) else list(script[:1])
    spoiled: dict[str, Script] = {
        "too many": [Refuse(429, "slow down", "rate_limit_exceeded", {"Retry-After": "1"})],
        "broken": [Refuse(500, "internal error")],
        "refused": [Reset()],
        "hang": [Wait(HELD), Reset()],
        "stall": [*half, Wait(HELD), Reset()],
        "reset": [*half, Reset()],
        "cut": [*half, BreakOff()],
        "bad json": [*half, GARBAGE, Finish()],
        "error event": [*half, TROUBLE],
    }
    return spoiled[trouble]
