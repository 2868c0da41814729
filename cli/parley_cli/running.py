"""Commands to a launcher that runs: status, restart, stop, logs, token."""

import asyncio
import os
import sys
import time

from parley_shared.errors import Unavailable

from parley_cli.admin import connect_admin, tell_token
from parley_cli.control import Command, ask_how_all_are, ask_launcher
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder, is_running
from parley_cli.lengths import describe_time
from parley_cli.logs import follow_logs, line_printer
from parley_cli.nats_conf import NatsFiles
from parley_cli.processes import ProcessFacts
from parley_cli.services import SERVICES
from parley_cli.state import State, running_state
from parley_cli.supervisor import NATS
from parley_cli.token import keep_token, make_token, read_token

READY_WITHIN = 120.0  # seconds, after a restart
STOPS_WITHIN = 60.0  # seconds
STORE_ANSWERS_WITHIN = 15.0  # seconds
SHOWN = 200  # lines of each log that are shown at first


def show_status(folder: DataFolder) -> bool:
    """Whether everybody is ready. Raises NotRunning."""
    state = running_state(folder)
    answer = ask_how_all_are(state.control_socket)
    print(f"Parley runs in {folder.path}, address {state.address}")
    for process in answer.processes:
        trouble = answer.troubles.get(process.name, "")
        is_ready = process.name in answer.ready
        print(describe_process(process, is_ready=is_ready, trouble=trouble))
    return answer.is_well


def describe_process(process: ProcessFacts, *, is_ready: bool, trouble: str = "") -> str:
    state = "ready" if is_ready else f"{process.state}, does not answer"
    if trouble:
        state = f"{process.state}, not well"
    since = f"for {describe_time(process.running_for)}" if process.pid else ""
    restarts = f"{process.restarts} restarts" if process.restarts else ""
    pid = f"pid {process.pid}" if process.pid else ""
    facts = ", ".join(fact for fact in (since, pid, restarts) if fact)
    line = f"  {process.name:<14}{state:<26}{facts}".rstrip()
    return f"{line}\n{'':<16}{trouble}" if trouble else line


def restart(folder: DataFolder, name: str) -> None:
    """Raises NotRunning, LauncherFailure."""
    ask_launcher(running_state(folder).control_socket, Command(verb="restart", name=name))
    print(f"{name} starts again")


def restart_all(folder: DataFolder) -> None:
    """One after the other, once the one before is ready. Raises NotRunning, LauncherFailure."""
    state = running_state(folder)
    status = ask_launcher(state.control_socket, Command(verb="status"))
    for process in status.processes:
        began = time.monotonic()
        ask_launcher(state.control_socket, Command(verb="restart", name=process.name))
        while process.name not in _ask_ready(state, pid_before=process):
            if time.monotonic() - began > READY_WITHIN:
                raise LauncherFailure(
                    f"{process.name} started again but does not answer, so the others were left "
                    f"as they are: ./parley logs {process.name} says why"
                )
            time.sleep(0.1)
        print(f"{process.name} started again in {time.monotonic() - began:.1f} s", flush=True)


def _ask_ready(state: State, pid_before: ProcessFacts) -> tuple[str, ...]:
    """Who is ready; the one that is started again only as another process."""
    answer = ask_launcher(state.control_socket, Command(verb="status"))
    pids = {each.name: each.pid for each in answer.processes}
    old = pids.get(pid_before.name) in (None, pid_before.pid)
    return tuple(name for name in answer.ready if not (old and name == pid_before.name))


def stop(folder: DataFolder) -> None:
    """Returns when everything has stopped. Raises NotRunning, LauncherFailure."""
    state = running_state(folder)
    ask_launcher(state.control_socket, Command(verb="stop"))
    give_up = time.monotonic() + STOPS_WITHIN
    while is_running(folder):
        if time.monotonic() > give_up:
            raise LauncherFailure(f"Parley has not stopped: end it with kill -9 {state.pid}")
        time.sleep(0.05)
    print("Parley has stopped")


def show_logs(folder: DataFolder, name: str | None, *, follow: bool) -> None:
    """Raises LauncherFailure for a name that nobody has."""
    known = ["parley", NATS, *(service.name for service in SERVICES), "frontend"]
    if name is not None and name not in known:
        raise LauncherFailure(f"There is no log {name!r}: name one of {', '.join(known)}")
    names = [name] if name else known
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    show = line_printer(names, coloured=coloured)
    logs = {each: folder.log_of(each) for each in names}
    follow_logs(logs, show, lambda: not follow, at_first=SHOWN)


def show_token(folder: DataFolder, *, rotated: bool) -> None:
    """The token is the last word printed. Raises LauncherFailure."""
    if not rotated:
        print(f"Sign-in token: {read_token(folder)}")
        return
    token = make_token()
    if is_running(folder):
        # Told before it is kept: a store that does not answer leaves the old token as it is.
        asyncio.run(_tell_token(folder, token))
        print("Every sign-in that came from the old token is over.")
    keep_token(folder, token)
    print(f"Sign-in token: {token}")


async def _tell_token(folder: DataFolder, token: str) -> None:
    files = NatsFiles(folder.nats, running_state(folder).nats_port)
    try:
        async with asyncio.timeout(STORE_ANSWERS_WITHIN), connect_admin(files) as bus:
            await tell_token(bus, token)
    except (Unavailable, TimeoutError) as error:
        raise LauncherFailure(
            "The store does not answer, so the old token stays: try again when ./parley status "
            "says that it is ready"
        ) from error
