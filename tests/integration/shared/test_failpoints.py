"""Failpoints: inert without their variable, obeyed once with it."""

import signal
import subprocess
import sys
from pathlib import Path

REACH = "from parley_shared.failpoints import reach\nprint(reach('here'), reach('here'))"


def reach_twice(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", REACH], env=environment, capture_output=True, text=True, check=False
    )


def test_without_its_variable_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("kill")

    assert reach_twice({}).stdout.split() == ["False", "False"]


def test_who_comes_first_dies(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("kill")

    first = reach_twice({"PARLEY_FAILPOINTS": str(tmp_path)})

    assert first.returncode == -signal.SIGKILL
    assert reach_twice({"PARLEY_FAILPOINTS": str(tmp_path)}).returncode == 0


def test_what_is_to_be_lost_is_lost_once(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("lose")

    assert reach_twice({"PARLEY_FAILPOINTS": str(tmp_path)}).stdout.split() == ["True", "False"]


def test_a_full_disk_stays_full_until_the_file_is_gone(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("full")

    assert "No space left" in reach_twice({"PARLEY_FAILPOINTS": str(tmp_path)}).stderr
    assert (tmp_path / "here").exists()
