"""Parley is started, looked at, hurt and stopped as a person does it."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from parley_cli.folder import is_running, locate_folder
from parley_cli.state import running_state

from tests.launcher import PROJECT, LaunchedParley
from tests.waiting import START_PATIENCE, wait_until

# What a person may call a folder, and what an address, a URI and a configuration read as their own.
FOLDER = 'Zoë\'s "Parley" #1? 100%'
EVERYBODY = ["nats", "store", "gateway", "agent-runner", "telegram", "web"]  # code tools are off


@pytest.fixture(scope="module")
def parley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LaunchedParley]:
    parley = LaunchedParley(tmp_path_factory.mktemp("launcher") / FOLDER)
    parley.up()
    yield parley
    parley.down()


def test_everybody_is_ready_and_the_pages_are_there(parley: LaunchedParley) -> None:
    status = parley.say("status")

    assert status.returncode == 0
    assert [line.split()[:2] for line in status.stdout.splitlines()[1:]] == [
        [name, "ready"] for name in EVERYBODY
    ]
    assert answer_of(parley, "/readyz") == 200
    assert answer_of(parley, "/") == 200


def test_started_again_it_says_that_it_already_runs_and_where(parley: LaunchedParley) -> None:
    again = parley.say("up")

    assert again.returncode == 0
    assert again.stdout == f"Parley already runs: {parley.address}/#token={parley.token}\n"


def test_whoever_is_killed_comes_back(parley: LaunchedParley) -> None:
    before = {name: parley.pid_of(name) for name in EVERYBODY}

    for name in EVERYBODY:
        parley.kill(name)
    wait_until(parley.is_ready)

    after = {name: parley.pid_of(name) for name in EVERYBODY}
    assert not set(before.values()) & set(after.values())


def test_a_service_is_restarted_alone(parley: LaunchedParley) -> None:
    before = {name: parley.pid_of(name) for name in EVERYBODY}

    assert parley.say("restart", "gateway").returncode == 0
    wait_until(parley.is_ready)

    after = {name: parley.pid_of(name) for name in EVERYBODY}
    assert {name for name in EVERYBODY if before[name] != after[name]} == {"gateway"}


def test_a_service_that_nobody_knows_is_answered_with_the_known_ones(
    parley: LaunchedParley,
) -> None:
    done = parley.say("restart", "stroe")

    assert done.returncode == 1
    assert done.stderr == f"There is no service 'stroe': name one of {', '.join(EVERYBODY)}\n"


def test_the_doctor_asks_everybody_and_names_who_does_not_answer(parley: LaunchedParley) -> None:
    well = parley.say("doctor").stdout
    halted = parley.pid_of("telegram")
    assert halted is not None
    os.kill(halted, signal.SIGSTOP)
    try:
        wait_until(lambda: not parley.is_ready())
        ill = parley.say("doctor")
    finally:
        os.kill(halted, signal.SIGCONT)
    wait_until(parley.is_ready)

    assert all(f"{name} answers" in well for name in EVERYBODY)
    assert "does not answer" not in well
    assert "is missing" not in well
    assert ill.returncode == 1
    assert [line for line in ill.stdout.splitlines() if "does not answer" in line] == [
        "bad   telegram does not answer (running): "
        "./parley logs telegram says why; ./parley restart telegram starts it again"
    ]


def test_a_parley_that_runs_is_backed_up(parley: LaunchedParley, tmp_path: Path) -> None:
    copy = tmp_path / FOLDER

    done = parley.say("backup", str(copy))

    assert (done.returncode, done.stderr) == (0, "")
    with sqlite3.connect(copy / "parley.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert (copy / "keys" / "token").read_text().strip() == parley.token
    assert parley.is_ready()


def test_a_rotated_token_replaces_the_old_one_at_once(parley: LaunchedParley) -> None:
    old = parley.token

    new = parley.say("token", "--rotate").stdout.split()[-1]

    assert new != old
    assert new == parley.token
    assert [sign_in(parley, old), sign_in(parley, new)] == [401, 200]


def test_a_browser_makes_a_new_token_and_stays_while_the_others_go(parley: LaunchedParley) -> None:
    old = parley.token
    headers = {"Origin": parley.address}
    with httpx.Client(base_url=parley.address, headers=headers, timeout=30) as browser:
        browser.post("/api/session", json={"token": old})
        told = browser.post("/api/token/rotate").json()["token"]
        mine = browser.get("/api/session").status_code

    assert (told, mine) == (parley.token, 200)
    assert [sign_in(parley, old), sign_in(parley, told)] == [401, 200]


def test_no_secret_is_in_the_logs_and_nobody_else_may_look(parley: LaunchedParley) -> None:
    files = [Path(place) / name for place, _, names in os.walk(parley.folder) for name in names]
    logs = [path for path in files if path.parent.name == "logs"]

    assert len(logs) >= len(EVERYBODY)
    assert not [path for path in logs if parley.token in path.read_text()]
    assert not [path for path in files if is_open_to_others(path)]
    assert stat.S_IMODE(parley.folder.stat().st_mode) == 0o700


def test_nothing_outlives_a_killed_launcher_and_it_starts_again(tmp_path: Path) -> None:
    parley = LaunchedParley(tmp_path / "p")
    parley.up()
    pids = [pid for name in EVERYBODY if (pid := parley.pid_of(name))]

    os.kill(running_state(locate_folder(parley.folder)).pid, signal.SIGKILL)
    wait_until(lambda: not any(is_alive(pid) for pid in pids))

    parley.up()
    assert parley.is_ready()
    parley.down()


def test_on_a_terminal_it_shows_what_the_services_write_until_it_is_interrupted(
    tmp_path: Path,
) -> None:
    parley = LaunchedParley(tmp_path / "p")
    command = [sys.executable, str(PROJECT / "parley"), "up"]
    where = ["--data", str(parley.folder), "--port", str(parley.port)]
    with subprocess.Popen([*command, *where], stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        shown = []
        for line in launcher.stdout:
            shown.append(line.rstrip())
            if line.startswith("Parley is ready"):
                launcher.send_signal(signal.SIGINT)
        code = launcher.wait(timeout=START_PATIENCE)

    assert code == 0
    assert f"Parley is ready: {parley.address}/#token={parley.token}" in shown
    assert {line.split()[0] for line in shown} >= {"parley", *EVERYBODY}
    assert not is_running(locate_folder(parley.folder))


def is_open_to_others(path: Path) -> bool:
    """Some files come and go while Parley runs."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISREG(mode) and bool(mode & 0o077)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def answer_of(parley: LaunchedParley, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", parley.port, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def sign_in(parley: LaunchedParley, token: str) -> int:
    connection = HTTPConnection("127.0.0.1", parley.port, timeout=30)
    headers = {"Content-Type": "application/json", "Origin": parley.address}
    connection.request("POST", "/api/session", f'{{"token": "{token}"}}', headers)
    status = connection.getresponse().status
    connection.close()
    return status
