"""What could not be done and waits for a person, who tries it again or lets it go."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parley_shared.models import Channel, Fact, Model
from parley_shared.questions import Done, Question


class DeadTurn(Model):
    """A turn at which the runner failed again and again."""

    kind: Literal["turn"] = "turn"
    thread_id: str
    turn_id: str
    message_id: str
    agent_id: str


class DeadMessage(Model):
    """A message at which the gateway failed again and again, as the channel sent it."""

    kind: Literal["message"] = "message"
    channel: Channel
    body: str  # JSON of an `Inbound`, unless it could not even be read
    message_id: str | None = None
    thread_id: str | None = None


class DeadDelivery(Model):
    """Something that a channel outside did not take in time."""

    kind: Literal["delivery"] = "delivery"
    channel: Channel
    chat: str
    thread_id: str
    message_id: str | None = None
    delivery_id: int
    event: str  # JSON of the event that was to be told


class DeadLetter(Model):
    id: str
    at: datetime
    code: str
    reason: str
    fact: Fact | None = None  # what the reason says, for readers of other languages
    about: Annotated[DeadTurn | DeadMessage | DeadDelivery, Field(discriminator="kind")]
    settled: Literal["retried", "discarded"] | None = None


class DeadLetterPage(Model):
    items: tuple[DeadLetter, ...]  # newest first
    next: str | None = None


class KeepDeadLetter(Question[DeadLetter]):
    """The same id again keeps the first one, which waits for a person again if it was settled."""

    verb = "dead.keep"
    answer = DeadLetter
    letter: DeadLetter


class ListDeadLetters(Question[DeadLetterPage]):
    """Only those that nobody has settled; at most 600 KB, so a page may be short."""

    verb = "dead.list"
    answer = DeadLetterPage
    before: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class GetDeadLetter(Question[DeadLetter]):
    """Settled ones too. Raises DeadLetterNotFound."""

    verb = "dead.get"
    answer = DeadLetter
    letter_id: str


class SettleDeadLetter(Question[DeadLetter]):
    """The first settlement stands. Raises DeadLetterNotFound."""

    verb = "dead.settle"
    answer = DeadLetter
    letter_id: str
    settled: Literal["retried", "discarded"]


class SendAgain(Question[Done]):
    """What a letter about a delivery is about. Raises DeadLetterNotFound, BadInput."""

    verb = "dead.send"
    answer = Done
    letter_id: str


class RetryDeadLetter(Question[DeadLetter]):
    """Again what failed; when it can't be done now either, the letter stays and the error says why.

    Raises DeadLetterNotFound, BadInput for what can only be discarded, and what it raises itself.
    """

    service = "gateway"
    verb = "dead.retry"
    answer = DeadLetter
    letter_id: str


class DiscardDeadLetter(Question[DeadLetter]):
    """Raises DeadLetterNotFound."""

    service = "gateway"
    verb = "dead.discard"
    answer = DeadLetter
    letter_id: str
