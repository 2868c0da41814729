"""How many messages a person may send: a bucket that fills steadily. Pure: told the time."""

from dataclasses import dataclass

from parley_shared.errors import TooManyMessages


@dataclass
class Bucket:
    per_minute: int = 120
    burst: int = 1_000
    left: float | None = None
    at: float = 0.0  # seconds, when `left` was true

    def take(self, now: float) -> None:
        """One message at the time `now`, in seconds. Raises TooManyMessages."""
        known = self.burst if self.left is None else self.left
        self.left = min(self.burst, known + (now - self.at) * self.per_minute / 60)
        self.at = now
        if self.left < 1:
            raise TooManyMessages(
                f"more than {self.per_minute} messages a minute: wait a moment and send it again"
            )
        self.left -= 1
