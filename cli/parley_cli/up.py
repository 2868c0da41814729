"""`./parley up`: here on the terminal, or in the background."""

import asyncio
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from parley_cli.asking import tell_pairing
from parley_cli.control import choose_socket
from parley_cli.failures import LauncherFailure, PortTaken
from parley_cli.folder import DataFolder, FolderLock
from parley_cli.launch import Launch
from parley_cli.logs import follow_logs, line_printer, rotate_log
from parley_cli.nats_conf import write_nats_files
from parley_cli.ports import is_free, listen, pick_port
from parley_cli.state import State, address_with_token, keep_state, last_state
from parley_cli.supervisor import supervise
from parley_cli.token import read_token

logger = logging.getLogger(__name__)

LAUNCHER = "parley"  # the name of the launcher's own log
UP_WITHIN = 300.0  # seconds; a slow line needs them the first time


def run_here(folder: DataFolder, web_port: int) -> None:
    """Returns when Parley has stopped. Raises PortTaken, BuildFailed."""
    _refuse_taken(web_port)
    rotate_log(folder.log_of(LAUNCHER))
    _launch(folder, web_port, on_terminal=True)


def run_in_background(folder: DataFolder, web_port: int) -> None:
    """Returns when everybody answers. Raises PortTaken, LauncherFailure."""
    _refuse_taken(web_port)
    log = folder.log_of(LAUNCHER)
    rotate_log(log)
    where = ["--data", str(folder.path), "--port", str(web_port)]
    with log.open("ab") as out:
        launcher = subprocess.Popen(
            [sys.executable, "-m", "parley_cli", "up", *where, "--in-background"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )

    give_up = time.monotonic() + UP_WITHIN

    def is_up() -> bool:
        state = last_state(folder)
        return state is not None and state.pid == launcher.pid and state.is_up

    def is_decided() -> bool:
        return is_up() or launcher.poll() is not None or time.monotonic() > give_up

    follow_logs({LAUNCHER: log}, line_printer([LAUNCHER], coloured=_coloured()), is_decided)
    if launcher.poll() is not None:
        raise LauncherFailure(f"Parley did not start: the lines above say why, {log} keeps them")
    if not is_up():
        raise LauncherFailure(
            "Parley runs, but not everybody answers yet: ./parley status says who, "
            "./parley logs says why"
        )
    tell_address(folder)
    tell_pairing(folder)


def run_for_background(folder: DataFolder, web_port: int) -> None:
    """What `run_in_background` started; whoever started it shows the address."""
    _launch(folder, web_port, on_terminal=False)


def tell_address(folder: DataFolder, *, already: bool = False) -> None:
    state = last_state(folder)
    address = address_with_token(state, read_token(folder)) if state else "an address of its own"
    print(f"Parley {'already runs' if already else 'is ready'}: {address}", flush=True)


def _tell_all(folder: DataFolder) -> None:
    """Telegram may take a while to answer, and the launcher must not wait for it."""
    tell_address(folder)
    threading.Thread(target=tell_pairing, args=(folder,), daemon=True).start()


def _refuse_taken(web_port: int) -> None:
    if not is_free(web_port):
        raise PortTaken(web_port)


def _open_door(web_port: int) -> socket.socket:
    try:
        return listen(web_port)
    except OSError as error:
        raise PortTaken(web_port) from error


def _launch(folder: DataFolder, web_port: int, *, on_terminal: bool) -> None:
    lock = FolderLock(folder)
    if not lock.take():
        tell_address(folder, already=True)
        return
    last = last_state(folder)
    nats = write_nats_files(folder.nats, pick_port(last.nats_port if last else None))
    web_door = _open_door(web_port)
    state = State(os.getpid(), web_port, nats.port, str(choose_socket(folder)))
    logging.basicConfig(
        filename=folder.log_of(LAUNCHER),
        format="%(asctime)s %(message)s",
        datefmt="%H:%M:%S",
        level=logging.INFO,
    )
    supervisor = supervise(folder, nats, web_door, logger.info)
    for name in (*supervisor.names, "frontend"):
        rotate_log(folder.log_of(name))
    keep_state(folder, state)
    when_up = (lambda: _tell_all(folder)) if on_terminal else (lambda: None)

    async def run() -> None:
        await Launch(folder, state, supervisor, nats, logger.info, when_up).run()

    with _showing_logs(folder, (LAUNCHER, *supervisor.names) if on_terminal else ()):
        asyncio.run(run())


@contextmanager
def _showing_logs(folder: DataFolder, names: Sequence[str]) -> Iterator[None]:
    # In a thread, so that a terminal which is held does not hold the services.
    over = threading.Event()
    show = line_printer(names, coloured=_coloured()) if names else None
    shower = threading.Thread(
        target=follow_logs,
        args=({name: folder.log_of(name) for name in names}, show, over.is_set),
        daemon=True,
    )
    shower.start()
    try:
        yield
    finally:
        over.set()
        shower.join(timeout=2)


def _coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
