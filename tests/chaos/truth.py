"""What the store holds after a run, read through the public API, and what the tools counted."""

import json
from dataclasses import dataclass
from pathlib import Path

from parley_shared.agent_view import AgentView
from parley_shared.events import DurableEvent
from parley_shared.models import Message
from parley_shared.store import EventPage, MessagePage, Queue
from parley_shared.view import apply, initial

from tests.chaos.person import Person


@dataclass(frozen=True)
class KeptThread:
    thread_id: str
    events: tuple[DurableEvent, ...]
    messages: tuple[Message, ...]  # in the order in which they are shown
    open_turns: int

    @property
    def view(self) -> AgentView:
        """Of somebody who has seen every event since the thread began."""
        view = initial(self.thread_id)
        for event in self.events:
            view = apply(view, event)
        return view


@dataclass(frozen=True)
class Run:
    """One execution of a tool."""

    tool: str
    call_id: str
    tag: str


async def read_thread(person: Person, thread_id: str) -> KeptThread:
    events: list[DurableEvent] = []
    while True:
        path = f"/threads/{thread_id}/events?since={len(events)}&limit=1000"
        page = EventPage.model_validate((await person.ask("GET", path))[1])
        events += page.events
        if len(events) >= page.head or not page.events:
            break
    queue = Queue.model_validate((await person.ask("GET", f"/threads/{thread_id}/queue"))[1])
    messages = await _read_messages(person, thread_id)
    return KeptThread(thread_id, tuple(events), messages, len(queue.turns))


async def read_head(person: Person, thread_id: str) -> tuple[int, int]:
    """The newest event's number, and how many turns are open."""
    path = f"/threads/{thread_id}/events?since=1000000000&limit=1"
    page = EventPage.model_validate((await person.ask("GET", path))[1])
    queue = Queue.model_validate((await person.ask("GET", f"/threads/{thread_id}/queue"))[1])
    return page.head, len(queue.turns)


def read_runs(counts: Path) -> list[Run]:
    return [Run(**json.loads(line)) for line in counts.read_text().splitlines()]


async def _read_messages(person: Person, thread_id: str) -> tuple[Message, ...]:
    messages: list[Message] = []
    before = ""
    while True:
        path = f"/threads/{thread_id}/messages?limit=200{before}"
        page = MessagePage.model_validate((await person.ask("GET", path))[1])
        messages = [*page.items, *messages]
        if page.next is None:
            return tuple(messages)
        before = f"&before={page.next}"
