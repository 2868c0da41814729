"""What a button of ours means when it is pressed: at most 64 bytes. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Choice = Literal["y", "n", "e", "t"]  # yes, no, edit, yes in this thread from now on


@dataclass(frozen=True)
class PressedApproval:
    approval_id: str
    choice: Choice


@dataclass(frozen=True)
class PressedChoice:
    """Number of the option; None is "Done" under those of which several can be chosen."""

    question_id: str
    number: int | None
    many: bool


@dataclass(frozen=True)
class PressedRetry:
    message_id: str


@dataclass(frozen=True)
class PressedStop:
    thread_id: str


@dataclass(frozen=True)
class PressedCommand:
    text: str


@dataclass(frozen=True)
class PressedAllow:
    """A group may be written in from now on."""

    chat: str


Pressed = (
    PressedApproval | PressedChoice | PressedRetry | PressedStop | PressedCommand | PressedAllow
)

_KINDS: dict[str, Callable[[str], Pressed]] = {
    "r1": PressedRetry,
    "s1": PressedStop,
    "c1": PressedCommand,
    "g1": PressedAllow,
}
_APPROVAL = re.compile(r"a1:([A-Za-z0-9]{1,40}):([ynet])")
_CHOICE = re.compile(r"q1:([A-Za-z0-9]{1,40}):(\d{1,3}|done):([01])")


def write_approval(approval_id: str, choice: Choice) -> str:
    return f"a1:{approval_id}:{choice}"


def write_choice(question_id: str, number: int | None, many: bool) -> str:
    return f"q1:{question_id}:{'done' if number is None else number}:{int(many)}"


def write_retry(message_id: str) -> str:
    return f"r1:{message_id}"


def write_stop(thread_id: str) -> str:
    return f"s1:{thread_id}"


def write_command(text: str) -> str:
    return f"c1:{text}"


def write_allow(chat: str) -> str:
    return f"g1:{chat}"


def read_data(said: str) -> Pressed | None:
    """None: it is no button of ours, or one of another version."""
    if form := _APPROVAL.fullmatch(said):
        choice: Choice = form[2]  # type: ignore[assignment]  # one of its letters
        return PressedApproval(form[1], choice)
    if form := _CHOICE.fullmatch(said):
        return PressedChoice(form[1], None if form[2] == "done" else int(form[2]), form[3] == "1")
    kind, _, rest = said.partition(":")
    return _KINDS[kind](rest) if kind in _KINDS and rest else None
