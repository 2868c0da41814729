"""Moves and deletes files of the workspace. Each call counts once."""

from parley_shared.workspace import DeleteFiles, MoveFiles
from pydantic import Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, runs_here
from parley_agent_runner.tools.here import Here


class Move(ToolArguments):
    path: str = Field(min_length=1, max_length=240, description="A file or a folder.")
    to: str = Field(min_length=1, max_length=240, description="Its new path, in full.")


class Gone(ToolArguments):
    path: str = Field(min_length=1, max_length=240, description="A file or a whole folder.")


async def move_file(here: Here, arguments: Move, call_id: str) -> Output:
    moved = await here.ask(
        MoveFiles(
            thread_id=here.workspace_id,
            change_id=call_id,
            turn_id=here.turn_id,
            fence=here.fence,
            path=arguments.path,
            to=arguments.to,
        )
    )
    return Output(f"Moved: {', '.join(each.path for each in moved.files)}.")


async def delete_file(here: Here, arguments: Gone, call_id: str) -> Output:
    gone = await here.ask(
        DeleteFiles(
            thread_id=here.workspace_id,
            change_id=call_id,
            turn_id=here.turn_id,
            fence=here.fence,
            path=arguments.path,
        )
    )
    return Output(f"Deleted: {', '.join(gone.deleted)}.")


MOVE_FILE = Tool(
    name="move_file",
    title="Move a file",
    description="Moves or renames a file or a folder of the workspace.",
    effect="idempotent",
    timeout=15.0,
    arguments=Move,
    for_turn=runs_here(move_file),
)
DELETE_FILE = Tool(
    name="delete_file",
    title="Delete a file",
    description="Deletes a file or a folder of the workspace.",
    effect="idempotent",
    timeout=15.0,
    arguments=Gone,
    for_turn=runs_here(delete_file),
)
