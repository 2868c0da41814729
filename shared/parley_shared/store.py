"""Every question that only the store answers: `await bus.ask(GetThread(thread_id=...))`."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parley_shared.agent_view import AgentView
from parley_shared.events import DurableEvent
from parley_shared.journal import CompactStep, Step
from parley_shared.models import (
    Agent,
    Approval,
    Arguments,
    BusyMode,
    Channel,
    FileRef,
    Limits,
    Message,
    Model,
    Query,
    Refusal,
    Thread,
    ThreadRow,
    ThreadStatus,
    Turn,
    TurnError,
    Usage,
)
from parley_shared.questions import Done, Question

# -- reading threads and messages


class GetThread(Question[Thread]):
    """Raises ThreadNotFound."""

    verb = "thread.get"
    answer = Thread
    thread_id: str


class ThreadPage(Model):
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


# -- accepting messages


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


# -- running turns


class Claimed(Model):
    """A turn to run or to go on with; pages that did not fit are asked for."""

    kind: Literal["claimed"] = "claimed"
    turn: Turn
    thread: Thread
    agent: Agent
    fence: int
    attempt: int
    lease: float  # seconds
    answer_id: str
    history: tuple[Message, ...]  # oldest first, ends with the message to answer
    history_next: str | None = None  # cursor of the page before, for GetHistory
    steps: tuple[Step, ...] = ()
    steps_next: int | None = None  # offset of the rest, for GetSteps
    agents: dict[str, str] = {}  # agent id -> name, of those who spoke in this thread
    compaction: CompactStep | None = None  # of the thread's beginning, by an earlier turn
    cancel: bool = False
    workspace_id: str = ""  # the thread whose files the turn sees; "": its own


class NothingToClaim(Model):
    kind: Literal["none"] = "none"
    parked: bool = False


class Busy(Model):
    kind: Literal["busy"] = "busy"
    retry_in: float  # seconds


class ClaimAnswer(Model):
    claim: Annotated[Claimed | NothingToClaim | Busy, Field(discriminator="kind")]


class Claim(Question[ClaimAnswer]):
    """The thread's oldest unended turn, with a new fence and a lease of 6 s.

    The same `claim_id` again gives the same fence: its first answer may have been lost.
    """

    verb = "turn.claim"
    answer = ClaimAnswer
    thread_id: str
    runner: str
    claim_id: str = ""


class Kept(Model):
    """What every fenced write tells back."""

    cancel: bool = False
    steers: tuple[Message, ...] = ()  # waiting to join at the next model boundary
    step: Step | None = None  # what the journal holds: the first result of a repeated step


class Renew(Question[Kept]):
    """Raises Stale."""

    verb = "turn.renew"
    answer = Kept
    turn_id: str
    fence: int


class KeepStep(Question[Kept]):
    """Write a step; a step that already has a result keeps it. Raises Stale."""

    verb = "turn.step"
    answer = Kept
    turn_id: str
    fence: int
    step: Step


class Note(Question[Kept]):
    """Tell that a model call is retried or goes to a fallback. Raises Stale."""

    verb = "turn.note"
    answer = Kept
    turn_id: str
    fence: int
    note_id: str
    model: str
    code: str
    wait_ms: int | None = None
    next_model: str | None = None  # set: a fallback, not a retry


class ApprovalWanted(Model):
    n: int
    i: int
    call_id: str
    tool: str
    arguments: Arguments = {}
    binding: str = ""
    remember_as: str | None = None
    reason: str = ""
    allowed: tuple[Literal["approve", "approve_edited", "deny"], ...] = (
        "approve",
        "approve_edited",
        "deny",
    )
    expires_in: int = 7 * 86400  # seconds


class QueryWanted(Model):
    n: int
    i: int
    call_id: str
    query_kind: Literal["single", "multi", "free"]
    text: str
    options: tuple[tuple[str, str], ...] = ()  # value, label
    expires_in: int = 7 * 86400  # seconds


class ChildWanted(Model):
    """A call that is a turn of another agent."""

    n: int
    i: int
    call_id: str
    agent_id: str
    prompt: str
    limits: Limits
    origin: str = ""


class Parked(Model):
    """`decided`: everything is already decided, so go on; else the turn waits without a runner."""

    decided: bool


class Park(Question[Parked]):
    """Wait for humans; creates what they decide. Raises Stale.

    Sub-agents are begun once no human is waited for.
    """

    verb = "turn.park"
    answer = Parked
    turn_id: str
    fence: int
    approvals: tuple[ApprovalWanted, ...] = ()
    queries: tuple[QueryWanted, ...] = ()
    children: tuple[ChildWanted, ...] = ()
    reason: str = "approval"


class Backoff(Question[Kept]):
    """Wait for a provider without a runner; queued again by the store's clock. Raises Stale."""

    verb = "turn.backoff"
    answer = Kept
    turn_id: str
    fence: int
    seconds: float
    model: str
    code: str


class Handoff(Model):
    """The thread's next turn belongs to another agent."""

    agent_id: str
    brief: str


class Finished(Model):
    message: Message | None = None


class Finish(Question[Finished]):
    """End the turn with its answer; again it gives the first answer. Raises Stale."""

    verb = "turn.finish"
    answer = Finished
    turn_id: str
    fence: int
    state: Literal["done", "failed", "cancelled"]
    message: Message | None = None  # the agent's; a failed turn may keep its partial text
    usage: Usage | None = None
    error: TurnError | None = None
    handoff: Handoff | None = None  # only of a turn that is done


