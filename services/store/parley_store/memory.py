"""What the store may forget when it stops: who has just sent how much, which keys were used."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime

from parley_shared.errors import TooManyMessages
from parley_shared.facts import phrase

BURST = 1000  # messages
PER_SECOND = 2.0  # 120 a minute


@dataclass
class Bucket:
    """Tokens of one person: each message takes one, and they come back with time."""

    tokens: float
    at: datetime


@dataclass(frozen=True)
class Mail:
    """A row of the outbox."""

    id: int
    epoch: str
    stream: str
    subject: str
    headers: str
    body: str


@dataclass
class Memory:
    newest_mail: int | None = None  # id of the newest outbox row; None: look it up
    buckets: MutableMapping[str, Bucket] = field(default_factory=dict)
    used_keys: MutableMapping[str, datetime] = field(default_factory=dict)
    bound: Mapping[str, tuple[str, ...]] | None = None  # Telegram chats by thread; None: look

    def look_again(self) -> None:
        """What the database knows better."""
        self.newest_mail = self.bound = None

    def take_token(self, person: str, now: datetime) -> None:
        """Raises TooManyMessages."""
        bucket = self.buckets.setdefault(person, Bucket(BURST, now))
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.tokens = min(float(BURST), bucket.tokens + passed * PER_SECOND)
        bucket.at = now
        if bucket.tokens < 1:
            wait = (1 - bucket.tokens) / PER_SECOND
            raise TooManyMessages(
                phrase(
                    "too_many_messages",
                    "more than {most} messages a minute: try again in {wait} s",
                    most=int(PER_SECOND * 60),
                    wait=f"{wait:.1f}",
                )
            )
        bucket.tokens -= 1
