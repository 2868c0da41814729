"""`./parley chat` and `./parley export`: the same threads without a browser."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from parley_cli.chat import Talk, Terminal
from parley_cli.door import Door
from parley_shared.ids import uuid7

from tests.e2e.people import call_api, make_agent
from tests.launcher import PROJECT, LaunchedParley
from tests.waiting import START_PATIENCE

SLOW = "slowcoach"  # the id of the fixture's agent
WORDS = 30  # at ten a second: long enough to be killed in


@pytest.fixture(scope="module")
def asker(parley: LaunchedParley, model_server: str) -> str:
    """The id of an agent whose scripts call tools that need a person."""
    return make_agent(parley, "Terminal asker", model_server, "web_fetch", "ask_user")


def chat_command(parley: LaunchedParley, *words: str) -> list[str]:
    command = [sys.executable, str(PROJECT / "parley"), "chat", *words]
    return [*command, "--data", str(parley.folder)]


def pipe(parley: LaunchedParley, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        chat_command(parley, *words),
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=START_PATIENCE * 2,
    )


def begin_thread(parley: LaunchedParley, agent_id: str) -> str:
    body = {"id": uuid7(), "agent_id": agent_id}
    return str(call_api(parley, "POST", "/threads", body)["id"])


def read_answers(parley: LaunchedParley, thread_id: str) -> list[str]:
    page = call_api(parley, "GET", f"/threads/{thread_id}/messages")
    return [each["text"] for each in page["items"] if each["role"] == "assistant"]


def newest_thread(parley: LaunchedParley) -> str:
    """Its id: what it is called or does may change whenever it does."""
    return str(call_api(parley, "GET", "/threads?limit=1")["items"][0]["thread"]["id"])


def test_words_from_a_pipe_are_answered_on_the_way_out(parley: LaunchedParley) -> None:
    done = pipe(parley, "hello from a pipe")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Echo: hello from a pipe\n"


def test_a_tool_call_and_its_result_stand_before_the_answer(parley: LaunchedParley) -> None:
    done = pipe(parley, "What is 17 * 23?", "--agent", "toolbox")

    assert done.stdout == "· Calculator expression=17 * 23\n  → 391\n17 * 23 = 391\n"


@pytest.mark.parametrize("victim", ["agent-runner", "web"])
@pytest.mark.usefixtures("slow_agent")
def test_an_answer_is_shown_to_its_end_whoever_dies(victim: str, parley: LaunchedParley) -> None:
    thread_id = begin_thread(parley, SLOW)
    command = chat_command(parley, thread_id)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as talking:
        assert talking.stdin and talking.stdout
        talking.stdin.write(f"count {WORDS}")
        talking.stdin.close()
        begun = talking.stdout.read(5)

        parley.kill(victim)

        shown = begun + talking.stdout.read()
        assert talking.wait(START_PATIENCE) == 0
    parley.until_ready()
    assert shown.rstrip("\n").endswith(f"word{WORDS}")
    (answer,) = read_answers(parley, thread_id)
    assert len(answer.split()) == WORDS


def test_who_is_asked_on_the_terminal_decides_there(parley: LaunchedParley, asker: str) -> None:
    shown: list[str] = []
    prompts: list[str] = []

    def refuse(prompt: str) -> str:
        prompts.append(prompt)
        return "no"

    door = Door(f"{parley.address}/", parley.token)
    talk = Talk(door, Terminal(shown.append, refuse), begin_thread(parley, asker))
    talk.say("[[fetch]] on the terminal")

    assert len(prompts) == 1
    assert "May web_fetch run?" in "".join(shown)
    assert "(skipped)" in "".join(shown)


def test_what_waits_for_a_person_is_said_where_nobody_can_be_asked(
    parley: LaunchedParley, asker: str
) -> None:
    thread_id = begin_thread(parley, asker)

    done = pipe(parley, "[[fetch]] from a pipe", thread_id)

    assert done.returncode == 1
    assert done.stderr == f"The agent waits for you: {parley.address}/chat/{thread_id}\n"


def test_an_empty_pipe_begins_no_thread(parley: LaunchedParley) -> None:
    before = newest_thread(parley)

    done = pipe(parley, " \n")

    assert (done.returncode, done.stderr) == (1, "There is nothing to say: the pipe is empty\n")
    assert newest_thread(parley) == before


def test_an_unknown_thread_and_an_unknown_agent_are_said(parley: LaunchedParley) -> None:
    thread = pipe(parley, "hello", "nowhere")
    agent = pipe(parley, "hello", "--agent", "nobody")

    assert (thread.returncode, thread.stderr) == (1, "thread 'nowhere' does not exist\n")
    assert (agent.returncode, agent.stderr) == (1, "agent 'nobody' does not exist\n")


@pytest.mark.usefixtures("slow_agent")
def test_on_a_terminal_one_talks_on_stops_and_ends(parley: LaunchedParley) -> None:
    here, there = pty.openpty()
    command = chat_command(parley, "--agent", SLOW)
    with hearing_interrupts():
        talking = subprocess.Popen(command, stdin=there, stdout=there, stderr=there)
    with talking:
        os.close(there)
        try:
            shown = read_until(here, r"> ")
            assert re.search(r"/chat/\S+", shown)
            os.write(here, b"count 1000\n")
            read_until(here, r"word3 ")
            talking.send_signal(signal.SIGINT)
            read_until(here, r"\(stopped\)[\s\S]*> ")
            os.write(here, b"count 2\n")
            read_until(here, r"word1 word2[\s\S]*> ")
            os.write(here, b"\x04")
            assert talking.wait(START_PATIENCE) == 0
        finally:
            talking.kill()
    os.close(here)


@contextmanager
def hearing_interrupts() -> Iterator[None]:
    """What runs in the background may ignore them, and all that is started from it would too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def read_until(terminal: int, pattern: str) -> str:
    said, give_up = b"", time.monotonic() + START_PATIENCE
    while not re.search(pattern, shown := said.decode(errors="replace")):  # cut anywhere
        assert time.monotonic() < give_up, shown
        if select.select([terminal], [], [], 0.5)[0]:
            said += os.read(terminal, 4096)
    return shown


def test_an_export_holds_every_thread_and_agent_and_comes_back(
    parley: LaunchedParley, tmp_path: Path
) -> None:
    assert pipe(parley, "keep / this: word").returncode == 0

    done = parley.say("export", str(tmp_path / "out"))

    assert done.returncode == 0, done.stderr
    texts = [file.read_text() for file in (tmp_path / "out" / "threads").glob("*.md")]
    assert any("Echo: keep / this: word" in text for text in texts)
    files = [*(tmp_path / "out" / "threads").glob("*.json")]
    kept = next(file for file in files if "keep / this" in file.read_text())
    came_back = call_api(parley, "POST", "/threads/import", json.loads(kept.read_text()))
    assert read_answers(parley, came_back["id"]) == ["Echo: keep / this: word"]
    assert (tmp_path / "out" / "agents" / "toolbox.json").is_file()
    again = parley.say("export", str(tmp_path / "out"))
    assert again.returncode == 1
    assert "is not empty" in again.stderr