class HandBack(Question[Kept]):
    """A runner that stops gives its turn back: queued again, lease ended, no fault counted."""

    verb = "turn.handback"
    answer = Kept
    turn_id: str
    fence: int


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
    title: str


class TellShutdown(Question[Done]):
    """Tell that a thread's live agent was let go; the same id again is told once.

    Raises ThreadNotFound.
    """

    verb = "agent.shutdown"
    answer = Done
    thread_id: str
    shutdown_id: str
    reason: str
    metadata: dict[str, str] = {}


class StepPage(Model):
    items: tuple[Step, ...]  # by (n, i, kind)
    next: int | None = None


class GetSteps(Question[StepPage]):
    verb = "turn.steps"
    answer = StepPage
    turn_id: str
    offset: int = 0


class Queue(Model):
    turns: tuple[Turn, ...]  # oldest first, the running one included
    messages: dict[str, Message] = {}
    steers: tuple[Message, ...] = ()  # that wait to join the running turn


class GetQueue(Question[Queue]):
    verb = "turn.queue"
    answer = Queue
    thread_id: str


class Runnable(Model):
    thread_ids: tuple[str, ...]


class GetRunnable(Question[Runnable]):
    """Threads whose oldest turn can run now; of a `runner`, those whose turn is in its hands."""

    verb = "turn.runnable"
    answer = Runnable
    runner: str | None = None


class OpenRequests(Model):
    approvals: tuple[Approval, ...] = ()
    queries: tuple[Query, ...] = ()


class GetOpenRequests(Question[OpenRequests]):
    """What waits for a human, oldest first."""

    verb = "approval.list"
    answer = OpenRequests
    thread_id: str | None = None


# -- agents


class Agents(Model):
    agents: tuple[Agent, ...]  # by creation


class ListAgents(Question[Agents]):
    verb = "agent.list"
    answer = Agents


class GetAgent(Question[Agent]):
    """Raises AgentNotFound."""

    verb = "agent.get"
    answer = Agent
    agent_id: str


class ChangeNotes(Question[Agent]):
    """Add one of an agent's notes, or drop those of these words; again it changes nothing."""

    verb = "agent.notes"
    answer = Agent
    agent_id: str
    add: str = ""
    drop: str = ""


class SuggestModel(Question[Agent]):
    """Give the default agent this model, unless somebody has ever edited that agent."""

    verb = "agent.suggest"
    answer = Agent
    model: str
    api_base: str | None = None
    api_key: str | None = None


# -- chats outside


class Chat(Model):
    """Which thread an outside chat looks at."""

    channel: Channel
    chat: str
    thread_id: str | None = None


class GetChat(Question[Chat]):
    verb = "chat.get"
    answer = Chat
    channel: Channel
    chat: str


class PointChat(Question[Chat]):
    """Raises ThreadNotFound."""

    verb = "chat.point"
    answer = Chat
    channel: Channel
    chat: str
    thread_id: str


# -- signing in (only hashes travel)


class SetToken(Question[Done]):
    """The launcher's: a changed token ends every sign-in that came from the old one."""

    verb = "token.set"
    answer = Done
    token_hash: str  # sha256, hex


class SignIn(Question[Done]):
    """Keep a session for whoever knows the token. Raises WrongToken."""

    verb = "signin.create"
    answer = Done
    token_hash: str
    session_hash: str
    label: str = ""


class SignedIn(Model):
    """`surface` is "token" when the start-up token itself was shown."""

    key_id: str
    name: str
    surface: Literal["session", "key", "token"]
    expires_at: datetime | None = None


class CheckSignIn(Question[SignedIn]):
    """Whose secret has this hash: a session's, an API key's or the token. Raises WrongToken."""

    verb = "signin.check"
    answer = SignedIn
    secret_hash: str


class SignOut(Question[Done]):
    verb = "signin.end"
    answer = Done
    session_hash: str


class ApiKey(Model):
    key_id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None = None


class ApiKeys(Model):
    keys: tuple[ApiKey, ...]


class ListKeys(Question[ApiKeys]):
    verb = "key.list"
    answer = ApiKeys


class CreateKey(Question[ApiKey]):
    verb = "key.create"
    answer = ApiKey
    key_id: str
    name: str
    secret_hash: str


class RevokeKey(Question[Done]):
    verb = "key.revoke"
    answer = Done
    key_id: str


# -- files: contents by sha256, read and written in chunks of at most 512 KB


class WriteChunk(Question[Done]):
    """Chunks of an upload come in order, from offset 0; a repeated one changes nothing."""

    verb = "file.write"
    answer = Done
    upload_id: str
    offset: int
    base64: str


class KeepFile(Question[FileRef]):
    """End an upload. Raises FileDamaged if the contents are not what `sha256` says."""

    verb = "file.keep"
    answer = FileRef
    upload_id: str
    file: FileRef
    thread_id: str | None = None


class GetFile(Question[FileRef]):
    """Raises FileNotKept."""

    verb = "file.get"
    answer = FileRef
    file_id: str


class Chunk(Model):
    base64: str
    end: bool


class ReadChunk(Question[Chunk]):
    verb = "file.read"
    answer = Chunk
    file_id: str
    offset: int = 0
    limit: int = Field(default=512 * 1024, ge=1, le=512 * 1024)


# -- how the store is


class Stats(Model):
    threads: int
    messages: int
    turns_open: int
    outbox: int  # rows not yet on NATS
    dead_letters: int = 0  # that wait for a person
    at: datetime | None = None  # by the store's clock
    newest_at: datetime | None = None  # of what was said last
    database_bytes: int


class GetStats(Question[Stats]):
    verb = "stats.get"
    answer = Stats
