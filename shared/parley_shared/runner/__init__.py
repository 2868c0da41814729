"""Every question an agent-runner answers."""

from parley_shared.runner.breakers import BreakerState, BreakerStates, ListBreakers, ResetBreaker
from parley_shared.runner.keys import (
    FindMissingKeys,
    ListSecrets,
    MissingKey,
    MissingKeys,
    PutSecret,
    Secrets,
)
from parley_shared.runner.live import (
    ListLive,
    LiveInfo,
    LiveList,
    LiveStatus,
    Released,
    ReleaseLive,
)
from parley_shared.runner.mcp import (
    ApproveMcpTool,
    ListMcpServers,
    McpServer,
    McpServers,
    McpTool,
    McpToolState,
    RevokeMcpTool,
)
from parley_shared.runner.models import ListModels, ModelChoice, Models, ModelTest, TestModel
from parley_shared.runner.preflight import GetPreflight, Preflight
from parley_shared.runner.skills import (
    ApproveSkill,
    DiffSkill,
    FileChange,
    FileChangeState,
    GetSkill,
    ListSkills,
    SkillDiff,
    Skills,
    SkillSpec,
    SkillText,
    SkillUse,
)
from parley_shared.runner.speech import Transcribe, Transcript
from parley_shared.runner.state import GetRunner, RunnerState, RunningTurn
from parley_shared.runner.tools import ListTools, Tools, ToolSpec

__all__ = [
    "ApproveMcpTool",
    "ApproveSkill",
    "BreakerState",
    "BreakerStates",
    "DiffSkill",
    "FileChange",
    "FileChangeState",
    "FindMissingKeys",
    "GetPreflight",
    "GetRunner",
    "GetSkill",
    "ListBreakers",
    "ListLive",
    "ListMcpServers",
    "ListModels",
    "ListSecrets",
    "ListSkills",
    "ListTools",
    "LiveInfo",
    "LiveList",
    "LiveStatus",
    "McpServer",
    "McpServers",
    "McpTool",
    "McpToolState",
    "MissingKey",
    "MissingKeys",
    "ModelChoice",
    "ModelTest",
    "Models",
    "Preflight",
    "PutSecret",
    "ReleaseLive",
    "Released",
    "ResetBreaker",
    "RevokeMcpTool",
    "RunnerState",
    "RunningTurn",
    "Secrets",
    "SkillDiff",
    "SkillSpec",
    "SkillText",
    "SkillUse",
    "Skills",
    "TestModel",
    "ToolSpec",
    "Tools",
    "Transcribe",
    "Transcript",
]
