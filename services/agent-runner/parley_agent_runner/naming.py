"""Gives this runner a name that is the same after a restart and nobody else's meanwhile."""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


def usual_name(folder: Path) -> str:
    """Made at the first start and kept in `folder`, so that no other runner anywhere has it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept, made = folder / "name", folder / f"name.{os.getpid()}"
    made.write_text(f"{socket.gethostname()[:40]}-{secrets.token_hex(4)}\n")
    with suppress(FileExistsError):
        os.link(made, kept)
    made.unlink()
    return kept.read_text().strip()
