"""What a channel heard from a person, on its way to the gateway."""

from datetime import datetime

from parley_shared.models import BusyMode, Channel, FileRef, Model


class Inbound(Model):
    """`message_id` is chosen by the channel: a resend is not a second message."""

    message_id: str
    channel: Channel
    chat: str  # of the web: the thread id; of Telegram: the chat id
    text: str
    thread_id: str | None = None  # else the chat's pointer decides
    agent_id: str | None = None  # else the thread's agent answers
    sender: str | None = None
    attachments: tuple[FileRef, ...] = ()
    mode: BusyMode | None = None  # else the thread's
    client_time: datetime | None = None
