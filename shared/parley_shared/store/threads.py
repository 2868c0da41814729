"""Threads, messages, views and events as they are read."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from parley_shared.agent_view import AgentView
from parley_shared.events import DurableEvent
from parley_shared.models import (
    Channel,
    Message,
    Model,
    Refusal,
    Thread,
    ThreadRow,
    ThreadStatus,
    Turn,
)
from parley_shared.questions import Question


class GetThread(Question[Thread]):
    """Raises ThreadNotFound."""

    verb = "thread.get"
    answer = Thread
    thread_id: str


class ThreadPage(Model):
    """At most 600 KB, so it may be short."""

    items: tuple[ThreadRow, ...]  # pinned first, then newest activity first
    next: str | None = None


class ListThreads(Question[ThreadPage]):
    """`q` searches titles and messages."""

    verb = "thread.list"
    answer = ThreadPage
    q: str = ""
    status: ThreadStatus = "active"
    working: bool = False  # only where a turn has not ended
    before: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class ThreadRows(Model):
    rows: tuple[ThreadRow, ...]  # threads that are gone are left out
    left: tuple[str, ...] = ()  # whose rows did not fit: ask for them


class GetThreadRows(Question[ThreadRows]):
    """These threads as the list shows them, archived ones too."""

    verb = "thread.rows"
    answer = ThreadRows
    thread_ids: tuple[str, ...] = Field(max_length=100)


class ListSubagents(Question[ThreadRows]):
    """The hidden threads in which sub-agents worked for a thread, in order."""

    verb = "thread.subagents"
    answer = ThreadRows
    thread_id: str


class MessagePage(Model):
    """In the order shown (anchor, position), oldest first; `next` asks for the page before it.

    At most 600 KB, so it may be short.
    """

    items: tuple[Message, ...]
    next: str | None = None
    seq: int = 0


class GetMessages(Question[MessagePage]):
    """The newest messages before `before`, without deleted ones."""

    verb = "message.list"
    answer = MessagePage
    thread_id: str
    before: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class MessageState(Model):
    """What became of a message: kept with its turn, refused, or neither (not seen yet)."""

    message: Message | None = None
    turn: Turn | None = None
    refusal: Refusal | None = None


class GetMessage(Question[MessageState]):
    verb = "message.get"
    answer = MessageState
    message_id: str


class ViewAnswer(Model):
    view: AgentView


class GetView(Question[ViewAnswer]):
    """The newest 50 messages, open turns and `seq`, read in one transaction."""

    verb = "thread.view"
    answer = ViewAnswer
    thread_id: str


class EventPage(Model):
    events: tuple[Annotated[DurableEvent, Field(discriminator="kind")], ...]
    head: int  # the thread's newest seq


class EventsSince(Question[EventPage]):
    """Events after `seq`, in order, at most `limit` and 600 KB."""

    verb = "event.since"
    answer = EventPage
    thread_id: str
    seq: int
    limit: int = Field(default=500, ge=1, le=1000)


class Heads(Model):
    heads: dict[str, int]  # thread id -> newest seq; unknown threads are left out


class GetHeads(Question[Heads]):
    verb = "event.heads"
    answer = Heads
    thread_ids: tuple[str, ...]


class Participant(Model):
    """Somebody who has spoken in a thread."""

    name: str  # empty: a person who told none
    surface: Channel | None = None  # of a person
    agent_id: str | None = None  # of an agent
    messages: int
    last_at: datetime


class Participants(Model):
    people: tuple[Participant, ...]
    agents: tuple[Participant, ...]


class GetParticipants(Question[Participants]):
    """In the order in which they came in. Raises ThreadNotFound."""

    verb = "thread.participants"
    answer = Participants
    thread_id: str
