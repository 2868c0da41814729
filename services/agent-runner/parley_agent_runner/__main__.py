"""Runs an agent-runner until it is told to stop."""

import asyncio
import logging
import os
import sys
from functools import partial
from importlib.metadata import version

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.logs import start_logging
from parley_shared.rpc import Answers
from parley_shared.service import run
from parley_shared.settings import SettingsWrong
from parley_shared.wakeups import Wakeups

from parley_agent_runner.answers import Desk
from parley_agent_runner.beside import beside
from parley_agent_runner.breaker import Breakers
from parley_agent_runner.clock import CLOCK
from parley_agent_runner.debugging import Debugger
from parley_agent_runner.forking import REPLACED, fork_runners, show_life
from parley_agent_runner.hooks.finding import find_hooks
from parley_agent_runner.keeping_live import LiveKeeper
from parley_agent_runner.lane import Lane, load_lane
from parley_agent_runner.live import LiveAgents, Rules
from parley_agent_runner.mcp.servers import McpServers
from parley_agent_runner.memory import MemoryGuard
from parley_agent_runner.models import Models
from parley_agent_runner.naming import runner_name, usual_name
from parley_agent_runner.preparing import Means
from parley_agent_runner.retiring import retire_when_full
from parley_agent_runner.sandbox import Sandbox
from parley_agent_runner.secrets import Secrets
from parley_agent_runner.settings import RunnerSettings
from parley_agent_runner.skills.kept import KeptSkills
from parley_agent_runner.skills.library import Library
from parley_agent_runner.suggesting import suggest_forever
from parley_agent_runner.titling import Titling
from parley_agent_runner.tools.fetching import make_keyed_fetch
from parley_agent_runner.tools.guarding import Guard
from parley_agent_runner.tools.searching import make_search
from parley_agent_runner.tools.web_search import make_web_search
from parley_agent_runner.transcribing import Transcribing
from parley_agent_runner.worker import Worker

logger = logging.getLogger(__name__)


async def serve(
    settings: RunnerSettings, lane: Lane, signs: int, bus: Bus, stop: asyncio.Event
) -> int:
    wanted = settings.runner_name or usual_name(settings.data_dir)
    with runner_name(settings.data_dir, wanted) as name:
        async with beside(show_life(signs)):
            return await _take_turns(settings, name, lane, bus, stop)


async def _take_turns(
    settings: RunnerSettings, name: str, lane: Lane, bus: Bus, stop: asyncio.Event
) -> int:
    """The exit code."""
    guard = MemoryGuard(settings.runner_growth_mb, CLOCK.sleep)
    secrets = Secrets(settings.data_dir / "secrets.json", os.environ)
    models = Models(secrets, os.environ, lane.list_catalog)
    breakers = Breakers(CLOCK.monotonic)
    skills = Library(settings.skill_folders, KeptSkills(settings.data_dir / "skills-kept"))
    stream_reply = lane.open(secrets.find)
    sandbox = Sandbox(bus)
    rules = Rules(settings.live_inactivity or None, settings.live_grace or None, settings.live_most)
    mcp = McpServers(settings.data_dir, secrets.find)
    live = LiveKeeper(bus, LiveAgents(rules, CLOCK.monotonic()), CLOCK, [mcp.let_go])
    debugger = Debugger(bus, CLOCK, live.agents.is_watched)
    means = Means(
        bus=bus,
        stream_reply=stream_reply,
        locate=models.locate,
        find_facts=lane.find_facts,
        breakers=breakers,
        skills=skills,
        sandbox=sandbox,
        hooks=find_hooks(settings.data_dir),
        debugger=debugger,
        tools=(make_web_search(make_search(secrets.find, make_keyed_fetch(Guard()))),),
        mcp=mcp,
    )
    titling = Titling(bus, stream_reply, debugger, means.hooks)
    worker = Worker(name, means, titling, live)
    wakeups = Wakeups(bus, worker.drain, limit=settings.runner_turns)
    transcribing = Transcribing(bus, lane.open_ear(secrets.find), models.locate)
    desk = Desk(
        name, lane, models, secrets, means, live, worker, wakeups, transcribing, asyncio.Event()
    )
    service = version("parley-agent-runner")
    async with Answers(bus, service="runner", version=service) as answers:
        await desk.answer(answers)
        logger.info("models can be asked")
        listening = await bus.listen(subjects.ALL_CONTROL, worker.nudge)
        bus.on_reconnect(worker.look_after_waiting)
        watching = await bus.listen(subjects.ALL_PRESENCE, live.hear)
        # Left first: what runs is given back before anything else is waited for.
        aside = (
            worker.take_over(),
            suggest_forever(bus, models, desk.changed),
            titling.run(),
            live.run(),
            worker.look_after_waiting_forever(),
            retire_when_full(guard, worker, answers, stop),
        )
        # MCP servers are closed after it, which takes seconds if one does not want to end.
        async with beside(mcp.run()), wakeups, beside(*aside):
            await stop.wait()
        await listening.stop()
        await watching.stop()
        desk.stop()
    return REPLACED if guard.is_full else 0


if __name__ == "__main__":
    try:
        settings = RunnerSettings.from_env()
    except SettingsWrong as error:
        sys.exit(f"agent-runner: {error}")
    start_logging("agent-runner", settings.log_level)
    fork_runners(
        load_lane,
        lambda lane, signs: run(partial(serve, settings, lane, signs), "agent-runner", settings),
    )
