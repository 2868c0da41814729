"""Keys in a file that only we read."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from parley_agent_runner.naming import runner_name, usual_name
from parley_agent_runner.secrets import Secrets
from parley_shared.errors import BadInput


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "runner" / "secrets.json"


def test_a_secret_is_found_again_and_only_its_name_is_told(file: Path) -> None:
    Secrets(file, {}).put("openai", " sk-1 ")

    assert Secrets(file, {}).find("openai") == "sk-1"
    assert Secrets(file, {}).names() == ("openai",)


def test_nobody_else_can_read_the_file(file: Path) -> None:
    Secrets(file, {}).put("openai", "sk-1")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert os.listdir(file.parent) == ["secrets.json"]


PUT_MANY = """
import sys
from pathlib import Path
from parley_agent_runner.secrets import Secrets
for number in range(100):
    Secrets(Path(sys.argv[1]), {}).put(f"{sys.argv[2]}-{number}", "sk")
"""


def test_what_two_runners_keep_at_once_is_kept(file: Path) -> None:
    command = (sys.executable, "-c", PUT_MANY, str(file))
    runners = [subprocess.Popen((*command, name)) for name in ("one", "two")]

    assert [each.wait(60) for each in runners] == [0, 0]

    names = {f"{name}-{number}" for name in ("one", "two") for number in range(100)}
    assert set(Secrets(file, {}).names()) == names


def test_an_empty_value_deletes_it(file: Path) -> None:
    secrets = Secrets(file, {})
    secrets.put("openai", "sk-1")

    secrets.put("openai", "")

    assert (secrets.find("openai"), secrets.names()) == (None, ())


def test_a_stored_key_goes_before_the_environment(file: Path) -> None:
    secrets = Secrets(file, {"OPENAI_API_KEY": "sk-env", "HOME": "/root"})

    assert secrets.find("openai") == "sk-env"
    assert secrets.names() == ()
    secrets.put("openai", "sk-file")
    assert secrets.find("openai") == "sk-file"


def test_the_environment_is_no_secret_store(file: Path) -> None:
    assert Secrets(file, {"AWS_SECRET": "x"}).find("AWS_SECRET") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("", "x"), ("a b", "x"), ("../x", "x"), ("x" * 81, "x"), ("x", "a\nb"), ("x", "a" * 4001)],
)
def test_nonsense_is_refused(file: Path, name: str, value: str) -> None:
    with pytest.raises(BadInput):
        Secrets(file, {}).put(name, value)


def test_a_second_runner_is_given_another_name(tmp_path: Path) -> None:
    with runner_name(tmp_path, "box") as first, runner_name(tmp_path, "box") as second:
        names = (first, second)

    assert names == ("box", "box-2")


def test_a_runner_that_starts_again_has_its_name_back(tmp_path: Path) -> None:
    with runner_name(tmp_path, "box") as first:
        pass

    with runner_name(tmp_path, "box") as again:
        assert again == first


def test_the_usual_name_stays_and_is_nobody_elses(tmp_path: Path) -> None:
    here, there = tmp_path / "one" / "runner", tmp_path / "two" / "runner"
    name = usual_name(here)

    assert usual_name(here) == name
    assert usual_name(there) != name
    assert [each.name for each in here.iterdir()] == ["name"]
