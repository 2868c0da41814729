"""Process 1 of a single-use container: takes one job, runs it, hands back its files, leaves."""

import ctypes
import os
import signal
import struct

from parley_supervisor.files import Marks, choose_files, hand_back, look_at_files, put_files
from parley_supervisor.job import Job
from parley_supervisor.program import PROGRAMS, TEMPORARY, Program
from parley_supervisor.speaking import read_exactly, say, write

FONTS = "/opt/fonts"  # of the data image
PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 4, 36
libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    # Code of the same user can then neither trace us nor open our files and memory.
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    # From inside its namespace process 1 gets only signals it has a handler for: it has none.
    for each in (signal.SIGINT, signal.SIGPIPE, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # where we are not process 1
    say(b"R")
    (size,) = struct.unpack(">I", read_exactly(4))
    job = Job(read_exactly(size))
    put_files(job.files)
    put_program(job)
    put_font_list()
    before = look_at_files()
    program = Program(job)
    program.watch()
    hand_in(job, program, before)


def put_program(job: Job) -> None:
    name, _ = PROGRAMS[job.language]
    with open(f"{TEMPORARY}/{name}", "w", errors="surrogatepass") as file:
        file.write(job.code)


def put_font_list() -> None:
    """Where matplotlib looks for it; it writes beside it, so it must have one of its own."""
    if not os.path.isdir(FONTS):
        return
    for name in os.listdir(FONTS):
        with open(f"{FONTS}/{name}", "rb") as kept, open(f"{TEMPORARY}/{name}", "wb") as own:
            own.write(kept.read())


def hand_in(job: Job, program: Program, before: dict[str, Marks]) -> None:
    after = look_at_files()
    chosen, left = choose_files(before, after, job.limits)
    deleted = sorted(set(before) - set(after))[:1000]
    say(b"X", write({**program.describe(), "deleted": deleted, "left": left}))
    for path in chosen:
        hand_back(path, int(job.limits["file_bytes"]))
    say(b"Z")
    os._exit(0)


if __name__ == "__main__":
    main()
