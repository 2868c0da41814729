"""Ports of the loopback interface."""

import random
import socket

BACKLOG = 1024  # connections that wait, as while the web service starts again
# None of those that the system gives to connections: a port stays free while its server is away,
# and nobody who calls that server meanwhile can be given its port and so hear himself.
OUR_OWN = range(20_000, 30_000)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: what a connection leaves behind for a minute does not keep a port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def pick_port(wanted: int | None) -> int:
    """The wanted one if it is free, else any of `OUR_OWN`."""
    port = wanted or random.choice(OUR_OWN)
    while not is_free(port):
        port = random.choice(OUR_OWN)
    return port


def listen(port: int) -> socket.socket:
    """Connections wait in it for whoever takes them. Raises OSError when the port is taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
