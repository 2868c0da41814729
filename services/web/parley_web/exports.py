"""A whole thread as a file: Markdown to read, JSON to keep."""

from collections.abc import AsyncIterator, Iterable
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import Query, Response
from parley_shared.models import Message, Model, TextPart, Thread
from parley_shared.store import GetMessages, GetThread, ListAgents

from parley_web.web import Here, Id, Web, make_router

router = make_router("/api/threads", "threads")

PAGE = 200  # messages


class ThreadExport(Model):
    format: Literal["parley.thread.v1"] = "parley.thread.v1"
    thread: Thread
    messages: tuple[Message, ...]


@router.get("/{thread_id}/export")
async def export_thread(
    thread_id: Id, web: Here, form: Annotated[Literal["md", "json"], Query(alias="format")] = "md"
) -> Response:
    thread = await web.bus.ask(GetThread(thread_id=thread_id))
    messages = tuple([message async for message in _read_messages(web, thread_id)])
    if form == "json":
        text = ThreadExport(thread=thread, messages=messages).model_dump_json(indent=1)
    else:
        agents = (await web.bus.ask(ListAgents())).agents
        text = write_markdown(thread, messages, {agent.id: agent.name for agent in agents})
    name = quote(f"{thread.title or thread.id}.{form}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    media_type = "application/json" if form == "json" else "text/markdown"
    return Response(text, media_type=media_type, headers=headers)


def write_markdown(thread: Thread, messages: Iterable[Message], agents: dict[str, str]) -> str:
    """As it is read on the screen, without how the tools came to it."""
    blocks = [f"# {thread.title or 'Untitled thread'}"]
    for message in messages:
        who = (message.sender or "You") if message.role == "user" else _name(message, agents)
        said = [part.text for part in message.parts if isinstance(part, TextPart)]
        files = [f"📎 {file.name}" for file in (*message.attachments, *message.artifacts)]
        blocks += [f"## {who}", *filter(None, [*said, message.text, *files])]
    return "\n\n".join(blocks) + "\n"


def _name(message: Message, agents: dict[str, str]) -> str:
    return agents.get(message.agent_id or "", message.agent_id or "Agent")


async def _read_messages(web: Web, thread_id: str) -> AsyncIterator[Message]:
    """All of them, oldest first; pages come newest first."""
    pages: list[tuple[Message, ...]] = []
    before: str | None = None
    while True:
        question = GetMessages(thread_id=thread_id, before=before, limit=PAGE)
        page = await web.bus.ask(question)
        pages.append(page.items)
        before = page.next
        if before is None:
            break
    for items in reversed(pages):
        for message in items:
            yield message
