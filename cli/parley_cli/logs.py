"""The services' log files: started anew, read from the end, followed on the terminal."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from parley_cli.readable import make_readable

BIGGEST = 10_000_000  # bytes
KEPT = 3  # older files of each service
GLANCE = 0.1  # seconds between two looks at the files
COLOURS = (36, 32, 33, 35, 34, 96, 92, 95)


def rotate_log(log: Path, *, above: int = 0) -> None:
    """web.log becomes web.log.1, and so on, if there are more than `above` bytes in it."""
    if log.exists() and log.stat().st_size > above:
        log.replace(_make_room(log))


def empty_log(log: Path, *, above: int = BIGGEST) -> None:
    """As `rotate_log`, of a log that is written to: who appends goes on at its beginning."""
    if log.exists() and log.stat().st_size > above:
        shutil.copyfile(log, _make_room(log))
        os.truncate(log, 0)


def _make_room(log: Path) -> Path:
    """For the newest of the older files."""
    for n in range(KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{n}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{n + 1}"))
    return log.with_name(f"{log.name}.1")


class LogReader:
    """Hands out what is added to a file, line by line, also after it was started anew."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._offset = 0
        self._rest = b""

    def new_lines(self) -> Iterator[str]:
        if not self._log.exists():
            return
        if self._log.stat().st_size < self._offset:
            self._offset, self._rest = 0, b""
        with self._log.open("rb") as file:
            file.seek(self._offset)
            added = file.read()
        self._offset += len(added)
        *lines, self._rest = (self._rest + added).split(b"\n")
        yield from (line.decode(errors="replace") for line in lines)


def follow_logs(
    logs: Mapping[str, Path],
    show: Callable[[str, str], None],
    is_over: Callable[[], bool],
    *,
    at_first: int | None = None,
) -> None:
    """Shows the last `at_first` lines of each file (all if None), then what is added."""
    readers = {name: LogReader(log) for name, log in logs.items()}
    for name, reader in readers.items():
        for line in [*reader.new_lines()][-at_first if at_first else 0 :]:
            show(name, line)
    over = False
    while not over:
        over = is_over()  # looked at first, so that the last lines are shown too
        for name, reader in readers.items():
            for line in reader.new_lines():
                show(name, line)
        if not over:
            time.sleep(GLANCE)


def line_printer(names: Sequence[str], *, coloured: bool) -> Callable[[str, str], None]:
    width = max(map(len, names))

    def show(name: str, line: str) -> None:
        label = name.ljust(width)
        if coloured:
            label = f"\x1b[{COLOURS[list(names).index(name) % len(COLOURS)]}m{label}\x1b[0m"
        for each in make_readable(line):
            print(f"{label}  {each}", flush=True)

    return show
