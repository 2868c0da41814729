"""Ports for the servers of tests: none is given twice, also not by another pytest beside this one.

They are none of those that the system gives to connections, so that one stays free while its
server is stopped, none of those that `./parley up` picks for NATS, and none at which a runner looks
for models.
"""

import itertools
import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

BLOCKS = range(12_000, 20_000, 500)  # a process has one of them for itself


def free_port() -> int:
    """One of this process's own that nobody else on this machine listens on."""
    _, ports = _own_ports()
    for port in itertools.islice(ports, BLOCKS.step):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("every port of this process is taken")


@cache
def _own_ports() -> tuple[socket.socket, Iterator[int]]:
    """The first port of a block is held while its process lives: so the others know."""
    for first in BLOCKS:
        held = socket.socket()
        try:
            held.bind(("127.0.0.1", first))
        except OSError:
            held.close()
            continue
        return held, itertools.cycle(range(first + 1, first + BLOCKS.step))
    raise RuntimeError("too many processes run tests on this machine")
