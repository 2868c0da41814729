"""A message into the store: kept, or refused with a reason."""

from parley_shared.models import BusyMode, Channel, Message, Model, Refusal, Turn
from parley_shared.questions import Question


class Appended(Model):
    """`turn` is None when nobody is asked to answer, or the message joined a running turn."""

    message: Message | None = None
    turn: Turn | None = None
    refusal: Refusal | None = None


class Append(Question[Appended]):
    """Keep a person's message and queue its turn. The same id again gives the first answer.

    Creates the thread if it does not exist and `create` is true. Raises ThreadNotFound,
    AgentNotFound, ThreadArchived, QueueFull, ThreadBusy (mode reject).
    """

    verb = "message.append"
    answer = Appended
    message: Message
    mode: BusyMode | None = None
    agent_id: str | None = None  # who answers; None: the thread's agent
    create: bool = False
    anew: bool = False  # though it was refused before


class Reject(Question[Refusal]):
    """Keep why a message was refused and tell it; the same id again gives the first answer."""

    verb = "message.reject"
    answer = Refusal
    refusal: Refusal
    channel: Channel = "web"  # that it came from, and where it is told too
