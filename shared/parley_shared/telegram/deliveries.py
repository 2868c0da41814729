"""What must reach a chat, in order."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from parley_shared.models import Fact, Model
from parley_shared.questions import Done, Question
from parley_shared.telegram.chats import ChatSettings
from parley_shared.telegram.recaps import Deliverable


class OutDelivery(Model):
    """Something that happened and must be told in a chat."""

    delivery_id: int
    chat: str
    settings: ChatSettings
    event: Deliverable
    reply_to: int | None = None  # Telegram's number of the message it answers, if sent from here
    thread_id: str | None = None  # that people see: of a sub-agent the one it works for
    elsewhere: bool = False  # the chat looks at another thread now
    title: str = ""  # of its thread
    who: str = ""  # name of the agent
    works_for: str = ""  # of a sub-agent: name of the agent that a person asked


class NextDelivery(Model):
    delivery: OutDelivery | None = None


class GetNextDelivery(Question[NextDelivery]):
    """The chat's oldest open one."""

    verb = "telegram.next"
    answer = NextDelivery
    chat: str


class EndDelivery(Question[Done]):
    """Of an answer it is told. Again it changes nothing."""

    verb = "telegram.end"
    answer = Done
    delivery_id: int
    state: Literal["sent", "failed", "unknown_after_send"]
    reason: str = ""
    fact: Fact | None = None  # what the reason says, for readers of other languages


class TellDelay(Question[Done]):
    """Tell that an answer waits; once for each delivery."""

    verb = "telegram.delay"
    answer = Done
    delivery_id: int
    reason: str
    fact: Fact | None = None  # what the reason says, for readers of other languages


class WaitingChats(Model):
    chats: tuple[str, ...]
    deliveries: int


class ListWaitingChats(Question[WaitingChats]):
    """Those with open deliveries."""

    verb = "telegram.waiting"
    answer = WaitingChats


class Waiting(Model):
    """A delivery that has not ended. `delayed`: it waits for longer than people expect."""

    delivery_id: int
    chat: str
    chat_title: str = ""
    paused: str = ""  # why nothing can be sent to the chat now
    kind: str  # of the event that is to be told
    thread_id: str
    thread_title: str = ""
    state: Literal["pending", "delayed"]
    at: datetime  # it waits since


class WaitingPage(Model):
    items: tuple[Waiting, ...]  # the oldest first, as they will be sent
    next: str | None = None


class ListWaiting(Question[WaitingPage]):
    verb = "telegram.open"
    answer = WaitingPage
    after: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class HurryDelivery(Question[Done]):
    """Its chat looks again what waits. Again, or too late, it changes nothing."""

    verb = "telegram.hurry"
    answer = Done
    delivery_id: int


class DropDelivery(Question[Done]):
    """It is never sent; those behind it are. Again, or too late, it changes nothing."""

    verb = "telegram.drop"
    answer = Done
    delivery_id: int


class Audience(Model):
    chats: tuple[ChatSettings, ...]


class FindAudience(Question[Audience]):
    """The chats that see a turn's answer: where it was asked, and those that look at its thread."""

    verb = "telegram.audience"
    answer = Audience
    thread_id: str
    turn_id: str
