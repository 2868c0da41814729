"""Telegram messages that were taken together as one message: an album, a long paste."""

from parley_shared.models import Model
from parley_shared.questions import Done, Question


class Joined(Model):
    """One of them."""

    number: int  # Telegram's
    body: str  # as Telegram sent it, but for what says nothing to an agent


class KeepJoined(Question[Done]):
    """What was kept under the same numbers is replaced."""

    verb = "telegram.join"
    answer = Done
    bot_id: int
    chat: str
    message_id: str  # of the message that was made of them
    joined: tuple[Joined, ...]


class Together(Model):
    message_id: str | None = None
    joined: tuple[Joined, ...] = ()  # in the order in which they were sent


class FindTogether(Question[Together]):
    """All that were taken together with the one that has this number; none if it was taken alone,
    or more than 30 days ago."""

    verb = "telegram.together"
    answer = Together
    bot_id: int
    chat: str
    number: int
