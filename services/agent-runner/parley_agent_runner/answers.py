"""Answers what others ask the runner: tools, models, secrets, and what it is doing."""

import asyncio
from dataclasses import dataclass, field
from functools import partial

from parley_shared.models import Agent
from parley_shared.questions import Done
from parley_shared.rpc import Answers
from parley_shared.runner import (
    ApproveMcpTool,
    ApproveSkill,
    BreakerStates,
    DiffSkill,
    FindMissingKeys,
    GetPreflight,
    GetRunner,
    GetSkill,
    ListBreakers,
    ListLive,
    ListMcpServers,
    ListModels,
    ListSecrets,
    ListSkills,
    ListTools,
    LiveList,
    McpServers,
    MissingKeys,
    Models,
    ModelTest,
    Preflight,
    PutSecret,
    Released,
    ReleaseLive,
    ResetBreaker,
    RevokeMcpTool,
    RunnerState,
    Secrets,
    SkillDiff,
    Skills,
    SkillText,
    TestModel,
    Tools,
    Transcribe,
)
from parley_shared.store import ListAgents
from parley_shared.wakeups import Wakeups

from parley_agent_runner import models, secrets
from parley_agent_runner.keeping_live import LiveKeeper
from parley_agent_runner.lane import Lane
from parley_agent_runner.memory import read_memory
from parley_agent_runner.missing import find_missing_key
from parley_agent_runner.preflight import show_preflight
from parley_agent_runner.preparing import Means
from parley_agent_runner.routes import read_name
from parley_agent_runner.stream import Route
from parley_agent_runner.tools.code import make_code_tools
from parley_agent_runner.tools.registry import TOOLS
from parley_agent_runner.transcribing import Transcribing
from parley_agent_runner.trying import try_model
from parley_agent_runner.worker import Worker


