"""What is asked about Telegram: of the store, which keeps it, and of the service that speaks it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parley_shared.events import DurableEvent
from parley_shared.models import Model
from parley_shared.questions import Done, Question

# -- people and chats


class Person(Model):
    """Somebody on Telegram. A stranger has written and is not answered."""

    person_id: str  # Telegram's number
    name: str = ""
    role: Literal["paired", "stranger"] = "stranger"
    at: datetime  # paired, or heard of, since then


class People(Model):
    people: tuple[Person, ...]  # the newest first


class ListPeople(Question[People]):
    verb = "telegram.people"
    answer = People


class AllowPerson(Question[Person]):
    """A stranger may write from now on. Raises PersonNotFound."""

    verb = "telegram.allow"
    answer = Person
    person_id: str


class ForgetPerson(Question[Done]):
    """Who is forgotten is a stranger again. Again it changes nothing."""

    verb = "telegram.forget"
    answer = Done
    person_id: str


class KeepCode(Question[Done]):
    """A pairing code that lives for 15 minutes; only its hash travels."""

    verb = "telegram.code"
    answer = Done
    code_hash: str  # sha256, hex


class Pair(Question[Person]):
    """The code is used up. Raises WrongCode, also for the sixth try within an hour."""

    verb = "telegram.pair"
    answer = Person
    code_hash: str
    person_id: str
    name: str = ""


ShowTools = Literal["status", "off", "log"]


class ChatSettings(Model):
    """How a chat is spoken to. `chat` is Telegram's number, with "_" and a topic's behind it."""

    chat: str
    title: str = ""
    is_group: bool = False
    allowed: bool = True  # a group is closed until a person opens it
    mirror: bool = True  # what is said elsewhere in its thread is told here
    tools: ShowTools = "status"
    reasoning: bool = False
    paused: str = ""  # why nothing can be sent there; ends when somebody writes


class GetChatSettings(Question[ChatSettings]):
    verb = "telegram.chat"
    answer = ChatSettings
    chat: str


class ChatList(Model):
    chats: tuple[ChatSettings, ...]


class ListChats(Question[ChatList]):
    """All that were ever set, or those that look at one thread now."""

    verb = "telegram.chats"
    answer = ChatList
    thread_id: str | None = None


class ChatChange(Model):
    """Only the fields that were set are changed."""

    title: str | None = None
    allowed: bool | None = None
    mirror: bool | None = None
    tools: ShowTools | None = None
    reasoning: bool | None = None
    paused: str | None = None


class ChangeChat(Question[ChatSettings]):
    verb = "telegram.change"
    answer = ChatSettings
    chat: str
    change: ChatChange


class MoveChat(Question[Done]):
    """A group became a supergroup and has another number: what it looks at and waits for moves."""

    verb = "telegram.move"
    answer = Done
    chat: str
    to: str


# -- in: updates, kept before Telegram forgets them


class HeardUpdate(Model):
    update_id: int
    chat: str
    is_group: bool = False
    title: str = ""  # of the chat
    sender: str  # Telegram's number of a person
    name: str = ""
    vouched: bool = False  # the settings say that this person may write
    body: str  # as Telegram sent it


class Verdict(Model):
    """`open` is kept and not done; `closed` is of a group that nobody has opened."""

    update_id: int
    state: Literal["open", "done", "stranger", "closed"]
    is_new_stranger: bool = False


class Verdicts(Model):
    verdicts: tuple[Verdict, ...]


class KeepUpdates(Question[Verdicts]):
    """Only what paired people sent is kept. Again it gives the same answer."""

    verb = "telegram.keep"
    answer = Verdicts
    bot_id: int
    updates: tuple[HeardUpdate, ...]


class OpenUpdate(Model):
    update_id: int
    chat: str
    body: str


class OpenUpdates(Model):
    updates: tuple[OpenUpdate, ...]  # oldest first


class ListUpdates(Question[OpenUpdates]):
    """What is kept and not done, after `after`; at most 600 KB."""

    verb = "telegram.updates"
    answer = OpenUpdates
    bot_id: int
    after: int = 0


class FinishUpdates(Question[Done]):
    verb = "telegram.done"
    answer = Done
    bot_id: int
    update_ids: tuple[int, ...]


# -- out: what must reach a chat, in order, and how much of it has


class Sending(Model):
    """One message of ours in a chat. `preview` ones become the answer; the `…ing` ones may or may
    not have arrived."""

    part: int
    state: Literal["previewing", "preview", "sending", "sent"]
    external_id: int | None = None  # Telegram's number of the message


class Sendings(Model):
    sendings: tuple[Sending, ...]


class GetSendings(Question[Sendings]):
    """`key` is what is sent: the id of an answer, an approval, a question, a mirrored message."""

    verb = "telegram.sendings"
    answer = Sendings
    chat: str
    key: str


class MarkSending(Question[Done]):
    verb = "telegram.mark"
    answer = Done
    chat: str
    key: str
    thread_id: str | None = None
    sending: Sending


class Sent(Model):
    key: str | None = None
    thread_id: str | None = None


class FindSent(Question[Sent]):
    """What our message with Telegram's number `external_id` was."""

    verb = "telegram.sent"
    answer = Sent
    chat: str
    external_id: int


class OutDelivery(Model):
    """Something that happened and must be told in a chat."""

    delivery_id: int
    chat: str
    settings: ChatSettings
    event: Annotated[DurableEvent, Field(discriminator="kind")]
    reply_to: int | None = None  # Telegram's number of the message it answers, if sent from here
    elsewhere: bool = False  # the chat looks at another thread now
    title: str = ""  # of its thread
    who: str = ""  # name of the agent


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


class TellDelay(Question[Done]):
    """Tell that an answer waits; once for each delivery."""

    verb = "telegram.delay"
    answer = Done
    delivery_id: int
    reason: str


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


# -- what the Telegram service itself answers

BotState = Literal["not_configured", "connecting", "running", "degraded", "failed"]


class TelegramState(Model):
    """`text` is a sentence for a person."""

    state: BotState
    text: str
    username: str | None = None
    mode: Literal["polling", "webhook"] = "polling"
    last_heard_at: datetime | None = None  # the newest answer to a poll, or delivered update
    waiting: int = 0  # deliveries that are not sent yet
    closed_chats: dict[str, datetime] = {}  # chats that Telegram made us wait for, and until when
    reads_groups: bool = False  # BotFather's privacy mode is off


class GetTelegramState(Question[TelegramState]):
    service = "telegram"
    verb = "state"
    answer = TelegramState


class Pairing(Model):
    """`link` opens the bot and pairs whoever opens it first, for 15 minutes."""

    state: TelegramState
    people: int = 0  # who may write already
    link: str | None = None
    expires_at: datetime | None = None


class GetPairing(Question[Pairing]):
    """Each time with a new code."""

    service = "telegram"
    verb = "pairing"
    answer = Pairing
