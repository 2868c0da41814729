"""What is refused before the store is asked."""

from typing import Any

import parley_shared.commands as commands
import pytest
from parley_gateway.checks import CHECKS, Command, check_command
from parley_shared.commands import (
    AgentChange,
    CreateAgent,
    CreateThread,
    Decide,
    EditMessage,
    ForkThread,
    OverridesChange,
    ThreadChange,
    UpdateAgent,
    UpdateThread,
    UseSkill,
)
from parley_shared.errors import BadInput, ParleyError, TooLong
from parley_shared.models import TEXT_LIMIT
from parley_shared.questions import Question
from parley_shared.workspace import WorkspaceChange


def test_every_command_has_a_check() -> None:
    classes = [each for each in vars(commands).values() if isinstance(each, type)]
    asked = {each for each in classes if issubclass(each, Question) and hasattr(each, "verb")}

    assert set(CHECKS) == asked | set(WorkspaceChange.__subclasses__())


GOOD: list[Command] = [
    CreateThread(thread_id="0199-a_B", title="Garden", agent_id="ada"),
    CreateThread(thread_id="x" * 64),
    ForkThread(thread_id="t1", new_thread_id="t2"),
    UpdateThread(thread_id="t1", change=ThreadChange(title="")),
    EditMessage(message_id="tg:7:123", text="x" * TEXT_LIMIT, edit_id="e1"),
    EditMessage(message_id="m1", text="", edit_id="e1"),
    CreateAgent(agent_id="a1", change=AgentChange(name="Ada Lovelace", model="demo/echo")),
    UpdateAgent(agent_id="a1", change=AgentChange(api_base="http://127.0.0.1:8080/v1")),
    UpdateAgent(agent_id="a1", change=AgentChange(api_base="", hue=359)),
    UseSkill(agent_id="a1", pin="make-tea@0123456789abcdef0123456789abcdef"),
    Decide(approval_id="p1", decision="approve_edited", arguments={}),
]


@pytest.mark.parametrize("command", GOOD, ids=lambda command: command.verb)
def test_what_is_well_formed_passes(command: Command) -> None:
    check_command(command)


def agent_change(**change: Any) -> UpdateAgent:
    return UpdateAgent(agent_id="a1", change=AgentChange(**change))


BAD: list[tuple[Command, type[ParleyError], str]] = [
    (CreateThread(thread_id=""), BadInput, "thread_id '' is not"),
    (CreateThread(thread_id="a.b"), BadInput, "thread_id 'a.b'"),
    (CreateThread(thread_id="a\n"), BadInput, "thread_id"),
    (CreateThread(thread_id="x" * 65), BadInput, "thread_id"),
    (CreateThread(thread_id="t1", agent_id="a b"), BadInput, "agent_id 'a b'"),
    (CreateThread(thread_id="t1", title="x" * 201), BadInput, "201 characters"),
    (ForkThread(thread_id="t1", new_thread_id="*"), BadInput, "new_thread_id"),
    (ForkThread(thread_id="t1", new_thread_id="t2", title="x" * 201), BadInput, "title"),
    (UpdateThread(thread_id="t1", change=ThreadChange(title="x" * 201)), BadInput, "title"),
    (
        UpdateThread(
            thread_id="t1",
            change=ThreadChange(overrides=OverridesChange(instructions="x" * 100_001)),
        ),
        BadInput,
        "instructions",
    ),
    (EditMessage(message_id="m 1", text="Hi", edit_id="e1"), BadInput, "message_id 'm 1'"),
    (EditMessage(message_id="m1", text="Hi", edit_id="x" * 201), BadInput, "edit_id"),
    (EditMessage(message_id="m1", text="é" * TEXT_LIMIT, edit_id="e1"), TooLong, "have 524288"),
    (CreateAgent(agent_id="a1", change=AgentChange(name="Ada")), BadInput, "a name and a model"),
    (agent_change(name=" "), BadInput, "agent's name"),
    (agent_change(name="two\nlines"), BadInput, "agent's name"),
    (agent_change(name="x" * 81), BadInput, "agent's name"),
    (agent_change(model=" "), BadInput, "needs a model"),
    (agent_change(model="x" * 201), BadInput, "model"),
    (agent_change(api_base="file:///etc/passwd"), BadInput, "no http or https address"),
    (agent_change(hue=360), BadInput, "hue 360"),
    (agent_change(instructions="x" * 100_001), BadInput, "instructions"),
    (Decide(approval_id="p1", decision="approve_edited"), BadInput, "arguments"),
]


@pytest.mark.parametrize(("command", "error", "says"), BAD)
def test_what_is_malformed_is_refused_with_a_reason(
    command: Command, error: type[ParleyError], says: str
) -> None:
    with pytest.raises(error, match=says):
        check_command(command)
