"""Gives this runner a name that is the same after a restart and nobody else's meanwhile."""

import fcntl
import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST = 100  # runners on one machine with one data directory


@contextmanager
def runner_name(folder: Path, wanted: str) -> Iterator[str]:
    """`wanted`, or with a number where a runner of that name already lives.

    The lock ends with the process, however that ends: so a runner that was killed is followed
    by one of the same name, which takes over the turns of the first at once.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(1, MOST):
        name = wanted if number == 1 else f"{wanted}-{number}"
        with (folder / f"{name}.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            lock.truncate(0)
            print(os.getpid(), file=lock, flush=True)  # for whoever looks for the process
            yield name
            return
    raise RuntimeError(f"{MOST} runners already use {folder}")


def usual_name(data_dir: Path) -> str:
    """Of the machine and the data directory."""
    place = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:6]
    return f"{socket.gethostname()}-{place}"
