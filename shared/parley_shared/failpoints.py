"""Named points where a test lets a process die, sleep or fail; without the test, nothing happens.

PARLEY_FAILPOINTS names a folder. A file in it that is named as a point, such as `commit.before`,
says what happens to whoever comes there next: `kill`, `lose` (what follows is not done), `pause
7.5` (seconds, in which the process does nothing at all). `full` happens as long as the file is
there: the disk takes nothing.
"""

import errno
import os
import signal
import time
from pathlib import Path

VARIABLE = "PARLEY_FAILPOINTS"

_folder = Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None


def reach(point: str) -> bool:
    """Whether what follows is to be lost. Raises OSError where the disk is to be full."""
    return _folder is not None and _obey(_folder / point)


def _obey(order: Path) -> bool:
    try:
        word, *rest = order.read_text().split()
        if word != "full":
            order.unlink()  # it is the first one's; whoever comes second finds nothing
    except (FileNotFoundError, ValueError):
        return False
    match word:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "pause":
            time.sleep(float(rest[0]))
        case "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return word == "lose"
