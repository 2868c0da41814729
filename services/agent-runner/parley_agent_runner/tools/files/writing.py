"""Writes files of the workspace: anew, or a place in them. Each call counts once."""

from parley_shared.workspace import PutFiles
from pydantic import Field

from parley_agent_runner.tools.contents import LARGEST, find_file, read_text, write_text
from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, ToolFailed, runs_here
from parley_agent_runner.tools.here import Here

LONGEST = 200_000  # characters written at once


class Text(ToolArguments):
    path: str = Field(min_length=1, max_length=240, description="Such as notes/plan.md.")
    text: str = Field(max_length=LONGEST, description="All that the file is to say.")


class Edit(ToolArguments):
    path: str = Field(min_length=1, max_length=240)
    old: str = Field(min_length=1, max_length=LONGEST, description="What stands there now.")
    new: str = Field(max_length=LONGEST, description="What is to stand there instead.")
    everywhere: bool = Field(default=False, description="Wherever it stands, not once.")


async def write_file(here: Here, arguments: Text, call_id: str) -> Output:
    await write_text(here, arguments.path, arguments.text, call_id)
    return Output(f"Wrote {arguments.path}, {len(arguments.text)} characters.")


async def edit_file(here: Here, arguments: Edit, call_id: str) -> Output:
    done = Output(f"Changed {arguments.path}.")
    if await _is_made(here, call_id):
        return done
    found = await find_file(here, arguments.path)
    text = replace_text(await read_text(here, found), arguments)
    await write_text(here, arguments.path, text, call_id, replaces=found.file.sha256)
    return done


def replace_text(text: str, edit: Edit) -> str:
    """Raises ToolFailed where it is not clear what is meant."""
    count = text.count(edit.old)
    if count == 0:
        raise ToolFailed(f"That does not stand in {edit.path}. Read it again.")
    if count > 1 and not edit.everywhere:
        raise ToolFailed(f"That stands in {edit.path} {count} times. Give more of what is around.")
    if len(text) + count * (len(edit.new) - len(edit.old)) > LARGEST:
        raise ToolFailed(f"{edit.path} would become larger than {LARGEST // 2**20} MB.")
    return text.replace(edit.old, edit.new)


async def _is_made(here: Here, call_id: str) -> bool:
    """Before a crash: then what stood there is gone, and that is right."""
    question = PutFiles(thread_id=here.workspace_id, change_id=call_id)
    return bool((await here.ask(question)).files)


WRITE_FILE = Tool(
    name="write_file",
    title="Write a file",
    description="Writes a text file of the workspace; one that is there already is replaced.",
    effect="idempotent",
    timeout=30.0,
    arguments=Text,
    for_turn=runs_here(write_file),
)
EDIT_FILE = Tool(
    name="edit_file",
    title="Edit a file",
    description="Replaces a piece of a text file. What it replaces must stand there exactly so.",
    effect="idempotent",
    timeout=30.0,
    arguments=Edit,
    for_turn=runs_here(edit_file),
)
