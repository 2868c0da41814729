"""The skills there are, what they say, what changed in them, and their approval."""

from typing import Literal

from parley_shared.models import Fact, Model
from parley_shared.questions import Done, Question


class SkillUse(Model):
    """An agent that has the skill, and what exactly was approved for it."""

    agent_id: str
    agent_name: str
    pin: str
    changed: bool  # the skill is another one by now: off until it is approved anew


class SkillSpec(Model):
    """A skill as it is now. An agent has it that has this `pin` among its skills."""

    name: str
    description: str = ""
    place: str  # where it was found
    pin: str | None = None  # the name and the hash of all its files
    always: bool = False  # its text is in every prompt
    warnings: tuple[str, ...] = ()
    warning_facts: tuple[Fact, ...] = ()
    unusable: str | None = None  # why
    unusable_fact: Fact | None = None
    uses: tuple[SkillUse, ...] = ()


class Skills(Model):
    skills: tuple[SkillSpec, ...]  # by name


class ListSkills(Question[Skills]):
    service = "runner"
    verb = "skills.list"
    answer = Skills


class SkillText(Model):
    """What an agent that has the skill reads of it."""

    skill: SkillSpec
    text: str  # empty if it is unusable
    files: tuple[str, ...] = ()  # beside it, read on demand


class GetSkill(Question[SkillText]):
    """As it is now, to be read before it is switched on. Raises SkillNotFound."""

    service = "runner"
    verb = "skills.get"
    answer = SkillText
    name: str


FileChangeState = Literal["added", "removed", "changed"]


class FileChange(Model):
    """A file of a skill that is not as it was."""

    path: str
    state: FileChangeState
    diff: str | None  # unified, from its first "@@" on; None: no text, or too much of it


class SkillDiff(Model):
    """What became of a skill since it was approved as `since`."""

    name: str
    since: str
    pin: str | None  # as it is now; None: it can't be used now, so all its files are "removed"
    known: bool  # False: what `since` stands for was never kept here, so `files` is empty
    files: tuple[FileChange, ...] = ()  # by path


class DiffSkill(Question[SkillDiff]):
    """`since` is a pin that an agent has. Raises SkillNotFound."""

    service = "runner"
    verb = "skills.diff"
    answer = SkillDiff
    name: str
    since: str


class ApproveSkill(Question[Done]):
    """Keep it word for word, to be compared with later. Raises SkillNotFound, SkillChanged."""

    service = "runner"
    verb = "skills.approve"
    answer = Done
    name: str
    pin: str  # of what the person has read
