"""Ids: made by whoever says a thing first, or derived, so that saying it again is recognised."""

import hashlib
import re
import secrets
import time

TOKEN = r"^[A-Za-z0-9_-]{1,64}$"  # one token of a subject, and a safe file name

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TELEGRAM = re.compile(r"tg_\d+_(\d+)_(-?\d+(?:_\d+)?)")


def uuid7() -> str:
    """A new UUIDv7 (RFC 9562): milliseconds first, so that ids sort by time."""
    value = int(time.time() * 1000) << 80 | 7 << 76 | secrets.randbits(12) << 64
    value |= 2 << 62 | secrets.randbits(62)
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def turn_id(message_id: str, agent_id: str, retry_id: str = "") -> str:
    return "t" + _digest(f"{message_id}/{agent_id}/{retry_id}", 21)


def answer_id(turn: str) -> str:
    """The id of the message that ends a turn."""
    return f"a{turn}"


def call_id(turn: str, n: int, i: int) -> str:
    """9 letters and digits: legal for OpenAI, Anthropic and Mistral alike."""
    return _digest(f"{turn}/{n}/{i}", 9)


def approval_id(call: str) -> str:
    return f"p{call}"


def query_id(call: str, round: int = 0) -> str:
    """Of the first thing a call asks, or of one of those that follow."""
    return f"q{call}_{round}" if round else f"q{call}"


def call_of(request: str) -> str:
    """The call that an approval or a question is about."""
    return request[1:].partition("_")[0]


def copy_id(message: str, thread: str) -> str:
    """The id of a message's copy in a thread forked from its own."""
    return "m" + _digest(f"{message}/{thread}", 21)


def child_thread_id(call: str) -> str:
    """Of the thread in which a sub-agent works for a call."""
    return "s" + _digest(call, 21)


def child_message_id(call: str) -> str:
    """Of what the sub-agent is asked."""
    return "s" + _digest(f"{call}/asked", 21)


def thread_id(command: str) -> str:
    """Of the thread that a chat's command makes."""
    return "c" + _digest(command, 21)


def run_message_id(thread: str, run: str) -> str:
    """Of what a run of AG-UI asks: the same run asks it once."""
    return "g" + _digest(f"{thread}/{run}", 21)


def run_file_id(message: str, number: int) -> str:
    """Of a file that a run of AG-UI asks with."""
    return "f" + _digest(f"{message}/{number}", 21)


def telegram_message(bot_id: int, chat: str, message: int) -> str:
    """The id of what a person wrote to a bot; it says where that was."""
    return f"tg_{bot_id}_{message}_{chat}"


def telegram_origin(message_id: str) -> tuple[str, int] | None:
    """The chat a message came from and Telegram's number of it; None if its id does not say."""
    form = _TELEGRAM.fullmatch(message_id)
    return (form[2], int(form[1])) if form else None


def dead_letter_id(about: str) -> str:
    """Of what is kept about this turn or this job."""
    return "d" + _digest(about, 21)


def _digest(text: str, length: int) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    letters = []
    for _ in range(length):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)
