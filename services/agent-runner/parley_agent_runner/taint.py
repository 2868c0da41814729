"""Whether text of strangers has entered what the model reads: then risky calls are asked about."""

from collections.abc import Sequence

from parley_shared.models import Message, ToolPart
from parley_shared.store import Claimed

from parley_agent_runner.journal import Journal


def find_origin(claimed: Claimed, journal: Journal, n: int) -> str | None:
    """Where the newest of it came from that the model had read before its reply `n`."""
    for reply in reversed(journal.replies()[:n]):
        for i in range(len(reply.calls)):
            result = journal.result(reply.n, i)
            if result is not None and result.origin:
                return result.origin
    compaction = journal.compaction() or claimed.compaction
    summed_up = compaction.origin if compaction else ""
    return find_told(claimed.history) or summed_up or claimed.turn.origin or None


def find_told(history: Sequence[Message]) -> str | None:
    """Where the newest of it came from that these messages tell."""
    for message in reversed(history):
        if not message.deleted:
            for part in message.parts:
                if isinstance(part, ToolPart) and part.origin:
                    return part.origin
    return None
