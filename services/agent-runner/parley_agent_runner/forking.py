"""Imports the lane once and forks the runner from there: one that is killed is followed at once."""

import asyncio
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import TypeVar

logger = logging.getLogger(__name__)

FIRST_WAIT = 0.1  # seconds until a killed runner is followed by the next
LONGEST_WAIT = 5.0  # seconds; it doubles up to this while they are killed soon after their start
HEALTHY_AFTER = 20.0  # seconds of running that forgive what was before
BEAT = 2.0  # seconds between two signs of life
HANGS_AFTER = 60.0  # seconds without one; no call that is not awaited may take as long

REPLACED = 75  # exit code of a runner that is well, but wants to be followed by a new one

T = TypeVar("T")
Live = Callable[[int], None]  # is given the open file that its signs of life go to


async def show_life(signs: int) -> None:
    """Forever, as long as nothing holds up the loop."""
    while True:
        with suppress(BlockingIOError):
            os.write(signs, b".")
        await asyncio.sleep(BEAT)


def fork_runners(
    load: Callable[[], T], live: Callable[[T, int], None], *, hangs_after: float = HANGS_AFTER
) -> None:
    """Runs `live` in a process of its own, again each time a signal kills it or it ends as
    REPLACED; then exits as it did.

    Told to stop, so is the runner. When this process dies its runner ends at once; when the runner
    shows no life any longer, having shown some, it is killed.
    """
    parent = _Parent(hangs_after)
    # Nothing is begun yet, so there is nothing to finish; litellm may swallow a SystemExit.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    loaded = load()
    signal.signal(signal.SIGTERM, parent.hand_on)
    signal.signal(signal.SIGINT, parent.hear)
    sys.exit(parent.keep(partial(live, loaded)))


class _Parent:
    def __init__(self, hangs_after: float) -> None:
        self._hangs_after = hangs_after
        self._runner: int | None = None
        self._stopping = False

    def keep(self, live: Live) -> int:
        """The exit code of the last runner."""
        wait = FIRST_WAIT
        while True:
            began = time.monotonic()
            code = self._run(live)
            if self._stopping or (code >= 0 and code != REPLACED):
                return _exit_code(code)
            if time.monotonic() - began >= HEALTHY_AFTER:
                wait = FIRST_WAIT
            if code == REPLACED:
                logger.warning("a runner has left and is followed")
            else:
                logger.error("a runner was killed and is followed", extra={"signal": -code})
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def hand_on(self, number: int, _: FrameType | None) -> None:
        self._stopping = True
        if self._runner is None:
            os._exit(0)
        os.kill(self._runner, number)

    def hear(self, number: int, frame: FrameType | None) -> None:
        """From a terminal the runner hears it too, and would take it twice for "at once"."""
        self._stopping = True
        if self._runner is None:
            os._exit(0)

    def _run(self, live: Live) -> int:
        """The exit code of a runner; negative: the signal that killed it."""
        life, death = os.pipe()  # `death` is open for as long as we live
        seen, signs = os.pipe()
        # A signal that comes between the fork and the note of its result would stop nobody.
        signals = (signal.SIGTERM, signal.SIGINT)
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        runner = os.fork()
        if runner == 0:
            os.close(death)
            os.close(seen)
            os.set_blocking(signs, False)
            _begin(life, signals)
            live(signs)
            os._exit(0)
        os.close(life)
        os.close(signs)
        self._runner = runner
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        self._watch(runner, seen)
        _, status = os.waitpid(runner, 0)
        self._runner = None
        os.close(death)
        os.close(seen)
        return os.waitstatus_to_exitcode(status)

    def _watch(self, runner: int, seen: int) -> None:
        """Returns when it has ended, or was killed because it hangs."""
        limit = None  # it may wait long for nats-server before its first sign of life
        while select.select([seen], [], [], limit)[0]:
            if not os.read(seen, 4096):
                return
            limit = self._hangs_after
        logger.error("a runner hangs and is killed", extra={"seconds": self._hangs_after})
        os.kill(runner, signal.SIGKILL)


def _exit_code(code: int) -> int:
    if code == REPLACED:
        return 0
    return code if code >= 0 else 128 - code


def _begin(life: int, signals: tuple[signal.Signals, ...]) -> None:
    for number in signals:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
    threading.Thread(target=_die_with_parent, args=(life,), daemon=True).start()


def _die_with_parent(life: int) -> None:
    os.read(life, 1)  # nobody writes: it returns when the other end is closed
    os.kill(os.getpid(), signal.SIGKILL)
