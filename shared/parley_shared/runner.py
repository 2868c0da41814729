"""Every question an agent-runner answers."""

from typing import Literal

from pydantic import Field, JsonValue

from parley_shared.models import Effect, Model, Parameters
from parley_shared.questions import Done, Question


class ToolSpec(Model):
    """A tool as the registry knows it. `unavailable` says why it can't be used here."""

    name: str
    title: str
    description: str
    parameters: dict[str, JsonValue]  # JSON Schema
    effect: Effect
    source: str = "built-in"
    asks: Literal["never", "ask", "always"] = "never"
    unavailable: str | None = None


class Tools(Model):
    tools: tuple[ToolSpec, ...]


class ListTools(Question[Tools]):
    service = "runner"
    verb = "tools.list"
    answer = Tools


class SkillUse(Model):
    """An agent that has the skill, and what exactly was approved for it."""

    agent_id: str
    agent_name: str
    pin: str
    changed: bool  # the skill is another one by now: off until it is approved anew


class SkillSpec(Model):
    """A skill as it is now. An agent has it that has this `pin` among its skills."""

    name: str
    description: str = ""
    place: str  # where it was found
    pin: str | None = None  # the name and the hash of all its files
    always: bool = False  # its text is in every prompt
    warnings: tuple[str, ...] = ()
    unusable: str | None = None  # why
    uses: tuple[SkillUse, ...] = ()


class Skills(Model):
    skills: tuple[SkillSpec, ...]  # by name


class ListSkills(Question[Skills]):
    service = "runner"
    verb = "skills.list"
    answer = Skills


class SkillText(Model):
    """What an agent that has the skill reads of it."""

    skill: SkillSpec
    text: str  # empty if it is unusable
    files: tuple[str, ...] = ()  # beside it, read on demand


class GetSkill(Question[SkillText]):
    """As it is now, to be read before it is switched on. Raises SkillNotFound."""

    service = "runner"
    verb = "skills.get"
    answer = SkillText
    name: str


FileChangeState = Literal["added", "removed", "changed"]


class FileChange(Model):
    """A file of a skill that is not as it was."""

    path: str
    state: FileChangeState
    diff: str | None  # unified, from its first "@@" on; None: no text, or too much of it


class SkillDiff(Model):
    """What became of a skill since it was approved as `since`."""

    name: str
    since: str
    pin: str | None  # as it is now; None: it can't be used now, so all its files are "removed"
    known: bool  # False: what `since` stands for was never kept here, so `files` is empty
    files: tuple[FileChange, ...] = ()  # by path


class DiffSkill(Question[SkillDiff]):
    """`since` is a pin that an agent has. Raises SkillNotFound."""

    service = "runner"
    verb = "skills.diff"
    answer = SkillDiff
    name: str
    since: str


class ApproveSkill(Question[Done]):
    """Keep it word for word, to be compared with later. Raises SkillNotFound, SkillChanged."""

    service = "runner"
    verb = "skills.approve"
    answer = Done
    name: str
    pin: str  # of what the person has read


class ModelChoice(Model):
    """A model somebody can pick, and where it was found."""

    model: str
    provider: str
    api_base: str | None = None
    api_key: str | None = None  # the name of the secret that opens it
    context_window: int | None = None
    found: Literal["demo", "environment", "secret", "local"]


class Models(Model):
    models: tuple[ModelChoice, ...]


class ListModels(Question[Models]):
    service = "runner"
    verb = "models.list"
    answer = Models


class ModelTest(Model):
    ok: bool
    text: str = ""  # what the model answered
    error: str | None = None  # a sentence a person understands
    code: str | None = None
    ttft_ms: int | None = None
    tools: bool | None = None  # whether it called the tool it was offered


class TestModel(Question[ModelTest]):
    """One short call. `secret` is tried without being kept."""

    __test__ = False  # not a pytest class

    service = "runner"
    verb = "models.test"
    answer = ModelTest
    model: str
    api_base: str | None = None
    api_key: str | None = None  # the name of a secret
    secret: str | None = None


class Secrets(Model):
    names: tuple[str, ...]


class ListSecrets(Question[Secrets]):
    service = "runner"
    verb = "secrets.list"
    answer = Secrets


class MissingKey(Model):
    agent_id: str
    agent_name: str
    text: str  # which key, and where it is put


class MissingKeys(Model):
    missing: tuple[MissingKey, ...]


class FindMissingKeys(Question[MissingKeys]):
    """Agents that can't answer because the key of their model is not here."""

    service = "runner"
    verb = "keys.missing"
    answer = MissingKeys


class PutSecret(Question[Done]):
    """Write-only; an empty value deletes it."""

    service = "runner"
    verb = "secrets.put"
    answer = Done
    name: str
    value: str


