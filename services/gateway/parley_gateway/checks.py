"""Whether what a person asks for can be taken at all. Pure: who or what exists, the store knows."""

import re
from collections.abc import Callable
from typing import Any

from parley_shared import ids
from parley_shared.commands import (
    AgentChange,
    AnswerQuery,
    CreateAgent,
    CreateThread,
    Decide,
    DeleteAgent,
    DeleteMessage,
    DeleteThread,
    EditMessage,
    ForkThread,
    ImportMessages,
    RestoreThread,
    RetryCall,
    RetryMessage,
    SettleCall,
    StopAll,
    StopThread,
    StopTurns,
    ThreadChange,
    UpdateAgent,
    UpdateThread,
    UseSkill,
    WithdrawTurn,
)
from parley_shared.errors import BadInput
from parley_shared.fact_names import FactName
from parley_shared.facts import phrase
from parley_shared.message_text import check_size
from parley_shared.models import INSTRUCTIONS_LIMIT, NAME_LIMIT, TITLE_LIMIT, Model
from parley_shared.questions import Question
from parley_shared.workspace import DeleteFiles, MoveFiles, PutFiles

MODEL_LIMIT = 200  # bytes

# A thread's id is one token of a subject; other ids are whatever a channel makes them.
_TOKEN = re.compile(ids.TOKEN)
_ID = re.compile(r"[!-~]{1,200}")
_TOKENS = frozenset({"thread_id", "new_thread_id"})
_PIN = re.compile(r"[a-z0-9-]{1,200}@[0-9a-f]{32}")
_ADDRESS = re.compile(r"https?://\S+")

Command = Question[Any]  # whatever its answer is
Check = Callable[[Any], None]  # a command of the one class it is listed for


def check_ids(asked: Model) -> None:
    """Raises BadInput."""
    for name in type(asked).model_fields:
        value = getattr(asked, name)
        if not name.endswith("_id") or value is None:
            continue
        if name in _TOKENS and not _TOKEN.fullmatch(value):
            raise BadInput(
                phrase(
                    "id_unfit",
                    "{field} {given!r} is not 1 to 64 letters, digits, - and _",
                    field=name,
                    given=value[:80],
                )
            )
        if not _ID.fullmatch(value):
            raise BadInput(
                phrase(
                    "id_unfit",
                    "{field} {given!r} is not 1 to 200 letters, digits and signs",
                    field=name,
                    given=value[:80],
                )
            )


def check_title(title: str | None) -> None:
    if title is not None and len(title) > TITLE_LIMIT:
        raise BadInput(
            phrase(
                "title_too_long",
                "the title has {size} characters, {most} are the most",
                size=len(title),
                most=TITLE_LIMIT,
            )
        )


def check_thread_change(change: ThreadChange) -> None:
    check_title(change.title)
    if change.overrides is not None:
        _check_length("instructions_too_long", change.overrides.instructions, INSTRUCTIONS_LIMIT)
        _check_length("model_too_long", change.overrides.model, MODEL_LIMIT)


def check_agent_change(change: AgentChange) -> None:
    if change.name is not None:
        _check_name(change.name)
    if change.model is not None and not change.model.strip():
        raise BadInput(phrase("agent_modelless", "an agent needs a model"))
    if change.api_base and not _ADDRESS.fullmatch(change.api_base):
        raise BadInput(
            phrase(
                "no_web_address",
                "api_base {address!r} is no http or https address",
                address=change.api_base[:80],
            )
        )
    if change.hue is not None and not 0 <= change.hue < 360:
        raise BadInput(phrase("no_hue", "hue {hue} is not between 0 and 359", hue=change.hue))
    _check_length("model_too_long", change.model, MODEL_LIMIT)
    _check_length("instructions_too_long", change.instructions, INSTRUCTIONS_LIMIT)


def check_new_agent(change: AgentChange) -> None:
    if change.name is None or change.model is None:
        raise BadInput(phrase("agent_nameless", "an agent needs a name and a model"))
    check_agent_change(change)


def check_decision(decide: Decide) -> None:
    if decide.decision == "approve_edited" and decide.arguments is None:
        raise BadInput(phrase("edit_without_arguments", "an edited approval needs the arguments"))


def check_skill(asked: UseSkill) -> None:
    if not _PIN.fullmatch(asked.pin):
        raise BadInput(f"pin {asked.pin[:80]!r} is no skill's")


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > NAME_LIMIT or not name.isprintable():
        raise BadInput(
            phrase(
                "agent_name_unfit",
                "an agent's name has 1 to {most} characters on one line",
                most=NAME_LIMIT,
            )
        )


def _check_length(name: FactName, text: str | None, limit: int) -> None:
    size = len((text or "").encode())
    if size > limit:
        raise BadInput(
            phrase(
                name,
                "the {what} has {size} bytes, {most} are the most",
                what=name.removesuffix("_too_long"),
                size=size,
                most=limit,
            )
        )


CHECKS: dict[type[Command], Check] = {
    CreateThread: lambda asked: check_title(asked.title),
    UpdateThread: lambda asked: check_thread_change(asked.change),
    DeleteThread: check_ids,
    RestoreThread: check_ids,
    ForkThread: lambda asked: check_title(asked.title),
    ImportMessages: lambda asked: check_title(asked.title),
    EditMessage: lambda asked: check_size(asked.text),  # files may be left, the store knows
    DeleteMessage: check_ids,
    RetryMessage: check_ids,
    StopThread: check_ids,
    StopTurns: check_ids,
    StopAll: check_ids,
    WithdrawTurn: check_ids,
    Decide: check_decision,
    AnswerQuery: check_ids,
    SettleCall: check_ids,
    RetryCall: check_ids,
    CreateAgent: lambda asked: check_new_agent(asked.change),
    UpdateAgent: lambda asked: check_agent_change(asked.change),
    UseSkill: check_skill,
    DeleteAgent: check_ids,
    PutFiles: check_ids,
    MoveFiles: check_ids,
    DeleteFiles: check_ids,
}


def check_command(asked: Command) -> None:
    """Raises the ParleyError that says what is wrong with it."""
    check_ids(asked)
    CHECKS[type(asked)](asked)
