"""Remembers what hooks made of what people said, so that a long thread is not asked about anew."""

from dataclasses import dataclass, field

from parley_shared.models import Message

MOST = 10_000  # messages that are remembered


@dataclass
class Heard:
    """For as long as the process lives; for each agent and each wording of a message."""

    _texts: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def find(self, agent_id: str, message: Message) -> str | None:
        return self._texts.get((agent_id, message.id, message.text))

    def note(self, agent_id: str, message: Message, text: str) -> None:
        while len(self._texts) >= MOST:
            del self._texts[next(iter(self._texts))]
        self._texts[agent_id, message.id, message.text] = text
