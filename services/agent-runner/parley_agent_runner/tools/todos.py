"""The agent's plan: each call replaces the whole list, so that nothing of it can get lost."""

from typing import Literal

from parley_shared.models import Todo
from pydantic import BaseModel, ConfigDict, Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments

MARKS = {"pending": " ", "in_progress": ">", "completed": "x", "cancelled": "-"}


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1, max_length=300)
    state: Literal["pending", "in_progress", "completed", "cancelled"] = "pending"


class Plan(ToolArguments):
    todos: tuple[Item, ...] = Field(
        max_length=50, description="The whole list, in order, those that are done included."
    )


def describe_plan(todos: tuple[Todo, ...]) -> str:
    lines = [f"[{MARKS[todo.state]}] {todo.text}" for todo in todos]
    return "\n".join(lines) or "The list is empty."


async def _run(arguments: Plan, call_id: str) -> Output:
    todos = tuple(Todo(text=item.text, state=item.state) for item in arguments.todos)
    return Output(describe_plan(todos), todos=todos)


TODOS = Tool(
    name="todos",
    title="Plan",
    description=(
        "Keeps a list of what is to be done, which the person sees. Use it for work of several "
        "steps: write the plan first, then again whenever a step begins or ends."
    ),
    effect="idempotent",
    timeout=5.0,
    arguments=Plan,
    run=_run,
)
