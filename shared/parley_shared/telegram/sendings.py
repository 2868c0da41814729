"""How much of what must be in a chat is there."""

from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Done, Question


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
