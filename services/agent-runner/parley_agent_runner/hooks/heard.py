"""Remembers what hooks made of what people said, so that a long thread is not asked about anew."""

import hashlib
from dataclasses import dataclass, field

from parley_shared.models import Message

MOST = 10_000  # messages that are remembered


@dataclass
class Heard:
    """For as long as the process lives; for each agent and each wording of a message."""

    _changed: dict[tuple[str, str, str], str | None] = field(default_factory=dict)  # None: not

    def find(self, agent_id: str, message: Message) -> str | None:
        """None if they were not asked yet."""
        key = _name(agent_id, message)
        if key not in self._changed:
            return None
        changed = self._changed[key]
        return message.text if changed is None else changed

    def note(self, agent_id: str, message: Message, text: str) -> None:
        while len(self._changed) >= MOST:
            del self._changed[next(iter(self._changed))]
        self._changed[_name(agent_id, message)] = None if text == message.text else text


def _name(agent_id: str, message: Message) -> tuple[str, str, str]:
    """Short, however much was said."""
    return (agent_id, message.id, hashlib.sha256(message.text.encode()).hexdigest())
