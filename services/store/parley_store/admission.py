"""What becomes of a message, decided from what is open in its thread. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

from parley_shared.errors import QueueFull, ThreadBusy
from parley_shared.facts import phrase
from parley_shared.models import BusyMode, Channel, Message, Query, Thread

from parley_store.requests import Request
from parley_store.rows import KeptTurn

QUEUE_LIMIT = 20  # messages of a thread that wait behind its running turn

Place = Literal["keep", "answer", "steer", "interrupt", "queue"]


def choose_agent(
    thread: Thread, wanted: str | None, text: str = "", names: Sequence[str] = ()
) -> str | None:
    """Who answers: who was asked, else by the room's policy the thread's agent, else nobody.

    `names` are those of the thread's agent, by which `text` may address it.
    """
    if wanted is not None:
        return wanted
    answers = {
        "always": True,
        "mention": is_addressed(text, names),
        "smart": is_addressed(text, names) or "?" in text,
        "off": False,
    }
    return thread.agent_id if answers[thread.respond_policy] else None


def is_addressed(text: str, names: Sequence[str]) -> bool:
    """ "@Ada" anywhere, or her name at the very beginning: "Ada, what do you think"."""
    for name in map(re.escape, filter(None, names)):
        if re.search(rf"(?<![\w@])@{name}(?!\w)|^\s*{name}\s*[,:!]", text, re.IGNORECASE):
            return True
    return False


def choose_place(
    thread: Thread,
    agent_id: str | None,
    mode: BusyMode | None,
    open_turns: Sequence[KeptTurn],
    requests: Sequence[Request],
    channel: Channel = "web",
) -> Place:
    """`requests` wait for a human; `mode` is what the message itself asks for.

    Raises ThreadBusy, QueueFull.
    """
    if agent_id is None:
        return "keep"
    if not open_turns:
        return "queue"
    head = open_turns[0].turn
    if find_free_query(requests) is not None and agent_id == head.agent_id:
        return "answer"
    if requests:
        busy_mode: BusyMode = "interrupt" if mode == "interrupt" else "enqueue"
    else:
        busy_mode = mode or thread.busy_modes.get(channel, thread.busy_mode)
    if busy_mode == "reject":
        raise ThreadBusy(
            phrase("thread_busy", "thread {thread!r} is busy with an answer", thread=thread.id)
        )
    if count_waiting(open_turns) >= QUEUE_LIMIT:
        raise QueueFull(
            phrase(
                "queue_full",
                "{most} messages wait in thread {thread!r} already",
                most=QUEUE_LIMIT,
                thread=thread.id,
            )
        )
    if busy_mode == "steer" and head.state == "running" and not head.cancel:
        return "steer" if head.agent_id == agent_id else "queue"
    return "interrupt" if busy_mode == "interrupt" else "queue"


def find_free_query(requests: Sequence[Request]) -> Request | None:
    """The question that a message answers."""
    for request in requests:
        if isinstance(request.asked, Query) and request.asked.kind == "free":
            return request
    return None


def write_title(message: Message, limit: int = 60) -> str:
    """The first line of what was said first, without the marks of a heading or a quotation."""
    lines = (re.sub(r"^(?:#{1,6}|>)\s+", "", line.strip()) for line in message.text.splitlines())
    title = " ".join(next(filter(None, lines), "").split())
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"


def count_waiting(open_turns: Sequence[KeptTurn]) -> int:
    """Those that run are not waiting, but what wants to join them is."""
    queued = sum(each.turn.state == "queued" for each in open_turns)
    return queued + sum(each.steers for each in open_turns)
