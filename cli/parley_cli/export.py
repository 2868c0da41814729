"""`./parley export`: every thread as text to read and as data to import, every agent as a file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from parley_cli.door import Door
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder
from parley_cli.state import running_state
from parley_cli.token import read_token

PAGE = 200
TITLE = 60  # characters of it in a file's name
SAME = 8  # last characters of an id, which tell threads of one title apart


class NotEmpty(LauncherFailure):
    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not empty: name a new folder for the export")


def export_all(folder: DataFolder, into: Path) -> None:
    """Raises NotRunning, NotEmpty, LauncherFailure."""
    door = Door(running_state(folder).address, read_token(folder))
    try:
        if into.exists() and any(into.iterdir()):
            raise NotEmpty(into)
        threads = [*_list_threads(door)]
        for thread in threads:
            name = name_file(thread)
            for form in ("md", "json"):
                export = door.ask("GET", f"/threads/{thread['id']}/export?format={form}")
                _write(into / "threads" / f"{name}.{form}", export.content)
        agents = door.ask("GET", "/agents").json()["agents"]
        for agent in agents:
            export = door.ask("GET", f"/agents/{agent['id']}/export")
            _write(into / "agents" / f"{agent['id']}.json", export.content)
    except OSError as error:
        raise LauncherFailure(f"{into} can't be written: {error.strerror}") from error
    print(f"{len(threads)} threads and {len(agents)} agents are in {into}")


def name_file(thread: dict[str, Any]) -> str:
    """By day, title and id, without what a file system might not take."""
    title = re.sub(r"[^\w]+", "-", thread["title"]).strip("-")[:TITLE] or "untitled"
    return f"{thread['created_at'][:10]} {title} {thread['id'][-SAME:]}"


def _list_threads(door: Door) -> Iterator[dict[str, Any]]:
    statuses: tuple[Literal["active", "archived"], ...] = ("active", "archived")
    for status in statuses:
        before: str | None = ""
        while before is not None:
            page = door.ask("GET", f"/threads?status={status}&limit={PAGE}{before}").json()
            yield from (row["thread"] for row in page["items"])
            before = f"&before={page['next']}" if page["next"] else None


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
