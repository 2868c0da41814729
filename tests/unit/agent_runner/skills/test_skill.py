"""What a SKILL.md may say, and what a model reads of it."""

import pytest
from parley_agent_runner.skills.skill import (
    Skill,
    SkillWrong,
    find_named,
    read_plain,
    read_skill,
    write_catalogue,
    write_content,
)

HEAD = "---\nname: pdf-reader\ndescription: Reads PDFs.\n---\n"
PDF = Skill("pdf-reader", "Reads PDFs & more.", "Open it.", files=("references/form.md",))
HOUSE = Skill("house-rules", "Rules.", "Be kind.", always=True)


def test_a_skill_has_a_name_a_description_and_a_body() -> None:
    skill = read_skill(HEAD + "\nOpen it.\n\n---\n\nRead it.\n", "pdf-reader")

    assert (skill.name, skill.description) == ("pdf-reader", "Reads PDFs.")
    assert skill.body == "Open it.\n\n---\n\nRead it."
    assert (skill.always, skill.warnings) == (False, ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Open it.", "does not begin with"),
        ("---\nname: a\ndescription: b", "that ends its head is missing"),
        ("---\nname: [a\n---\n", "no YAML"),
        ("---\n- a\n---\n", "has no fields"),
        ("---\nname: a\n---\n", "needs a name and a description"),
        ("---\nname: a\ndescription: ' '\n---\n", "needs a name and a description"),
        ("---\nname: 12\ndescription: b\n---\n", "needs a name and a description"),
        ("---\nname: Pdf\ndescription: b\n---\n", "may only have"),
        ("---\nname: -pdf\ndescription: b\n---\n", "may only have"),
        ("---\nname: pdf--reader\ndescription: b\n---\n", "may only have"),
        ("---\nname: pdf-\ndescription: b\n---\n", "may only have"),
        ("---\nname: ../pdf\ndescription: b\n---\n", "may only have"),
    ],
)
def test_what_is_no_skill_says_why(text: str, why: str) -> None:
    with pytest.raises(SkillWrong, match=why):
        read_skill(text, "a")


@pytest.mark.parametrize(
    ("text", "folder", "warning"),
    [
        (HEAD, "other", "its folder is called 'other'"),
        (f"---\nname: {'a' * 65}\ndescription: b\n---\n", "a" * 65, "more than 64"),
        (f"---\nname: a\ndescription: {'b' * 1025}\n---\n", "a", "more than 1024"),
        (f"---\nname: a\ndescription: b\ncompatibility: {'c' * 501}\n---\n", "a", "than 500"),
        ("---\nname: a\ndescription: b\nversion: 1\n---\n", "a", "version is no field"),
    ],
)
def test_what_breaks_nothing_is_a_warning(text: str, folder: str, warning: str) -> None:
    [said] = read_skill(text, folder).warnings

    assert warning in said


@pytest.mark.parametrize(
    ("said", "always"), [('"true"', True), ('"false"', False), ("true", False)]
)
def test_a_skill_can_be_in_every_prompt(said: str, always: bool) -> None:
    head = f"---\nname: a\ndescription: b\nmetadata:\n  parley-always: {said}\n---\n"

    assert read_skill(head, "a").always is always


def test_a_plain_file_is_a_skill_that_is_in_every_prompt() -> None:
    skill = read_plain("# House rules\n\nBe kind.\n", "House Rules")

    assert skill == Skill("house-rules", "House rules", "# House rules\n\nBe kind.", always=True)


def test_the_catalogue_names_what_can_be_activated() -> None:
    assert write_catalogue([PDF, HOUSE]) == (
        "When a task fits one of these skills, call activate_skill first and follow it.\n"
        "<available_skills>\n<skill>\n<name>\npdf-reader\n</name>\n<description>\n"
        "Reads PDFs &amp; more.\n</description>\n</skill>\n</available_skills>"
    )
    assert write_catalogue([HOUSE]) == ""


def test_the_content_names_the_files_beside_it() -> None:
    assert write_content(PDF) == (
        '<skill_content name="pdf-reader">\nOpen it.\n<skill_resources>\n'
        "<file>references/form.md</file>\n</skill_resources>\n</skill_content>"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [("/pdf-reader my.pdf", PDF), ("/pdf-reader", PDF), ("/pdf", None), ("", None), ("x", None)],
)
def test_a_person_activates_a_skill_by_its_name(text: str, found: Skill | None) -> None:
    assert find_named(text, [HOUSE, PDF]) is found