class RunningTurn(Model):
    thread_id: str
    turn_id: str
    agent_id: str
    model: str
    started_ms_ago: int


class RunnerState(Model):
    runner: str
    running: tuple[RunningTurn, ...]
    waiting_wakes: int


class GetRunner(Question[RunnerState]):
    service = "runner"
    verb = "state.get"
    answer = RunnerState


class Preflight(Model):
    """What would be sent to the model now."""

    model: str
    api_base: str | None = None
    fallbacks: tuple[str, ...] = ()
    messages: tuple[dict[str, JsonValue], ...]
    left_out: int = 0  # messages that are sent too and are not shown, for there are too many
    tools: tuple[ToolSpec, ...] = ()
    parameters: Parameters
    tokens: int  # estimated
    context_window: int | None = None  # tokens


class GetPreflight(Question[Preflight]):
    """The exact prompt and tools if the agent was asked `text` now; no model is called.

    Raises AgentNotFound, ThreadNotFound.
    """

    service = "runner"
    verb = "preflight.get"
    answer = Preflight
    agent_id: str
    thread_id: str | None = None
    text: str = ""


class BreakerState(Model):
    """Whether a model is asked now. `open`: it failed too often and is left alone."""

    model: str
    api_base: str | None = None
    state: Literal["closed", "open", "half_open"]
    failures: int  # in a row
    opens_in_ms: int | None = None  # until it is tried again


class BreakerStates(Model):
    runner: str
    breakers: tuple[BreakerState, ...]


class ListBreakers(Question[BreakerStates]):
    """Of every runner: each has made its own experience with a model."""

    service = "runner"
    verb = "breakers.list"
    answer = BreakerStates


class ResetBreaker(Question[Done]):
    """Ask the model again, whatever it has done; every runner is told."""

    service = "runner"
    verb = "breakers.reset"
    answer = Done
    model: str
    api_base: str | None = None


LiveStatus = Literal["idle", "running", "interrupted", "cancelled", "error"]


class LiveInfo(Model):
    """A live agent: what a runner keeps warm for a thread."""

    thread_id: str
    agent_id: str
    status: LiveStatus
    data: dict[str, JsonValue] = {}
    message_count: int = 0
    has_interrupt: bool = False  # waits for a human
    uptime_ms: int
    idle_ms: int = 0
    viewers: int = 0


class LiveList(Model):
    runner: str
    agents: tuple[LiveInfo, ...]


class ListLive(Question[LiveList]):
    """Of every runner; `match` fits thread ids, "*" stands for anything."""

    service = "runner"
    verb = "live.list"
    answer = LiveList
    match: str = Field(default="*", max_length=100)


class Released(Model):
    released: bool  # False: it was not live here


class ReleaseLive(Question[Released]):
    """Let go of a live agent; the thread and all it has stays. Raises AlreadyRuns."""

    service = "runner"
    verb = "live.release"
    answer = Released
    thread_id: str
    reason: str = Field(default="manual", min_length=1, max_length=80)
    metadata: dict[str, str] = {}


# Only an approved one is called; one that is gone was approved, and its server no longer has it.
McpToolState = Literal["new", "approved", "changed", "unusable", "gone"]


class McpTool(Model):
    """A tool as its server tells it now. `pin` stands for every word of it."""

    name: str  # the server's own
    tool: str  # as agents have it: server__tool
    pin: str
    state: McpToolState
    problem: str | None = None  # why it is unusable
    description: str
    parameters: dict[str, JsonValue]  # JSON Schema
    effect: Effect
    approved_description: str | None = None  # as it was when it was approved
    approved_parameters: dict[str, JsonValue] | None = None


class McpServer(Model):
    name: str
    transport: Literal["stdio", "http"]
    place: str  # its program or address
    error: str | None = None  # why it is away
    tools: tuple[McpTool, ...] = ()  # while it is away, those that were approved


class McpServers(Model):
    servers: tuple[McpServer, ...]
    error: str | None = None  # what is wrong with the file that names them


class ListMcpServers(Question[McpServers]):
    """Asks every server that mcp.json names, which may take a while."""

    service = "runner"
    verb = "mcp.list"
    answer = McpServers


class ApproveMcpTool(Question[Done]):
    """Switch it on as it is now. Raises McpToolNotFound, McpToolChanged, McpServerAway."""

    service = "runner"
    verb = "mcp.approve"
    answer = Done
    server: str
    tool: str  # the server's own name of it
    pin: str  # of what the person has read


class RevokeMcpTool(Question[Done]):
    """Switch it off, or all of the server's; what is off already stays off, also while it is away.

    Raises McpToolNotFound if there is no such server.
    """

    service = "runner"
    verb = "mcp.revoke"
    answer = Done
    server: str
    tool: str | None = None  # the server's own name of it
