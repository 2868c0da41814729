"""A skill: read from its SKILL.md by the rules of agentskills.io, and written for a model. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import yaml
from parley_shared.facts import Told, phrase
from parley_shared.models import Message, ToolPart

FIELDS = ("name", "description", "license", "compatibility", "metadata", "allowed-tools")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 64
LONGEST_DESCRIPTION = 1024
LONGEST_COMPATIBILITY = 500
ACTIVATES = "activate_skill"  # the tool
ALWAYS = "parley-always"  # in the metadata: its text is in every prompt of the agents that have it


class SkillWrong(Exception):
    """The sentence says why the skill can't be used."""


@dataclass(frozen=True)
class Skill:
    """`pin` names it together with all its files: what was switched on is only this."""

    name: str
    description: str
    body: str
    pin: str = ""
    place: str = ""  # the folder it was found in
    always: bool = False
    files: tuple[str, ...] = ()  # beside SKILL.md, read on demand
    warnings: tuple[Told, ...] = ()


def read_skill(text: str, folder: str) -> Skill:
    """Lenient where nothing breaks: then there is a warning. Raises SkillWrong."""
    head, body = _split(text)
    name, description = head.get("name"), head.get("description")
    if not isinstance(name, str) or not isinstance(description, str) or not description.strip():
        raise SkillWrong(phrase("skill_nameless", "it needs a name and a description"))
    name = unicodedata.normalize("NFKC", name.strip())
    if not NAME.fullmatch(name):
        raise SkillWrong(
            phrase(
                "skill_name_unfit",
                "the name {name!r} may only have a-z, 0-9 and single hyphens",
                name=name[:80],
            )
        )
    metadata = head.get("metadata")
    always = isinstance(metadata, dict) and metadata.get(ALWAYS) == "true"
    return Skill(
        name=name,
        description=description.strip(),
        body=body.strip(),
        always=always,
        warnings=tuple(_list_warnings(head, name, folder)),
    )


def read_plain(text: str, stem: str) -> Skill:
    """A plain text file is a skill that always counts. Raises SkillWrong."""
    name = "-".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", stem).lower()))
    lines = [line.strip("# \t") for line in text.splitlines() if line.strip("# \t")]
    if not name or not lines:
        raise SkillWrong(phrase("skill_empty", "it is empty, or its name has no letters a-z"))
    return Skill(name[:LONGEST_NAME], lines[0][:LONGEST_DESCRIPTION], text.strip(), always=True)


def write_catalogue(skills: Sequence[Skill]) -> str:
    """What the model knows of skills before it activates one; empty if there are none."""
    offered = [skill for skill in skills if not skill.always]
    if not offered:
        return ""
    entries = "\n".join(
        f"<skill>\n<name>\n{skill.name}\n</name>\n"
        f"<description>\n{_escape(skill.description)}\n</description>\n</skill>"
        for skill in offered
    )
    return (
        "When a task fits one of these skills, call activate_skill first and follow it.\n"
        f"<available_skills>\n{entries}\n</available_skills>"
    )


def write_content(skill: Skill) -> str:
    listed = "\n".join(f"<file>{_escape(path)}</file>" for path in skill.files)
    resources = f"\n<skill_resources>\n{listed}\n</skill_resources>" if listed else ""
    return f'<skill_content name="{skill.name}">\n{skill.body}{resources}\n</skill_content>'


def find_named(text: str, skills: Sequence[Skill]) -> Skill | None:
    """The skill that a person activates by writing "/name" first."""
    words = text.split(maxsplit=1)
    return next((skill for skill in skills if words and words[0] == f"/{skill.name}"), None)


def find_active(history: Sequence[Message], skills: Sequence[Skill]) -> list[str]:
    """Names of those that a person or the agent activated, and that stay so in the thread."""
    active: list[str] = []
    for message in history:
        if message.role == "user" and (named := find_named(message.text, skills)) is not None:
            active.append(named.name)
        for part in message.parts:
            if isinstance(part, ToolPart) and part.name == ACTIVATES and part.state == "done":
                active.append(str(part.arguments.get("name")))
    return list(dict.fromkeys(active))


def _split(text: str) -> tuple[dict[str, object], str]:
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---":
        raise SkillWrong(phrase("skill_headless", "it does not begin with a line ---"))
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise SkillWrong(phrase("skill_head_endless", "the line --- that ends its head is missing"))
    try:
        head = yaml.safe_load("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError):
        raise SkillWrong(phrase("skill_head_no_yaml", "its head is no YAML")) from None
    if not isinstance(head, dict):
        raise SkillWrong(phrase("skill_head_empty", "its head has no fields"))
    return head, "\n".join(lines[end + 1 :])


def _list_warnings(head: dict[str, object], name: str, folder: str) -> list[Told]:
    compatibility = head.get("compatibility")
    too_long = isinstance(compatibility, str) and len(compatibility) > LONGEST_COMPATIBILITY
    found = [
        (
            name != folder,
            phrase("skill_folder_other", "its folder is called {folder!r}", folder=folder),
        ),
        (
            len(name) > LONGEST_NAME,
            phrase(
                "skill_name_long", "its name has more than {most} characters", most=LONGEST_NAME
            ),
        ),
        (
            len(str(head["description"])) > LONGEST_DESCRIPTION,
            phrase(
                "skill_description_long",
                "its description has more than {most} characters",
                most=LONGEST_DESCRIPTION,
            ),
        ),
        (
            too_long,
            phrase(
                "skill_compatibility_long",
                "its compatibility has more than {most} characters",
                most=LONGEST_COMPATIBILITY,
            ),
        ),
    ]
    unknown = [
        phrase("skill_field_unknown", "{field} is no field of a skill", field=str(field))
        for field in head
        if field not in FIELDS
    ]
    return [warning for is_so, warning in found if is_so] + unknown


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
