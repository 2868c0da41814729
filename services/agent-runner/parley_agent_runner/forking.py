"""Imports the lane once and forks the runner from there: one that is killed is followed at once."""

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

logger = logging.getLogger(__name__)

FIRST_WAIT = 0.1  # seconds until a killed runner is followed by the next
LONGEST_WAIT = 5.0  # seconds; it doubles up to this while they are killed soon after their start
HEALTHY_AFTER = 20.0  # seconds of running that forgive what was before

Live = Callable[[], None]


def fork_runners(load: Callable[[], object], live: Live) -> None:
    """Runs `live` in a process of its own, again each time a signal kills it; then exits as it did.

    Told to stop, so is the runner. When this process dies its runner ends at once.
    """
    parent = _Parent()
    # Nothing is begun yet, so there is nothing to finish; litellm may swallow a SystemExit.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    load()
    gc.freeze()  # or the first look for garbage would copy every page that both processes share
    signal.signal(signal.SIGTERM, parent.hand_on)
    signal.signal(signal.SIGINT, parent.hear)
    sys.exit(parent.keep(live))


class _Parent:
    def __init__(self) -> None:
        self._runner: int | None = None
        self._stopping = False

    def keep(self, live: Live) -> int:
        """The exit code of the last runner."""
        wait = FIRST_WAIT
        while True:
            began = time.monotonic()
            code = self._wait_for(self._fork(live))
            if code >= 0 or self._stopping:
                return code if code >= 0 else 128 - code
            if time.monotonic() - began >= HEALTHY_AFTER:
                wait = FIRST_WAIT
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

    def _fork(self, live: Live) -> int:
        # A signal that comes between the fork and the note of its result would stop nobody.
        signals = (signal.SIGTERM, signal.SIGINT)
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        try:
            life, death = os.pipe()
            runner = os.fork()
            if runner == 0:
                os.close(death)
                _begin(life, signals)
                live()
                os._exit(0)
            os.close(life)
            self._death = death  # open for as long as we live
            self._runner = runner
            return runner
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)

    def _wait_for(self, runner: int) -> int:
        """Its exit code; negative: the signal that killed it."""
        _, status = os.waitpid(runner, 0)
        self._runner = None
        os.close(self._death)
        return os.waitstatus_to_exitcode(status)


def _begin(life: int, signals: tuple[signal.Signals, ...]) -> None:
    for number in signals:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
    threading.Thread(target=_die_with_parent, args=(life,), daemon=True).start()


def _die_with_parent(life: int) -> None:
    os.read(life, 1)  # nobody writes: it returns when the other end is closed
    os.kill(os.getpid(), signal.SIGKILL)
