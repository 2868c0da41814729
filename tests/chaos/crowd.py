"""The people of a run: browsers that look and click, agents they talk to, and their judge."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random

from parley_shared.agent_view import AgentView
from parley_shared.dead_letters import DeadLetterPage

from tests.chaos.clicks import click_forever
from tests.chaos.judge import judge, judge_letters
from tests.chaos.ledger import Ledger, Sent
from tests.chaos.model import Model
from tests.chaos.person import Complaint, Person, open_client
from tests.chaos.plan import PATIENCE, VICTIMS
from tests.chaos.replays import judge_replays, try_command
from tests.chaos.secrets import KEY, find_secrets, list_secrets
from tests.chaos.stack import Stack
from tests.chaos.tools import NAMES
from tests.chaos.truth import KeptThread, read_head, read_runs, read_thread
from tests.chaos.verdict import Verdict
from tests.chaos.viewer import Viewer

BROWSERS = 6  # at least
LOOKED_AT = 25  # threads for each of them: two look at a thread, and a fork is one more
AGENTS = 8  # each with a model of its own, so that none's breaker stops all
GLANCE = 0.2  # seconds


class Crowd:
    def __init__(self, stack: Stack, model: Model, person: Person, seed: int, threads: int) -> None:
        self._stack, self._model, self._seed = stack, model, seed
        self.person, self.ledger = person, Ledger()
        address, token = stack.parley.address, stack.parley.token
        self._secrets = list_secrets(stack)
        self.viewers = tuple(
            Viewer(f"b{n}", address, token, self._secrets)
            for n in range(max(BROWSERS, threads // LOOKED_AT))
        )

    @classmethod
    @asynccontextmanager
    async def gathered(
        cls, stack: Stack, model: Model, seed: int, threads: int, patience: float = PATIENCE
    ) -> AsyncIterator["Crowd"]:
        """Everybody looks and clicks until the end. A socket watches so and so many threads."""
        async with open_client(stack.parley.address, stack.parley.token) as client:
            crowd = cls(stack, model, Person(client, Random(seed), patience), seed, threads)
            await crowd._make_agents()
            clicks = (click_forever(each, crowd.person, crowd.ledger) for each in crowd.viewers)
            looks = (each.run() for each in crowd.viewers)
            running = [asyncio.create_task(each) for each in (*clicks, *looks)]
            try:
                yield crowd
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)

    @property
    def changed_at(self) -> float:
        """When the last of them saw a thread become another, on the monotonic clock."""
        return max(each.changed_at for each in self.viewers)

    def watchers(self, number: int) -> tuple[Viewer, ...]:
        """Who looks at thread `number`."""
        many = len(self.viewers)
        return self.viewers[number % many], self.viewers[(number + 1) % many]

    def agent(self, number: int) -> str:
        """Who answers in it."""
        return f"chaos-{number % AGENTS}"

    def find(self, tag: str) -> Sent | None:
        """The message that was said with it."""
        return next((each for each in self.ledger.said if each.tag == tag), None)

    async def list_others(self) -> list[str]:
        """Threads that somebody has begun elsewhere."""
        ids: list[str] = []
        before = ""
        while True:
            _, page = await self.person.ask("GET", f"/threads?limit=200{before}")
            ids += [row["thread"]["id"] for row in page["items"]]
            if page["next"] is None:
                return [each for each in ids if each not in self.ledger.threads]
            before = f"&before={page['next']}"

    async def settle(self, within: float) -> bool:
        """Whether in time nothing is open, every click is answered and all see everything."""
        give_up = time.monotonic() + within
        while time.monotonic() < give_up:
            if await self._is_quiet():
                return True
            await asyncio.sleep(GLANCE)
        return False

    async def judge(self, others: Sequence[str] = ()) -> Verdict:
        """`others` are threads that nobody of them has seen."""
        watched = self.ledger.threads
        threads = [await read_thread(self.person, each) for each in (*watched, *others)]
        seen = [each for thread in self.ledger.threads for each in self._seen(thread)]
        verdict = judge(self.ledger, threads, read_runs(self._stack.counts), seen)
        moments = [each for viewer in self.viewers for each in viewer.moments]
        judge_replays(threads, moments, verdict)
        _, letters = await self.person.ask("GET", "/dead-letters?limit=200")
        judge_letters(threads, DeadLetterPage.model_validate(letters).items, verdict)
        await try_command(self._stack.parley, moments, self._seed, verdict)
        for viewer in self.viewers:
            for wrong in viewer.wrong:
                verdict.say("doubled", wrong)
            for missing in viewer.watched - viewer.views.keys():
                verdict.say("viewers unequal", f"{viewer.name} never saw {missing}")
        await self._judge_secrets(threads, verdict)
        for victim in VICTIMS:
            if await self._stack.running_pid_of(victim) is None:
                verdict.say("left open", f"{victim} runs no more")
        return verdict

    async def _judge_secrets(self, threads: Sequence[KeptThread], verdict: Verdict) -> None:
        exports = [await self._export(each.thread_id) for each in threads]
        told = "\n".join((self._stack.parley.read_logs(), repr(threads), *exports))
        for name in find_secrets(self._secrets, told):
            verdict.say("secrets", f"{name} is in a log, an event or an export")
        for viewer in self.viewers:
            for name in viewer.leaked:
                verdict.say("secrets", f"{name} was shown to {viewer.name}")

    async def _export(self, thread_id: str) -> str:
        path = f"/threads/{thread_id}/export?format=json"
        status, exported = await self.person.ask("GET", path)
        assert status == 200, exported
        return repr(exported)

    async def _make_agents(self) -> None:
        await self.person.ask("PUT", "/secrets/chaos", {"value": KEY})
        for number in range(AGENTS):
            change = {
                "name": f"Chaos {number}",
                "model": f"openai/chaos-{number}",
                "api_base": self._model.url,
                "api_key": "chaos",
                "tools": [*NAMES, "ask_user", "write_file", "remember"],
                "is_default": number == 0,
            }
            body = {"id": self.agent(number), "change": change}
            status, answer = await self.person.ask("POST", "/agents", body)
            assert status == 201, answer

    async def _is_quiet(self) -> bool:
        if self.ledger.open_clicks:
            return False
        for thread_id in self.ledger.threads:
            try:
                head, open_turns = await read_head(self.person, thread_id)
            except Complaint:
                return False
            if open_turns or any(view.seq != head for _, view in self._seen(thread_id)):
                return False
        return True

    def _seen(self, thread_id: str) -> list[tuple[str, AgentView]]:
        return [
            (viewer.name, viewer.views[thread_id])
            for viewer in self.viewers
            if thread_id in viewer.views
        ]
