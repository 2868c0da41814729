"""Looks into the workspace: what is there, what a file says, where a text stands."""

from collections.abc import Iterable

from parley_shared.models import WorkspaceFile
from parley_shared.workspace import ListWorkspace
from pydantic import Field

from parley_agent_runner.tools.contents import RESULTS, find_file, read_text
from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, ToolFailed, runs_here
from parley_agent_runner.tools.here import Here

LINES = 400  # of a file at once
LONGEST_LINE = 2_000  # characters
MOST_FOUND = 100  # lines
MOST_SEARCHED = 200  # files


class Folder(ToolArguments):
    under: str = Field(default="", max_length=240, description="A folder; empty: everything.")


class Lines(ToolArguments):
    path: str = Field(min_length=1, max_length=240)
    start: int = Field(default=1, ge=1, description="The first line to read.")
    count: int = Field(default=LINES, ge=1, le=LINES, description="How many lines.")


class Wanted(ToolArguments):
    text: str = Field(min_length=1, max_length=200, description="What to look for, as it stands.")
    under: str = Field(default="", max_length=240, description="A folder; empty: everywhere.")


async def list_files(here: Here, arguments: Folder, call_id: str) -> Output:
    found = await here.ask(ListWorkspace(thread_id=here.workspace_id, under=arguments.under))
    lines = [f"{each.path}  {each.file.size} bytes" for each in found.files]
    return Output("\n".join(lines) or "There are no files.")


async def read_file(here: Here, arguments: Lines, call_id: str) -> Output:
    found = await find_file(here, arguments.path)
    text = cut_lines(await read_text(here, found), arguments.start, arguments.count)
    return Output(text, origin=written_by(found.path))


async def find_in_files(here: Here, arguments: Wanted, call_id: str) -> Output:
    listed = await here.ask(ListWorkspace(thread_id=here.workspace_id, under=arguments.under))
    wanted, found, count = arguments.text.casefold(), list[str](), 0
    is_foreign = False
    for file in listed.files[:MOST_SEARCHED]:
        for line in _find_in(file, wanted, await _read_or_nothing(here, file)):
            count += 1
            is_foreign |= bool(written_by(file.path))
            if count <= MOST_FOUND:  # the others are counted: there may be more than memory holds
                found.append(line)
    if not found:
        raise ToolFailed(f"{arguments.text!r} stands in none of {len(listed.files)} files.")
    more = [f"[{count - MOST_FOUND} more]"] if count > MOST_FOUND else []
    origin = RESULTS.strip("/") if is_foreign else ""
    return Output("\n".join([*found, *more]), origin=origin)


def cut_lines(text: str, start: int, count: int) -> str:
    """Raises ToolFailed behind the end."""
    lines = text.split("\n")
    if start > len(lines):
        raise ToolFailed(f"The file has only {len(lines)} lines.")
    shown = [line[:LONGEST_LINE] for line in lines[start - 1 : start - 1 + count]]
    last = start - 1 + len(shown)
    note = "" if start == 1 and last == len(lines) else f"[lines {start} to {last} of {len(lines)}]"
    return "\n".join(filter(None, [note, *shown])) if note else "\n".join(shown)


def written_by(path: str) -> str:
    """Results of tools may be what strangers wrote."""
    return path if path.startswith(RESULTS) else ""


async def _read_or_nothing(here: Here, file: WorkspaceFile) -> str:
    try:
        return await read_text(here, file)
    except ToolFailed:
        return ""


def _find_in(file: WorkspaceFile, wanted: str, text: str) -> Iterable[str]:
    if wanted in file.path.casefold():
        yield file.path
    for number, line in enumerate(text.split("\n"), 1):
        if wanted in line.casefold():
            yield f"{file.path}:{number}: {line.strip()[:300]}"


LIST_FILES = Tool(
    name="list_files",
    title="List files",
    description="Lists the files of this conversation's workspace.",
    effect="pure",
    timeout=15.0,
    arguments=Folder,
    for_turn=runs_here(list_files),
)
READ_FILE = Tool(
    name="read_file",
    title="Read a file",
    description="Reads lines of a text file of the workspace.",
    effect="pure",
    timeout=30.0,
    arguments=Lines,
    for_turn=runs_here(read_file),
)
FIND_IN_FILES = Tool(
    name="find_in_files",
    title="Search files",
    description="Finds a text in the names and the lines of the workspace's files.",
    effect="pure",
    timeout=60.0,
    arguments=Wanted,
    for_turn=runs_here(find_in_files),
)
