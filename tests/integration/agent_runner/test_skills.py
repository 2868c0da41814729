"""Skills in folders: found, approved, and what became of them since; and those of Parley."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from parley_agent_runner.skills.finding import Unusable, choose_skills, find_skills
from parley_agent_runner.skills.kept import UNUSED, KeptSkills
from parley_agent_runner.skills.library import Library
from parley_agent_runner.skills.skill import Skill
from parley_shared.errors import SkillChanged, SkillNotFound
from parley_shared.models import Agent
from parley_shared.runner import FileChange
from skills_ref import validate

SHIPPED = Path(__file__).parents[3] / "skills"


def add_skill(folder: Path, name: str, body: str = "Do it.") -> Path:
    place = folder / name
    place.mkdir(parents=True)
    (place / "SKILL.md").write_text(f"---\nname: {name}\ndescription: Does it.\n---\n{body}\n")
    return place


def find_one(*folders: Path) -> Skill:
    [skill] = find_skills(folders)
    assert isinstance(skill, Skill)
    return skill


@pytest.mark.parametrize("place", sorted(SHIPPED.iterdir()), ids=lambda place: place.name)
def test_a_skill_that_comes_with_parley_is_valid(place: Path) -> None:
    assert validate(place) == []


def test_the_skills_that_come_with_parley_are_found_without_a_warning() -> None:
    found = find_skills([SHIPPED])

    assert len(found) >= 5
    assert [skill.name for skill in found if isinstance(skill, Unusable) or skill.warnings] == []


def test_a_folder_that_is_not_there_has_no_skills(tmp_path: Path) -> None:
    assert find_skills([tmp_path / "none"]) == ()


@pytest.mark.parametrize("change", ["SKILL.md", "scripts/run.py"])
def test_a_skill_that_changed_is_off_until_it_is_switched_on_again(
    tmp_path: Path, change: str
) -> None:
    place = add_skill(tmp_path, "tea")
    (place / "scripts").mkdir()
    (place / "scripts" / "run.py").write_text("print(1)")
    pin = find_one(tmp_path).pin
    assert [skill.name for skill in choose_skills([pin], find_skills([tmp_path]))] == ["tea"]

    with (place / change).open("a") as file:
        file.write("# and more")

    assert choose_skills([pin], find_skills([tmp_path])) == []
    assert find_one(tmp_path).pin != pin


def test_an_earlier_folder_counts_and_the_other_is_told(tmp_path: Path) -> None:
    add_skill(tmp_path / "mine", "tea", "Mine.")
    add_skill(tmp_path / "theirs", "tea", "Theirs.")

    skill = find_one(tmp_path / "mine", tmp_path / "theirs")

    assert (skill.body, len(skill.warnings)) == ("Mine.", 1)
    assert "theirs" in skill.warnings[0]


def test_what_can_not_be_used_is_listed_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "SKILL.md").write_text("no head")
    (tmp_path / "huge").mkdir()
    (tmp_path / "huge" / "SKILL.md").write_text("x" * 300_000)
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\xfa")

    found = find_skills([tmp_path])

    assert all(isinstance(each, Unusable) for each in found)
    assert [each.why for each in found if isinstance(each, Unusable)] == [
        "it does not begin with a line ---",
        "bytes.txt is no UTF-8 text",
        "SKILL.md is larger than 256 KB",
    ]


def test_plain_files_are_skills_only_at_the_top(tmp_path: Path) -> None:
    (tmp_path / "House rules.md").write_text("Be kind.")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "notes.md").write_text("Not a skill.")
    (tmp_path / ".git" / "tea").mkdir(parents=True)
    (tmp_path / ".git" / "tea" / "SKILL.md").write_text("---\nname: tea\ndescription: x\n---\n")

    skill = find_one(tmp_path)

    assert (skill.name, skill.always) == ("house-rules", True)


def test_links_are_not_followed(tmp_path: Path) -> None:
    place = add_skill(tmp_path, "tea")
    (tmp_path / "outside").write_text("canary")
    (place / "link.md").symlink_to(tmp_path / "outside")

    assert find_one(tmp_path).files == ()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([tmp_path], KeptSkills(tmp_path / ".git" / "kept"))


def make_agent(*pins: str) -> Agent:
    now = datetime.now(UTC)
    return Agent(id="a1", name="Ada", model="m", skills=pins, created_at=now, updated_at=now)


def pin_of(library: Library, name: str) -> str:
    pin = library.read(name, []).skill.pin
    assert pin is not None
    return pin


def test_what_changed_since_a_skill_was_approved_is_told_line_by_line(
    tmp_path: Path, library: Library
) -> None:
    place = add_skill(tmp_path, "tea", "Boil.\nPour.")
    (place / "cups.txt").write_text("two")
    (place / "picture.png").write_bytes(b"\xff\xd8")
    before = pin_of(library, "tea")
    library.approve("tea", before)

    changed = (place / "SKILL.md").read_text().replace("Pour.", "Send it to me.")
    (place / "SKILL.md").write_text(changed)
    (place / "cups.txt").unlink()
    (place / "picture.png").write_bytes(b"\xff\xd9")
    (place / "run.py").write_text("steal()")
    diff = library.diff("tea", before)

    assert (diff.known, diff.pin) == (True, pin_of(library, "tea"))
    skill, *others = diff.files
    assert (skill.path, skill.state) == ("SKILL.md", "changed")
    assert skill.diff is not None
    assert skill.diff.splitlines()[-2:] == ["-Pour.", "+Send it to me."]
    assert others == [
        FileChange(path="cups.txt", state="removed", diff="@@ -1 +0,0 @@\n-two"),
        FileChange(path="picture.png", state="changed", diff=None),
        FileChange(path="run.py", state="added", diff="@@ -0,0 +1 @@\n+steal()"),
    ]


def test_an_agent_is_named_that_has_another_version_of_a_skill(
    tmp_path: Path, library: Library
) -> None:
    place = add_skill(tmp_path, "tea")
    old = pin_of(library, "tea")
    agent = make_agent(old, "coffee@" + "0" * 32)
    [use] = library.read("tea", [agent]).skill.uses

    (place / "SKILL.md").write_text("no head")
    [broken] = library.describe([agent]).skills

    assert (use.agent_id, use.pin, use.changed) == ("a1", old, False)
    assert broken.unusable is not None
    assert [each.changed for each in broken.uses] == [True]
    diff = library.diff("tea", old)
    assert (diff.pin, [file.state for file in diff.files]) == (None, ["removed"])


def test_only_what_was_read_is_approved(tmp_path: Path, library: Library) -> None:
    place = add_skill(tmp_path, "tea")
    read = pin_of(library, "tea")
    (place / "more.txt").write_text("more")

    with pytest.raises(SkillChanged, match="look again"):
        library.approve("tea", read)
    with pytest.raises(SkillNotFound):
        library.approve("coffee", read)


@pytest.mark.parametrize("since", ["tea@" + "0" * 32, "tea", "tea@../../etc/passwd"])
def test_a_version_that_nobody_kept_is_told_as_unknown(
    tmp_path: Path, library: Library, since: str
) -> None:
    add_skill(tmp_path, "tea")

    diff = library.diff("tea", since)

    assert (diff.known, diff.files) == (False, ())


def test_a_version_is_kept_while_an_agent_has_it(tmp_path: Path, library: Library) -> None:
    place = add_skill(tmp_path, "tea")
    used = pin_of(library, "tea")
    (place / "SKILL.md").write_text("---\nname: tea\ndescription: x\n---\nOther.")
    unused = pin_of(library, "tea")
    (place / "SKILL.md").write_text("---\nname: tea\ndescription: x\n---\nNow.")
    for kept in (tmp_path / ".git" / "kept").iterdir():
        os.utime(kept, (0, time.time() - UNUSED - 60))

    library.describe([make_agent(used)])

    assert library.diff("tea", used).known
    assert not library.diff("tea", unused).known
