"""The stack with PostgreSQL, as docs/howto/postgresql.md has it: killed, copied, put back."""

import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compose.hurting import hurt
from tests.compose.stack import BUILT_WITHIN, PROJECT, Stack, run

PAGE = "docs/howto/postgresql.md"
PASSWORD = "not-a-secret-4711"
REAL = "postgres:17-alpine"
COUNT = 40  # words, of which the slow agent says ten a second
WORDS = " ".join(f"word{n}" for n in range(1, COUNT + 1))
NOTE = "```python\nopen('note.txt', 'w').write('kept')\nprint(6 * 7)\n```"


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    """The one of docker-compose.postgresql.yml; where it can't be pulled, what stands in for it."""
    for word in ("inspect", "pull"):
        found = subprocess.run(["docker", "image", word, REAL], capture_output=True, check=False)
        if found.returncode == 0:
            yield REAL
            return
    recipe = PROJECT / "tests" / "compose" / "postgres.Dockerfile"
    name = f"parley-test-postgres:{uuid.uuid4().hex[:8]}"
    words = ("--quiet", "--tag", name, "--file", str(recipe), str(recipe.parent))
    run("docker", "build", *words, within=BUILT_WITHIN)
    yield name
    run("docker", "image", "rm", name)


def make_stack(folder: Path, image: str, **settings: str) -> Stack:
    """Cloned; nothing runs yet."""
    stack = Stack(folder)
    files = "docker-compose.yml:docker-compose.postgresql.yml"
    postgres = {"PARLEY_POSTGRES_PASSWORD": PASSWORD, "PARLEY_POSTGRES_IMAGE": image}
    stack.clone(COMPOSE_FILE=files, COMPOSE_PROFILES="", **postgres, **settings)
    return stack


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, image: str) -> Iterator[Stack]:
    stack = make_stack(tmp_path_factory.mktemp("postgresql") / "parley", image)
    try:
        stack.up()
        agent = {"id": "slow", "change": {"name": "Slowcoach", "model": "demo/slow"}}
        stack.until_taken("/api/agents", agent)
        yield stack
    finally:
        stack.down()


@pytest.fixture
def fresh(tmp_path: Path, kept: Stack, image: str) -> Iterator[Stack]:
    """Another installation, from the same images."""
    stack = make_stack(tmp_path / "parley", image, PARLEY_VERSION=kept.name)
    try:
        yield stack
    finally:
        stack.down()


def carry_out(stack: Stack, n: int) -> None:
    """The commands of the page about backups: first those that make one, then the way back."""
    section = (stack.folder / PAGE).read_text().split("## Backup, restore, updating")[1]
    commands = re.findall(r"^```\n(.*?)^```", section, re.MULTILINE | re.DOTALL)[n]
    commands = commands.replace("parley_", f"{stack.name}_")
    run("sh", "-ec", commands, folder=stack.folder, within=BUILT_WITHIN)


@pytest.mark.parametrize("service", ["postgres", "store"])
def test_an_answer_outlives_whoever_keeps_it(kept: Stack, service: str) -> None:
    thread = f"killed-{service}"
    message_id = kept.say(thread, f"Say {COUNT} words", "slow")

    hurt(kept, "kill", service)

    assert kept.answer_to(thread, message_id)["text"] == WORDS
    assert [message["role"] for message in kept.read(thread)] == ["user", "assistant"]


def test_what_was_copied_comes_back_elsewhere(kept: Stack, fresh: Stack) -> None:
    message_id = kept.say("moved", NOTE, "toolbox")
    answer = kept.answer_to("moved", message_id)
    carry_out(kept, 0)
    kept.say("moved", "Say 3 words", "slow")
    for copy in ("parley.dump", "files.tgz"):
        shutil.copy(kept.folder / copy, fresh.folder / copy)

    carry_out(fresh, 1)
    fresh.sign_in()

    assert fresh.read("moved")[-1] == answer
    note = fresh.client.get("/api/threads/moved/workspace/file", params={"path": "note.txt"})
    assert note.text == "kept"
    again = fresh.say("moved", "```sh\ncat note.txt\n```", "toolbox")
    assert "kept" in fresh.answer_to("moved", again)["text"]
