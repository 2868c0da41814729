"""Threads: the list, one of them, and what can be done with it."""

from typing import Annotated

from fastapi import Query
from parley_shared import ids
from parley_shared.commands import (
    CreateThread,
    DeleteThread,
    ForkThread,
    RestoreThread,
    StopThread,
    UpdateThread,
)
from parley_shared.frames import Id as GivenId
from parley_shared.frames import NewFork, NewStop, NewThread, ThreadPatch
from parley_shared.models import Thread, ThreadStatus, Turn
from parley_shared.store import (
    EventPage,
    EventsSince,
    GetParticipants,
    GetQueue,
    GetThread,
    GetThreadRows,
    ListSubagents,
    ListThreads,
    Participants,
    Queue,
    ThreadPage,
    ThreadRows,
)

from parley_web.web import Here, Id, make_router

router = make_router("/api/threads", "threads")

Ids = Annotated[tuple[GivenId, ...], Query(max_length=100)]


@router.get("")
async def list_threads(
    web: Here,
    q: Annotated[str, Query(max_length=200)] = "",
    status: ThreadStatus = "active",
    working: bool = False,
    id: Ids = (),
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ThreadPage:
    """`q` searches titles and messages; `working` leaves only those where a turn has not ended.

    Asked by `id`, as often as there are some, it gives just these, archived ones too.
    """
    if id:
        return ThreadPage(items=(await web.bus.ask(GetThreadRows(thread_ids=id))).rows)
    question = ListThreads(q=q, status=status, working=working, before=before, limit=limit)
    return await web.bus.ask(question)


@router.post("", status_code=201)
async def create_thread(new: NewThread, web: Here) -> Thread:
    """The same `id` again gives the same thread."""
    question = CreateThread(thread_id=new.id or ids.uuid7(), title=new.title, agent_id=new.agent_id)
    return await web.change(question)


@router.get("/{thread_id}")
async def get_thread(thread_id: Id, web: Here) -> Thread:
    return await web.bus.ask(GetThread(thread_id=thread_id))


@router.patch("/{thread_id}")
async def change_thread(thread_id: Id, change: ThreadPatch, web: Here) -> Thread:
    """Rename, archive, pin, switch agent ...: only the fields that are set are changed."""
    return await web.change(UpdateThread(thread_id=thread_id, change=change))


@router.delete("/{thread_id}")
async def delete_thread(thread_id: Id, web: Here) -> Thread:
    """Can be restored for 30 s."""
    return await web.change(DeleteThread(thread_id=thread_id))


@router.post("/{thread_id}/restore")
async def restore_thread(thread_id: Id, web: Here) -> Thread:
    return await web.change(RestoreThread(thread_id=thread_id))


@router.post("/{thread_id}/fork", status_code=201)
async def fork_thread(thread_id: Id, new: NewFork, web: Here) -> Thread:
    """A new thread with the messages up to there; both keep the lineage."""
    question = ForkThread(
        thread_id=thread_id,
        new_thread_id=new.id or ids.uuid7(),
        message_id=new.message_id,
        inclusive=new.inclusive,
        title=new.title,
    )
    return await web.change(question)


@router.get("/{thread_id}/subagents")
async def list_subagents(thread_id: Id, web: Here) -> ThreadRows:
    """The threads in which sub-agents worked for this one; the list of threads hides them."""
    return await web.bus.ask(ListSubagents(thread_id=thread_id))


@router.get("/{thread_id}/queue")
async def get_queue(thread_id: Id, web: Here) -> Queue:
    """The running turn and those that wait behind it."""
    return await web.bus.ask(GetQueue(thread_id=thread_id))


@router.get("/{thread_id}/participants")
async def list_participants(thread_id: Id, web: Here) -> Participants:
    """The people and agents that have spoken in it; who looks now is told over the socket."""
    return await web.bus.ask(GetParticipants(thread_id=thread_id))


@router.get("/{thread_id}/events")
async def list_events(
    thread_id: Id,
    web: Here,
    since: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> EventPage:
    """What has happened after event `since`, oldest first; `head` is the newest there is."""
    return await web.bus.ask(EventsSince(thread_id=thread_id, seq=since, limit=limit))


@router.post("/{thread_id}/stop")
async def stop_thread(thread_id: Id, web: Here, new: NewStop | None = None) -> Turn:
    """Stops the running turn, or the one that is named; its partial text is kept."""
    which = new.model_dump() if new else {}
    return await web.change(StopThread(thread_id=thread_id, stop_id=ids.uuid7(), **which))
