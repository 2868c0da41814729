"""What an AG-UI client had when it came, packed: a run may be followed for long. No I/O."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ag_ui import core as ag
from pydantic import TypeAdapter

FAST = 1  # level of compression
MESSAGES: TypeAdapter[list[ag.Message]] = TypeAdapter(list[ag.Message])


@dataclass(frozen=True, eq=False)
class Known:
    """All of it packed, and beside it what may be of the answer that is followed."""

    packed: bytes
    said: dict[str, str]  # by the message's id
    called: dict[str, str]  # by the call's id: with which arguments
    answered: frozenset[str]  # calls

    def unpack(self) -> list[ag.Message]:
        return MESSAGES.validate_json(zlib.decompress(self.packed))


def pack(messages: Sequence[ag.Message]) -> Known:
    newest = list(_since_asked(messages))
    calls = [call for each in newest for call in getattr(each, "tool_calls", None) or ()]
    return Known(
        packed=zlib.compress(MESSAGES.dump_json(list(messages), by_alias=True), FAST),
        said={
            each.id: each.content or ""
            for each in newest
            if isinstance(each, ag.AssistantMessage | ag.ReasoningMessage)
        },
        called={call.id: call.function.arguments for call in calls},
        answered=frozenset(e.tool_call_id for e in newest if isinstance(e, ag.ToolMessage)),
    )


def _since_asked(messages: Sequence[ag.Message]) -> Iterator[ag.Message]:
    """What came before the newest message of the user is of earlier answers."""
    asked = [place for place, each in enumerate(messages) if each.role == "user"]
    yield from messages[asked[-1] + 1 if asked else 0 :]
