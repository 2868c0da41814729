"""What a runner reads to build a prompt, and the title that comes of an answer."""

from pydantic import Field

from parley_shared.models import Message, Model, Thread, Usage
from parley_shared.questions import Question
from parley_shared.store.turns import Claimed


class HistoryPage(Model):
    items: tuple[Message, ...]  # oldest first
    next: str | None = None


class GetHistory(Question[HistoryPage]):
    """A turn's history before the cursor, for its prompt; at most 600 KB.

    Without a turn: all of the thread, as a next message would find it.
    """

    verb = "turn.history"
    answer = HistoryPage
    turn_id: str | None = None
    thread_id: str | None = None
    before: str
    limit: int = Field(default=100, ge=1, le=500)


class Draft(Question[Claimed]):
    """What a runner would be given if the agent was asked `text` now; nothing is kept.

    Without a thread: as the first message of a new one. Raises ThreadNotFound, AgentNotFound.
    """

    verb = "turn.draft"
    answer = Claimed
    agent_id: str
    thread_id: str | None = None
    text: str = ""


class TitleThread(Question[Thread]):
    """Name a thread by what is said in it, unless somebody has named it. Raises ThreadNotFound."""

    verb = "thread.title"
    answer = Thread
    thread_id: str
    title: str  # empty: nobody found one
    turn_id: str | None = None  # that was named after, and pays for it
    usage: Usage | None = None  # of the model that was asked
