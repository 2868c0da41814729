"""What the launcher says when it can't do what it is told."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest


def parley(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "parley_cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("words", [["status"], ["stop"], ["restart", "web"]])
def test_without_a_running_parley_it_says_how_to_start_one(
    words: list[str], tmp_path: Path
) -> None:
    done = parley(*words, "--data", str(tmp_path / "p"))

    assert done.returncode == 1
    assert done.stderr == f"Parley does not run in {tmp_path / 'p'}: start it with ./parley up\n"
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("how", [[], ["--detach"]])
def test_a_taken_port_is_named_with_the_next_one(how: list[str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = parley("up", "--data", str(tmp_path / "p"), "--port", str(port), *how)

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is taken by another program: start with --port {port + 1}, "
        "or end that program\n"
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["up", "--port", "80000"], "--port: 80000 is not 1 to 65535"),
        (["up", "--port", "web"], "--port: invalid number value: 'web'"),
        (["replay", "x", "--at", "-1"], "--at: -1 is not 0 or more"),
        (["chaos", "--turns", "0"], "--turns: 0 is not 1 or more"),
    ],
)
def test_a_number_that_can_not_be_is_said(words: list[str], reason: str) -> None:
    done = parley(*words)

    assert done.returncode == 2
    assert done.stderr.endswith(f"error: argument {reason}\n")


def test_the_token_is_the_last_word_and_stays_the_same(tmp_path: Path) -> None:
    first = parley("token", "--data", str(tmp_path / "p")).stdout.split()[-1]
    second = parley("token", "--data", str(tmp_path / "p")).stdout.split()[-1]

    assert first == second == (tmp_path / "p" / "token").read_text().strip()
    assert len(first) == 43  # 256 bits


def test_a_rotated_token_is_another_one(tmp_path: Path) -> None:
    first = parley("token", "--data", str(tmp_path / "p")).stdout.split()[-1]
    second = parley("token", "--rotate", "--data", str(tmp_path / "p")).stdout.split()[-1]

    assert first != second == (tmp_path / "p" / "token").read_text().strip()


def test_an_unknown_log_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    done = parley("logs", "stroe", "--data", str(tmp_path / "p"))

    assert done.returncode == 1
    assert done.stderr.startswith("There is no log 'stroe': name one of parley, nats, store")


def test_an_unknown_part_of_the_tests_is_answered_with_the_known_ones() -> None:
    done = parley("test", "unti")

    assert done.returncode == 1
    assert done.stderr.startswith("There is no part 'unti': name some of format, lint")
