"""Which calls a person must approve first, and what exactly such an approval is about. Pure."""

import hashlib
import json
from dataclasses import dataclass

from parley_shared.models import Arguments
from pydantic import JsonValue

from parley_agent_runner.tools.declaration import AnyTool


@dataclass(frozen=True)
class Need:
    """`remember_as` is what may be approved for good, if anything."""

    reason: str
    remember_as: str | None


def find_need(tool: AnyTool, arguments: Arguments, origin: str | None = None) -> Need | None:
    """Why a person is asked before this call; None if nobody is.

    `origin` is whose text has entered the conversation: it may have talked the model into the
    call, so what can't be taken back is asked about even if it is approved for good.
    The arguments must be right: what is wrong with them is told to the model instead.
    """
    if origin is not None and tool.is_risky:
        return Need(f"The agent has read what {origin} wrote, which may have led to this.", None)
    if tool.asks_about is not None:
        reason = tool.asks_about(tool.arguments.model_validate(arguments))
        return None if reason is None else Need(reason, name_for_good(tool))
    match tool.policy:
        case "never":
            return None
        case "ask":
            return Need("", name_for_good(tool))
        case "always":
            return Need("", None)


def name_for_good(tool: AnyTool) -> str:
    """What is remembered is this tool as it is now: another one under its name asks again."""
    return f"{tool.name}@{_hash_schema(tool)}"


def bind(tool: AnyTool, arguments: Arguments) -> str:
    """An approval is for this tool, as it is, with these arguments, and for nothing else."""
    return _hash([tool.name, arguments, _hash_schema(tool)])


def _hash_schema(tool: AnyTool) -> str:
    spec = tool.describe()
    return _hash([spec.description, spec.parameters, spec.effect, spec.source])


def _hash(what: JsonValue) -> str:
    written = json.dumps(what, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode(errors="surrogatepass")).hexdigest()[:32]
