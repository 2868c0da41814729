"""Puts a streamed reply together, also where providers leave out or repeat ids and indexes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from parley_shared.models import Arguments, Usage
from pydantic import JsonValue
from pydantic_core import from_json

from parley_agent_runner.stream import CallPiece, Chunk

DEEPEST = 100  # levels: what holds them must be read as well, and more than 200 can't be


@dataclass
class AssembledCall:
    name: str = ""
    arguments: str = ""  # JSON, as far as it came
    provider_call_id: str | None = None

    def read(self) -> tuple[Arguments, str | None]:
        """The arguments, and why they can't be used."""
        try:
            # Python's own parser takes half a surrogate pair and NaN, and overflows its stack.
            read = from_json(self.arguments or "{}", allow_inf_nan=False)
        except ValueError as error:
            return {}, f"The arguments are no JSON: {error}."
        if not isinstance(read, dict):
            return {}, "The arguments are no JSON object."
        if _measure_depth(read) > DEEPEST:
            return {}, f"The arguments are nested more than {DEEPEST} levels deep."
        return read, None


class Assembler:
    def __init__(self) -> None:
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self.blocks: list[JsonValue] = []
        self.calls: list[AssembledCall] = []
        self.finish: str | None = None
        self.usage: Usage | None = None
        self._by_index: dict[int, AssembledCall] = {}

    @property
    def text(self) -> str:
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    def add(self, chunk: Chunk) -> None:
        self._text.append(chunk.text)
        self._reasoning.append(chunk.reasoning)
        self.finish = chunk.finish or self.finish
        self.usage = chunk.usage or self.usage
        self._add_blocks(chunk.blocks)
        for piece in chunk.calls:
            self._add_piece(piece)

    def _add_piece(self, piece: CallPiece) -> None:
        index = piece.index or 0
        call = self._by_index.get(index)
        if call is None or _begins_another(piece, call):
            call = AssembledCall()
            self.calls.append(call)
            self._by_index[index] = call
        call.provider_call_id = call.provider_call_id or piece.provider_call_id
        call.name = call.name or piece.name or ""
        call.arguments += _written(piece.arguments)

    def _add_blocks(self, blocks: Sequence[JsonValue]) -> None:
        """Anthropic streams a thinking block in pieces; the last one carries its signature."""
        for block in blocks:
            if not isinstance(block, dict):
                continue
            open_ = self.blocks[-1] if self.blocks else None
            if isinstance(open_, dict) and _goes_on(open_, block):
                thought = f"{open_.get('thinking') or ''}{block.get('thinking') or ''}"
                signature = block.get("signature")
                self.blocks[-1] = {**open_, "thinking": thought} | (
                    {"signature": signature} if signature else {}
                )
            else:
                self.blocks.append({key: each for key, each in block.items() if key != "index"})


def _goes_on(open_: dict[str, JsonValue], block: dict[str, JsonValue]) -> bool:
    both_think = open_.get("type") == block.get("type") == "thinking"
    return both_think and not open_.get("signature")


def _begins_another(piece: CallPiece, call: AssembledCall) -> bool:
    """Ollama, Groq and some gateways send every call with index 0, or with none."""
    if not piece.name or not call.name:
        return False
    if piece.provider_call_id and call.provider_call_id:
        return piece.provider_call_id != call.provider_call_id
    return piece.name != call.name or bool(call.arguments and _is_complete(call.arguments))


def _is_complete(arguments: str) -> bool:
    try:
        from_json(arguments)
    except ValueError:
        return False
    return True


def _written(arguments: str | Arguments) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _measure_depth(value: JsonValue) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_measure_depth, inner), default=0)
