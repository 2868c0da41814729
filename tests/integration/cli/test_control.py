"""Other commands reach the launcher that runs."""

import asyncio
import stat
from pathlib import Path

import pytest
from parley_cli.control import (
    Answer,
    Command,
    ask_how_all_are,
    ask_launcher,
    choose_socket,
    serve_control,
)
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder, open_folder
from parley_cli.processes import ProcessFacts


async def test_a_command_is_carried_there_and_its_answer_back(tmp_path: Path) -> None:
    heard: list[Command] = []

    async def handle(command: Command) -> Answer:
        heard.append(command)
        return Answer(ready=("nats", "store"))

    path = choose_socket(open_folder(tmp_path / "p"))
    server = await serve_control(path, handle)
    answer = await asyncio.to_thread(ask_launcher, str(path), Command(verb="status"))
    server.close()

    assert heard == [Command(verb="status")]
    assert answer == Answer(ready=("nats", "store"))


async def test_a_failure_comes_back_as_its_sentence(tmp_path: Path) -> None:
    async def handle(command: Command) -> Answer:
        return Answer(failure=f"There is no service {command.name!r}")

    path = choose_socket(open_folder(tmp_path / "p"))
    server = await serve_control(path, handle)
    with pytest.raises(LauncherFailure, match=r"There is no service 'stroe'"):
        await asyncio.to_thread(ask_launcher, str(path), Command(verb="restart", name="stroe"))
    server.close()


def facts(name: str, pid: int) -> ProcessFacts:
    return ProcessFacts(name, "running", pid, running_for=60.0, restarts=0)


async def ask_about(folder: Path, *looks: Answer) -> Answer:
    """What is said of everybody by a launcher that sees this, look after look."""
    seen = iter(looks)

    async def handle(_: Command) -> Answer:
        return next(seen, looks[-1])

    path = choose_socket(open_folder(folder / "p"))
    server = await serve_control(path, handle)
    answer = await asyncio.to_thread(ask_how_all_are, str(path))
    server.close()
    return answer


async def test_who_answers_late_is_not_told_as_silent(tmp_path: Path) -> None:
    both = (facts("store", 7), facts("web", 8))

    answer = await ask_about(
        tmp_path, Answer(processes=both, ready=("store",)), Answer(processes=both, ready=("web",))
    )

    assert answer == Answer(processes=both, ready=("store", "web"))


async def test_who_was_started_again_has_not_answered_yet(tmp_path: Path) -> None:
    store = facts("store", 7)

    answer = await ask_about(
        tmp_path,
        Answer(processes=(store, facts("web", 8)), ready=("web",), troubles={"store": "full"}),
        Answer(processes=(store, facts("web", 9)), ready=("store",), troubles={"store": "full"}),
    )

    assert (answer.ready, answer.troubles) == (("store",), {"store": "full"})


async def test_a_trouble_that_is_over_is_not_told(tmp_path: Path) -> None:
    store = (facts("store", 7),)

    answer = await ask_about(
        tmp_path,
        Answer(processes=store, ready=("store",), troubles={"store": "full"}),
        Answer(processes=store, ready=("store",)),
    )

    assert answer == Answer(processes=store, ready=("store",))


def test_a_launcher_that_does_not_listen_is_told_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LauncherFailure, match="does not answer"):
        ask_launcher(str(tmp_path / "nobody.sock"), Command(verb="status"))


async def test_a_launcher_that_breaks_off_is_told_with_a_sentence(tmp_path: Path) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    path = choose_socket(open_folder(tmp_path / "p"))
    server = await asyncio.start_unix_server(hang_up, path)
    with pytest.raises(LauncherFailure, match="does not answer"):
        await asyncio.to_thread(ask_launcher, str(path), Command(verb="status"))
    server.close()


def test_a_path_too_long_for_a_socket_is_replaced_by_a_short_one() -> None:
    path = choose_socket(DataFolder(Path("/" + "long" * 40)))

    assert len(str(path)) < 100
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.parent.rmdir()
