"""How each chat is set."""

from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Done, Question

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
