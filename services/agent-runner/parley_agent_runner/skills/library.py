"""All skills of this runner: found anew each time, and described for those who approve them."""

from collections.abc import Sequence
from pathlib import Path

from parley_shared.errors import SkillChanged, SkillNotFound
from parley_shared.facts import fact_of, phrase
from parley_shared.models import Agent
from parley_shared.runner import SkillDiff, Skills, SkillSpec, SkillText, SkillUse

from parley_agent_runner.skills.comparing import compare
from parley_agent_runner.skills.finding import Found, choose_skills, find_skills
from parley_agent_runner.skills.kept import KeptSkills
from parley_agent_runner.skills.skill import Skill


class Library:
    """Reads files, so each of its methods is for a thread of its own."""

    def __init__(self, folders: Sequence[Path], kept: KeptSkills) -> None:
        self._folders, self._kept = folders, kept

    def choose(self, pins: Sequence[str]) -> list[Skill]:
        """Those of an agent that have not changed since they were approved for it."""
        if not pins:
            return []
        chosen = choose_skills(pins, find_skills(self._folders))
        self._kept.keep(chosen)
        return chosen

    def describe(self, agents: Sequence[Agent]) -> Skills:
        found = find_skills(self._folders)
        usable = [skill for skill in found if isinstance(skill, Skill)]
        self._kept.keep(usable)
        used = (pin for agent in agents for pin in agent.skills)
        self._kept.forget_others({*used, *(skill.pin for skill in usable)})
        return Skills(skills=tuple(_describe(each, agents) for each in found))

    def read(self, name: str, agents: Sequence[Agent]) -> SkillText:
        """Raises SkillNotFound."""
        found = self._find(name)
        if not isinstance(found, Skill):
            return SkillText(skill=_describe(found, agents), text="")
        self._kept.keep([found])
        return SkillText(skill=_describe(found, agents), text=found.body, files=found.files)

    def diff(self, name: str, since: str) -> SkillDiff:
        """Raises SkillNotFound."""
        found = self._find(name)
        pin = None
        now = None
        if isinstance(found, Skill):
            self._kept.keep([found])
            pin, now = found.pin, self._kept.find(found.pin)
        before = self._kept.find(since) if since.partition("@")[0] == name else None
        if before is None or (pin is not None and now is None):
            return SkillDiff(name=name, since=since, pin=pin, known=False)
        changes = compare(before, now or {})
        return SkillDiff(name=name, since=since, pin=pin, known=True, files=changes)

    def approve(self, name: str, pin: str) -> None:
        """Raises SkillNotFound, SkillChanged."""
        found = self._find(name)
        if not isinstance(found, Skill):
            raise SkillNotFound(
                phrase(
                    "skill_unusable",
                    "the skill {skill!r} can't be used: {why}",
                    skill=name,
                    why=found.why,
                )
            )
        if found.pin != pin:
            raise SkillChanged(f"the skill {name!r} has changed while you looked: look again")
        self._kept.keep([found])

    def _find(self, name: str) -> Found:
        found = next((each for each in find_skills(self._folders) if each.name == name), None)
        if found is None:
            raise SkillNotFound(f"there is no skill {name!r}")
        return found


def _describe(found: Found, agents: Sequence[Agent]) -> SkillSpec:
    pin = found.pin if isinstance(found, Skill) else None
    uses = tuple(_list_uses(found.name, pin, agents))
    if not isinstance(found, Skill):
        return SkillSpec(
            name=found.name,
            place=found.place,
            unusable=found.why,
            unusable_fact=fact_of(found.why),
            uses=uses,
        )
    return SkillSpec(
        name=found.name,
        description=found.description,
        place=found.place,
        pin=pin,
        always=found.always,
        warnings=found.warnings,
        warning_facts=tuple(each.fact for each in found.warnings),
        uses=uses,
    )


def _list_uses(name: str, pin: str | None, agents: Sequence[Agent]) -> list[SkillUse]:
    return [
        SkillUse(agent_id=agent.id, agent_name=agent.name, pin=each, changed=each != pin)
        for agent in agents
        for each in agent.skills
        if each.partition("@")[0] == name
    ]
