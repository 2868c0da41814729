"""The contract with the browser as one JSON Schema: `python -m parley_shared.contract > FILE`."""

import hashlib
import json
import sys
from functools import cache
from typing import Any

from pydantic import BaseModel, RootModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from parley_shared import (
    backups,
    commands,
    dead_letters,
    fact_names,
    frames,
    house,
    launcher,
    models,
    runner,
    store,
    telegram,
    workspace,
)
from parley_shared.agent_view import AgentView


class FactName(RootModel[fact_names.FactName]):
    """Each needs its words in the languages of the pages."""


SHOWN: tuple[type[BaseModel], ...] = (
    frames.ServerFrameBox,
    AgentView,
    FactName,
    models.Agent,
    models.Approval,
    models.FileRef,
    models.Message,
    models.Query,
    models.Refusal,
    models.Thread,
    models.ThreadRow,
    models.Turn,
    store.ApiKey,
    store.ApiKeys,
    store.Agents,
    store.EventPage,
    store.MessagePage,
    store.MessageState,
    store.OpenRequests,
    store.Queue,
    store.ThreadPage,
    house.Budget,
    house.DailyLimit,
    house.Failures,
    house.Overdue,
    house.Retention,
    house.SignInRows,
    house.UsageRows,
    launcher.NewToken,
    runner.Models,
    runner.ModelTest,
    runner.LiveInfo,
    runner.McpServers,
    runner.Preflight,
    runner.Secrets,
    runner.Tools,
    runner.SkillDiff,
    runner.Skills,
    runner.SkillText,
    backups.Backups,
    dead_letters.DeadLetterPage,
    telegram.ChatList,
    telegram.Pairing,
    telegram.People,
    telegram.TelegramState,
    telegram.WaitingPage,
    workspace.WorkspaceFiles,
    frames.ErrorBody,
    frames.Accepted,
    frames.BreakersOfRunners,
    frames.CreatedKey,
    frames.Services,
    frames.SessionInfo,
)
TAKEN: tuple[type[BaseModel], ...] = (
    frames.BrowserFrameBox,
    commands.AgentChange,
    commands.ThreadChange,
    frames.AgentPatch,
    frames.AgentEdit,
    frames.ThreadPatch,
    frames.NewBackup,
    frames.NewThread,
    frames.NewAgent,
    frames.NewFork,
    frames.NewPlace,
    frames.NewMove,
    frames.NewMessage,
    frames.NewEdit,
    frames.NewRetry,
    frames.NewDecision,
    frames.NewSettlement,
    frames.NewAnswer,
    frames.NewSession,
    frames.NewKey,
    frames.NewSecret,
    frames.NewStop,
    frames.NewModelTest,
)


class Untitled(GenerateJsonSchema):
    """Without titles the browser's types keep their names."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # pydantic's own signature
        return False


def contract() -> dict[str, Any]:  # a JSON Schema is any JSON object
    """What is shown in the form it is sent, what is taken in the form it is read."""
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((model, "serialization") for model in SHOWN),
        *((model, "validation") for model in TAKEN),
    ]
    _, schema = models_json_schema(
        wanted, title="Parley", ref_template="#/$defs/{model}", schema_generator=Untitled
    )
    return schema


def contract_text() -> str:
    return json.dumps(contract(), indent=1, sort_keys=True) + "\n"


@cache
def contract_hash() -> str:
    """Of the committed file, too: its first 16 hex digits of sha256."""
    return hashlib.sha256(contract_text().encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.stdout.write(contract_text())
