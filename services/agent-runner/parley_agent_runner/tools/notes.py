"""An agent's notes: what it wants to know in every conversation; a person approves each change."""

from parley_shared.store import ChangeNotes
from pydantic import Field

from parley_agent_runner.tools.declaration import AnyTool, Output, Tool, ToolArguments, runs_here
from parley_agent_runner.tools.here import Here


class Note(ToolArguments):
    note: str = Field(min_length=1, max_length=500, description="One fact, in one sentence.")


async def remember(here: Here, arguments: Note, call_id: str) -> Output:
    note = " ".join(arguments.note.split())
    await here.ask(ChangeNotes(agent_id=here.agent_id, add=note))
    return Output(f"Noted: {note}")


async def forget(here: Here, arguments: Note, call_id: str) -> Output:
    note = " ".join(arguments.note.split())
    await here.ask(ChangeNotes(agent_id=here.agent_id, drop=note))
    return Output(f"Not noted any longer: {note}")


REMEMBER = Tool(
    name="remember",
    title="Take a note",
    description="Notes a fact that you will know in every later conversation with this person.",
    effect="idempotent",
    timeout=15.0,
    arguments=Note,
    asks="always",  # what is noted once speaks in every prompt
    for_turn=runs_here(remember),
)
FORGET = Tool(
    name="forget",
    title="Drop a note",
    description="Drops one of your notes; give it as it is written.",
    effect="idempotent",
    timeout=15.0,
    arguments=Note,
    asks="always",
    for_turn=runs_here(forget),
)
NOTE_TOOLS: tuple[AnyTool, ...] = (REMEMBER, FORGET)