@dataclass
class Desk:
    """Holds what the answers are made of, and the tests of models that are under way."""

    name: str
    lane: Lane
    models: models.Models
    secrets: secrets.Secrets
    means: Means
    live: LiveKeeper
    worker: Worker
    wakeups: Wakeups
    transcribing: Transcribing
    changed: asyncio.Event  # other models may be within reach now
    _tests: dict[TestModel, asyncio.Task[ModelTest]] = field(default_factory=dict)

    async def answer(self, answers: Answers) -> None:
        await answers.add(ListTools, self.list_tools)
        await answers.add(ListSkills, self.list_skills)
        await answers.add(GetSkill, self.get_skill)
        await answers.add(DiffSkill, self.diff_skill)
        await answers.add(ApproveSkill, self.approve_skill)
        await answers.add(ListMcpServers, self.list_mcp_servers)
        await answers.add(ApproveMcpTool, self.approve_mcp_tool)
        await answers.add(RevokeMcpTool, self.revoke_mcp_tool)
        await answers.add(ListModels, self.list_models)
        await answers.add(TestModel, self.test_model)
        await answers.add(Transcribe, self.transcribing.transcribe)
        await answers.add(ListSecrets, self.list_secrets)
        await answers.add(FindMissingKeys, self.find_missing_keys)
        await answers.add(PutSecret, self.put_secret)
        await answers.add(GetRunner, self.get_runner)
        await answers.add(GetPreflight, self.show_preflight)
        await answers.add(ListBreakers, self.list_breakers, queue_group=False)
        await answers.add(ListLive, self.list_live, queue_group=False)
        await answers.add(ReleaseLive, self.release_live, queue_group=False)
        await answers.add(ResetBreaker, self.reset_breaker, queue_group=False)

    def stop(self) -> None:
        """Nobody waits for a test, or for a transcript, any longer."""
        self.transcribing.stop()
        for task in self._tests.values():
            task.cancel()

    async def list_tools(self, _: ListTools) -> Tools:
        code = make_code_tools(unavailable=await self.means.sandbox.why_not())
        offered = (*TOOLS, *self.means.tools, *self.means.mcp.tools(), *code)
        return Tools(tools=tuple(tool.describe() for tool in offered))

    async def list_skills(self, _: ListSkills) -> Skills:
        return await asyncio.to_thread(self.means.skills.describe, await self._list_agents())

    async def get_skill(self, question: GetSkill) -> SkillText:
        agents = await self._list_agents()
        return await asyncio.to_thread(self.means.skills.read, question.name, agents)

    async def diff_skill(self, question: DiffSkill) -> SkillDiff:
        return await asyncio.to_thread(self.means.skills.diff, question.name, question.since)

    async def approve_skill(self, question: ApproveSkill) -> Done:
        await asyncio.to_thread(self.means.skills.approve, question.name, question.pin)
        return Done()

    async def list_mcp_servers(self, _: ListMcpServers) -> McpServers:
        return await self.means.mcp.describe()

    async def approve_mcp_tool(self, question: ApproveMcpTool) -> Done:
        await self.means.mcp.approve(question.server, question.tool, question.pin)
        return Done()

    async def revoke_mcp_tool(self, question: RevokeMcpTool) -> Done:
        await self.means.mcp.revoke(question.server, question.tool)
        return Done()

    async def list_models(self, _: ListModels) -> Models:
        return Models(models=await self.models.find())

    async def find_missing_keys(self, _: FindMissingKeys) -> MissingKeys:
        agents = await self._list_agents()
        find = partial(find_missing_key, locate=self.models.locate, find_key=self.secrets.find)
        return MissingKeys(missing=tuple(filter(None, map(find, agents))))

    async def test_model(self, question: TestModel) -> ModelTest:
        """Whoever waits long asks again: that must not become another call of the model."""
        task = self._tests.get(question)
        if task is None:
            task = asyncio.create_task(self._try(question))
            self._tests[question] = task
            task.add_done_callback(lambda _: self._tests.pop(question))
        return await asyncio.shield(task)

    async def _try(self, question: TestModel) -> ModelTest:
        route = self._route(question)
        tried = question.secret
        find_key = self.secrets.find if tried is None else lambda name: tried
        result = await try_model(route, self.lane.open(find_key))
        if result.ok:
            self.means.breakers.of(route).succeeded()
        return result

    def _route(self, question: TestModel) -> Route:
        model = read_name(question.model)
        if question.api_base is None and question.api_key is None and question.secret is None:
            return self.models.locate(model) or Route(model)
        route = Route(model, question.api_base or None, question.api_key or None)
        if question.secret is None or route.api_key is not None:
            return route
        return Route(model, route.api_base, "given now")

    async def show_preflight(self, question: GetPreflight) -> Preflight:
        return await show_preflight(self.means, question)

    async def list_breakers(self, _: ListBreakers) -> BreakerStates:
        return BreakerStates(runner=self.name, breakers=self.means.breakers.describe())

    async def reset_breaker(self, question: ResetBreaker) -> Done:
        self.means.breakers.reset(question.model, question.api_base)
        return Done()

    async def list_live(self, question: ListLive) -> LiveList:
        agents = self.live.agents.describe(question.match, self.live.clock.monotonic())
        return LiveList(runner=self.name, agents=agents)

    async def release_live(self, question: ReleaseLive) -> Released:
        done = await self.live.release(question.thread_id, question.reason, question.metadata)
        return Released(released=done)

    async def list_secrets(self, _: ListSecrets) -> Secrets:
        return Secrets(names=self.secrets.names())

    async def put_secret(self, question: PutSecret) -> Done:
        await asyncio.to_thread(self.secrets.put, question.name, question.value)
        self.changed.set()
        return Done()

    async def get_runner(self, _: GetRunner) -> RunnerState:
        return RunnerState(
            runner=self.name,
            running=self.worker.list_running(),
            waiting_wakes=self.wakeups.waiting,
            memory_mb=read_memory(),
            retiring=self.worker.is_retiring,
        )

    async def _list_agents(self) -> tuple[Agent, ...]:
        return (await self.means.bus.ask(ListAgents())).agents
