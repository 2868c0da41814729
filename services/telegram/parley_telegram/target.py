"""A chat as we name it, and as Telegram does. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    chat_id: int
    topic_id: int | None = None

    @classmethod
    def read(cls, chat: str) -> "Target":
        number, _, topic = chat.partition("_")
        return cls(int(number), int(topic) if topic else None)

    @property
    def root(self) -> str:
        """The chat without the topic."""
        return str(self.chat_id)

    @property
    def chat(self) -> str:
        return f"{self.chat_id}_{self.topic_id}" if self.topic_id else str(self.chat_id)
