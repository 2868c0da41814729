"""Live agents: which there are, one of them, and letting go of it; and the switch for all turns."""

from typing import Annotated

from fastapi import Query
from parley_shared.commands import StopAll, Stopped
from parley_shared.errors import AlreadyRuns, NotLive
from parley_shared.gathering import ask_all
from parley_shared.models import Model
from parley_shared.runner import ListLive, LiveInfo, Released, ReleaseLive

from parley_web.web import Here, Id, make_router

router = make_router("/api", "live")


class LiveAgents(Model):
    """Of all runners; the newest of each first."""

    agents: tuple[LiveInfo, ...]
    count: int


@router.get("/live")
async def list_live(
    web: Here, match: Annotated[str, Query(min_length=1, max_length=100)] = "*"
) -> LiveAgents:
    """`match` fits thread ids, "*" stands for anything."""
    lists = await ask_all(web.bus, ListLive(match=match))
    agents = tuple(each for one in lists for each in one.agents)
    return LiveAgents(agents=agents, count=len(agents))


@router.get("/live/{thread_id}")
async def get_live(thread_id: Id, web: Here) -> LiveInfo:
    for each in await ask_all(web.bus, ListLive(match=thread_id)):
        if each.agents:
            return each.agents[0]
    raise NotLive(f"thread {thread_id!r} has no live agent")


@router.delete("/live/{thread_id}")
async def release_live(
    thread_id: Id, web: Here, reason: Annotated[str, Query(min_length=1, max_length=80)] = "manual"
) -> Released:
    """The thread and all it has stays. 409 while an answer is running."""
    await get_live(thread_id, web)
    answers = await ask_all(web.bus, ReleaseLive(thread_id=thread_id, reason=reason))
    if not any(each.released for each in answers):
        raise AlreadyRuns(f"an answer is running in thread {thread_id!r}: stop it first")
    return Released(released=True)


@router.post("/stop-all")
async def stop_all(web: Here) -> Stopped:
    """Stops every turn of every thread, those that wait too; partial texts are kept."""
    return await web.change(StopAll())
