"""What Telegram gave, kept before it is forgotten there."""

from datetime import datetime
from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Done, Question
from parley_shared.telegram.chats import ChatChange


class HeardUpdate(Model):
    update_id: int
    chat: str
    is_group: bool = False
    title: str = ""  # of the chat
    sender: str  # Telegram's number of a person
    name: str = ""
    vouched: bool = False  # the settings say that this person may write
    first: ChatChange = ChatChange()  # how the chat is set, if nobody has set it yet
    body: str  # as Telegram sent it


class Verdict(Model):
    """`open` is kept and not done; `closed` is of a group that nobody has opened."""

    update_id: int
    state: Literal["open", "done", "stranger", "closed"]
    is_new_stranger: bool = False
    at: datetime | None = None  # when what is open was kept first


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
    at: datetime | None = None  # when it was kept


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
