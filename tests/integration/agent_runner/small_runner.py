"""A runner without an agent: its first life goes as it is told, its second ends with 7."""

import os
import signal
import sys
import time
from pathlib import Path

from parley_agent_runner.forking import REPLACED, fork_runners


def live(_: None, signs: int) -> None:
    first = not lived.exists()
    with lived.open("a") as file:
        print(os.getpid(), file=file, flush=True)
    os.write(signs, b".")
    if not first:
        sys.exit(7)
    if how == "replaced":
        sys.exit(REPLACED)
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(3600)  # unless somebody ends it


how, lived = sys.argv[1], Path(sys.argv[2])
fork_runners(lambda: None, live, hangs_after=3.0 if how == "hanging" else 60.0)
