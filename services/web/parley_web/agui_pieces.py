"""An answer as AG-UI takes it: words and calls in order, and the messages they become. No I/O."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ag_ui import core as ag
from parley_shared.models import Message, ToolPart

ENDED = ("done", "error", "unknown", "skipped")


@dataclass(frozen=True)
class Words:
    """A text of the answer, under an id that stays the same while it grows and afterwards."""

    id: str
    step: int
    text: str
    thought: str

    @property
    def thought_id(self) -> str:
        return f"{self.id}-thought"


Piece = Words | ToolPart


def list_pieces(answer: Message) -> list[Piece]:
    """In order; the text that grows has the id that it keeps when tools are called after it."""
    pieces: list[Piece] = []
    for place, part in enumerate(answer.parts):
        if isinstance(part, ToolPart):
            pieces.append(part)
        else:
            pieces.append(Words(f"{answer.id}-{place}", part.step, part.text, part.reasoning))
    if answer.text or answer.reasoning:
        key = f"{answer.id}-{len(answer.parts)}"
        pieces.append(Words(key, -1, answer.text, answer.reasoning))
    return pieces


def write_messages(pieces: Sequence[Piece]) -> list[ag.Message]:
    """As a client has them that heard every event."""
    written: list[ag.Message] = []
    for piece in pieces:
        if isinstance(piece, ToolPart):
            written += _write_call(piece, alone=find_parent(pieces, piece) is None)
            continue
        if piece.thought:
            written.append(ag.ReasoningMessage(id=piece.thought_id, content=piece.thought))
        if piece.text:
            calls = [
                _write_tool_call(each)
                for each in pieces
                if isinstance(each, ToolPart) and find_parent(pieces, each) == piece.id
            ]
            said = ag.AssistantMessage(id=piece.id, content=piece.text, tool_calls=calls or None)
            written.append(said)
    return written


def find_parent(pieces: Sequence[Piece], call: ToolPart) -> str | None:
    for piece in pieces:
        if isinstance(piece, Words) and piece.step == call.step and piece.text:
            return piece.id
    return None


def _write_call(call: ToolPart, *, alone: bool) -> list[ag.Message]:
    written: list[ag.Message] = []
    if alone:
        asked = ag.AssistantMessage(id=call.call_id, tool_calls=[_write_tool_call(call)])
        written.append(asked)
    if call.state in ENDED:
        result = ag.ToolMessage(
            id=name_result(call), tool_call_id=call.call_id, content=call.summary
        )
        written.append(result)
    return written


def _write_tool_call(call: ToolPart) -> ag.ToolCall:
    function = ag.FunctionCall(name=call.name, arguments=json.dumps(call.arguments))
    return ag.ToolCall(id=call.call_id, function=function)


def name_result(call: ToolPart) -> str:
    return f"{call.call_id}-result"
