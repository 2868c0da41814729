"""Who looks at a thread, as each process with viewers tells it on `presence.<thread>`."""

from parley_shared.models import Model, Viewer

RETELL = 15.0  # seconds until a process with viewers tells it again
FORGET = 40.0  # seconds without a word until its viewers are gone


class Present(Model):
    """All viewers that the process `relay` has; none when the last one left."""

    thread_id: str
    relay: str
    viewers: tuple[Viewer, ...]
    typing: tuple[str, ...] = ()  # ids of those viewers who type
