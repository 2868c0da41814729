"""Skills of this installation: what they say, what changed in them, the person's word for one."""

from typing import Annotated

from fastapi import Path, Query
from parley_shared.commands import UseSkill
from parley_shared.frames import NewSkillApproval
from parley_shared.models import Agent
from parley_shared.runner import (
    ApproveSkill,
    DiffSkill,
    GetSkill,
    ListSkills,
    SkillDiff,
    Skills,
    SkillText,
)

from parley_web.web import Here, make_router

router = make_router("/api/skills", "skills")

Name = Annotated[str, Path(min_length=1, max_length=200)]
Since = Annotated[str, Query(min_length=1, max_length=250)]


@router.get("")
async def list_skills(web: Here) -> Skills:
    """Those that can't be used too, with the reason; each with the agents that have it."""
    return await web.bus.ask(ListSkills())


@router.get("/{name}")
async def get_skill(name: Name, web: Here) -> SkillText:
    """Its text and the names of its other files, to be read before an agent is given its `pin`."""
    return await web.bus.ask(GetSkill(name=name))


@router.get("/{name}/diff")
async def diff_skill(name: Name, since: Since, web: Here) -> SkillDiff:
    """What changed since it was approved; `since` is the `pin` that an agent has of it."""
    return await web.bus.ask(DiffSkill(name=name, since=since))


@router.post("/{name}/approve")
async def approve_skill(name: Name, new: NewSkillApproval, web: Here) -> Agent:
    """Exactly what was read is given to the agent: 409 if it is another one by now."""
    await web.bus.ask(ApproveSkill(name=name, pin=new.pin))
    return await web.change(UseSkill(agent_id=new.agent_id, pin=new.pin))
