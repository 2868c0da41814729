"""Builds a thread's view anew from its events, as it was at any of them."""

import asyncio
import sys

from parley_shared.agent_view import AgentView
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.models import Message
from parley_shared.shortening import shorten
from parley_shared.store import EventsSince, GetView
from parley_shared.view import apply, initial

from parley_cli.admin import connect_admin
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder
from parley_cli.nats_conf import NatsFiles
from parley_cli.readable import harmless
from parley_cli.state import running_state


def replay(folder: DataFolder, thread_id: str, at: int | None, *, as_json: bool) -> bool:
    """Prints it; whether it equals the live view, which is only asked for the newest event.

    Raises NotRunning, LauncherFailure.
    """
    files = NatsFiles(folder.nats, running_state(folder).nats_port)
    view, differing = asyncio.run(_replay(files, thread_id, at))
    print(view.model_dump_json(indent=1) if as_json else "\n".join(describe_view(view)))
    if differing:
        print(f"It differs from the live view in: {', '.join(differing)}", file=sys.stderr)
    elif at is None:
        print(f"It equals the live view at event {view.seq}", file=sys.stderr)
    return not differing


async def _replay(
    files: NatsFiles, thread_id: str, at: int | None
) -> tuple[AgentView, tuple[str, ...]]:
    try:
        async with connect_admin(files) as bus:
            if at is not None:
                return await rebuild(bus, thread_id, at), ()
            live = (await bus.ask(GetView(thread_id=thread_id))).view
            rebuilt = await rebuild(bus, thread_id, live.seq)
            return rebuilt, find_differences(live, rebuilt)
    except ParleyError as error:
        raise LauncherFailure(f"{error}") from error


async def rebuild(bus: Bus, thread_id: str, at: int) -> AgentView:
    """From the first event to `at`, or to the newest before it."""
    view = initial(thread_id)
    while view.seq < at:
        page = await bus.ask(EventsSince(thread_id=thread_id, seq=view.seq))
        for event in page.events:
            if event.seq <= at:
                view = apply(view, event)
        if not page.events or page.head <= view.seq:
            break
    return view


def find_differences(live: AgentView, rebuilt: AgentView) -> tuple[str, ...]:
    """Names of fields, except for what only says how a view was come by: a live one shows the
    newest messages, and the words that stream in it may be shortened."""
    shown = len(live.visible_messages)
    streaming = rebuilt.streaming_message
    same = rebuilt.model_copy(
        update={
            "visible_messages": rebuilt.visible_messages[-shown:] if shown else (),
            "streaming_message": streaming and shorten(streaming),
            "metadata": live.metadata,
        }
    )
    fields = AgentView.model_fields
    return tuple(name for name in fields if getattr(live, name) != getattr(same, name))


def describe_view(view: AgentView) -> list[str]:
    """As people read it, without what a terminal would obey."""
    thread = view.runtime_context.thread
    title = (thread.title if thread else "") or view.thread_id
    lines = [f"{title} at event {view.seq}, {view.status}"]
    for message in view.visible_messages:
        lines += ["", *_describe_message(message)]
    if view.error_text:
        lines += ["", f"failed: {view.error_text}"]
    return [harmless(line) for line in lines]


def _describe_message(message: Message) -> list[str]:
    who = "you" if message.role == "user" else message.agent_id or "agent"
    ended = f" ({message.stop_reason})" if message.stop_reason not in (None, "end") else ""
    return [f"{who}{ended}:", *(f"  {line}" for line in message.text.splitlines())]
