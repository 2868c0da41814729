"""What people do, and the points that whoever carries it out comes by: all there are.

`UNSWEPT` says of every question and every subject that is left out why that can't matter.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.chaos import errands, house
from tests.chaos.plan import PAST_THE_LEASE, Kind, Step
from tests.chaos.scene import GLANCE, Scene

PAST_ASKING = 4.0  # seconds: whoever waits for an answer has asked once more by then
HELD = 3.0  # seconds that the gateway has a job in hand

Does = Callable[[Scene], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Way:
    """At `points` things are done before and after, `takes` are of what came by itself."""

    does: Does
    points: tuple[str, ...]
    takes: tuple[str, ...] = ()
    freeze: float = PAST_THE_LEASE  # seconds
    asks: int = 1  # turns that it makes at least

    def list_points(self) -> list[str]:
        return [*(f"{each}.{when}" for each in self.points for when in WHEN), *self.takes]


WHEN = ("before", "after")


def asked(verb: str, *services: str) -> tuple[str, ...]:
    """Points of a question that each of `services` asks of the next."""
    both = [(f"ask.{one}.{verb}", f"answer.{other}.{verb}") for one, other in pairwise(services)]
    return tuple(point.replace("answer.agent-", "answer.") for pair in both for point in pair)


def commanded(*verbs: str) -> tuple[str, ...]:
    """Points of what a browser asks for and the gateway checks."""
    return tuple(point for verb in verbs for point in asked(verb, "web", "gateway", "store"))


def wanted(service: str, *verbs: str) -> tuple[str, ...]:
    """Points of what `service` asks of the store."""
    return tuple(point for verb in verbs for point in asked(verb, service, "store"))


# -- what is done


def say(kind: Kind) -> Does:
    async def does(scene: Scene) -> None:
        await scene.talk(Step("say", scene.tag, kind), Step("wait"))

    return does


async def stop(scene: Scene) -> None:
    said = Step("say", scene.tag, "long")
    await scene.talk(said, Step("stop", scene.tag), Step("wait"))


async def stop_while_it_runs(scene: Scene) -> None:
    """So that its runner has to be told."""
    thread = scene.make_thread(Step("say", scene.tag, "lasting"), Step("wait"))
    async with scene.playing(thread):
        await scene.find_runner(thread.thread_id)
        sent = scene.crowd.find(scene.tag)
        assert sent is not None  # it runs
        sent.stopped = True
        path, body = f"/threads/{thread.thread_id}/stop", {"message_id": sent.message_id}
        await scene.ask("POST", path, body, also=errands.CONFLICT)


async def edit(scene: Scene) -> None:
    """The message is said again in other words, and answered twice."""
    said = Step("say", scene.tag, "chain")
    await scene.talk(said, Step("wait"), Step("edit", f"{scene.tag}e"), Step("wait"))


async def fork(scene: Scene) -> None:
    await scene.talk(Step("say", scene.tag, "chain"), Step("wait"), Step("fork"))


async def end_the_runner(scene: Scene) -> None:
    """While it answers; another goes on."""
    thread = scene.make_thread(Step("say", scene.tag, "lasting"), Step("wait"))
    async with scene.playing(thread):
        runner = await scene.find_runner(thread.thread_id)
        scene.end(await scene.stack.running_pid_of(runner))


async def end_the_gateway(scene: Scene) -> None:
    """While it has a message in hand."""
    held = "ask.gateway.message.append.before"
    async with scene.alone[held]:
        order = scene.stack.failpoints / held
        pid = await scene.stack.running_pid_of("gateway")
        order.write_text(f"pause {HELD}")
        async with scene.playing(scene.make_thread(Step("say", scene.tag), Step("wait"))):
            while order.exists():
                await asyncio.sleep(GLANCE)
            scene.end(pid)


def text(kind: Kind) -> Does:
    async def does(scene: Scene) -> None:
        await scene.text(kind, "short")

    return does


# -- and what somebody comes by

WAYS = (
    Way(
        say("chain"),
        (
            *commanded("thread.create"),
            *("publish.presence", "queue.in", "ack.in", "queue.turns", "queue.ev", "commit"),
            *wanted("gateway", "message.append"),
            *wanted("agent-runner", "turn.claim", "turn.step", "turn.finish", "thread.title"),
            *("tool.tally_effect", "tool.tally_idempotent", "tool.tally_pure", "ack.turns"),
        ),
        takes=("take.in", "take.turns"),
    ),
    Way(say("resumable"), ("tool.tally_resumable",)),
    Way(say("gated"), (*wanted("agent-runner", "turn.park"), *commanded("approval.decide"))),
    Way(say("ask"), commanded("query.answer")),
    Way(say("long"), ("publish.ev",)),
    Way(say("lasting"), wanted("agent-runner", "turn.renew")),
    Way(say("delayed"), wanted("agent-runner", "turn.backoff")),
    Way(say("broken"), wanted("agent-runner", "turn.note")),
    Way(stop, commanded("turn.stop")),
    Way(stop_while_it_runs, ("publish.ctl",)),
    Way(edit, commanded("message.edit"), asks=2),
    Way(fork, commanded("thread.fork")),
    Way(
        end_the_runner,
        (*wanted("agent-runner", "turn.handback"), "nak.turns", "publish.wake"),
    ),
    Way(end_the_gateway, ("nak.in",)),
    Way(
        text("chain"),
        (
            *wanted("telegram", "telegram.keep", "telegram.done", "telegram.next"),
            *("queue.out", "ack.out", "deliver", "send"),
            *wanted("telegram", "telegram.mark", "telegram.end"),
        ),
        takes=("take.out",),
        asks=2,
    ),
    Way(text("long"), ("preview",), asks=2),
    Way(text("lasting"), ("edit",), asks=2),  # its preview is there for long
)


def errand(does: Does, *points: str, asks: int = 0) -> Way:
    return Way(does, points, freeze=PAST_ASKING, asks=asks)


ERRANDS = (
    errand(errands.name_thread, *commanded("thread.update")),
    errand(errands.delete_thread, *commanded("thread.delete")),
    errand(errands.restore_thread, *commanded("thread.restore")),
    errand(errands.import_thread, *commanded("thread.import"), asks=1),
    errand(errands.delete_message, *commanded("message.delete"), asks=1),
    errand(errands.retry_message, *commanded("message.retry"), asks=2),
    errand(errands.withdraw_message, *commanded("turn.withdraw"), asks=2),
    errand(errands.settle_call, *commanded("call.settle"), asks=1),
    errand(errands.refuse_message, *wanted("gateway", "message.reject")),
    errand(
        errands.send_junk,
        "queue.dlq",
        *asked("dead.retry", "web", "gateway"),
        *asked("dead.discard", "web", "gateway"),
        *wanted("gateway", "dead.keep", "dead.settle"),
    ),
    errand(
        errands.write_file,
        *wanted("agent-runner", "file.write", "file.keep", "workspace.put"),
        asks=1,
    ),
    errand(
        errands.place_file,
        *wanted("web", "file.write", "file.keep"),
        *commanded("workspace.put", "workspace.move", "workspace.delete"),
    ),
    errand(errands.take_note, *wanted("agent-runner", "agent.notes"), asks=1),
    errand(
        errands.release_live,
        *asked("live.release", "web", "runner"),
        *wanted("agent-runner", "agent.shutdown"),
        asks=1,
    ),
    errand(
        house.change_agent,
        *commanded("agent.create", "agent.update", "agent.skill", "agent.delete"),
        *asked("skills.approve", "web", "runner"),
    ),
    errand(house.set_limits, *wanted("web", "budget.set", "daily_limit.set", "retention.set")),
    errand(house.keep_secret, *asked("secrets.put", "web", "runner")),
    errand(house.reset_breaker, *asked("breakers.reset", "web", "runner")),
    errand(
        house.make_backup,
        *wanted("web", "backup.make"),
        *("answer.store.backup.drop",),  # asked by the launcher
    ),
    errand(house.make_key, *wanted("web", "key.create", "key.revoke")),
    errand(house.sign_in, *wanted("web", "signin.create", "signin.end", "signin.revoke")),
    errand(house.admit_person, *wanted("web", "telegram.allow", "telegram.forget")),
    errand(
        house.pair,
        *asked("pairing", "web", "telegram"),
        *wanted("telegram", "telegram.code", "telegram.pair"),
    ),
    errand(
        house.give_command,
        *asked("command", "telegram", "gateway"),
        *wanted("gateway", "chat.point"),
        *wanted("web", "telegram.change"),
        asks=1,
    ),
    errand(house.stop_by_command, *wanted("gateway", "turn.stop_every"), asks=2),
    errand(house.change_piece, *wanted("telegram", "telegram.join"), asks=2),
)

READ = "it is asked to read"
SANDBOX = "Docker is needed: tests/containers and tests/compose kill the sandbox"
CLOCK = "it takes hours: the store's tests have a clock of their own"
MCP = "an MCP server is needed: the runner's tests kill it"
KEYS = "it takes away the key that the people of a run sign in with; the launcher asks it again"

UNSWEPT: dict[str, str] = {
    # questions
    **dict.fromkeys(
        (
            *("agent.get", "agent.list", "approval.list", "backup.list", "breakers.list"),
            *("budget.get", "chat.get", "daily_limit.get", "dead.get", "dead.list"),
            *("event.heads", "event.since", "file.get", "file.read", "key.list", "keys.missing"),
            *("live.list", "mcp.list", "message.get", "message.list", "models.list"),
            *("models.test", "preflight.get", "processes.get", "queues.get"),
            *("retention.get", "retention.overdue", "secrets.list", "signin.check"),
            *("signin.list", "skills.diff", "skills.get", "skills.list", "state", "state.get"),
            *("stats.get", "telegram.chat", "telegram.chats"),
            *("telegram.open", "telegram.people", "telegram.sendings", "telegram.sent"),
            *("telegram.together", "telegram.updates", "telegram.waiting", "thread.get"),
            *("thread.list",),
            *("thread.participants", "thread.rows", "thread.subagents", "thread.view"),
            *("tools.list", "turn.draft", "turn.failures", "turn.history", "turn.queue"),
            *("turn.runnable", "turn.steps", "usage.get", "workspace.get", "workspace.list"),
        ),
        READ,
    ),
    **dict.fromkeys(("start", "wait", "cancel"), SANDBOX),
    **dict.fromkeys(("telegram.delay", "telegram.hurry", "telegram.drop", "dead.send"), CLOCK),
    **dict.fromkeys(("mcp.approve", "mcp.revoke"), MCP),
    **dict.fromkeys(("token.set", "token.rotate"), KEYS),
    "speech.transcribe": "it asks a model, and keeps nothing but a memory of the answer",
    "call.retry": "a message that asks for the call again, kept once, as call.settle keeps it",
    "turn.stop_all": "it would stop what others do meanwhile; it is turn.stop for each of them",
    "telegram.audience": "it is asked to read; it waits for who writes, and writes nothing",
    "agent.suggest": "the runner asks it at each start, until somebody has chosen a model",
    "telegram.move": "Telegram says it again at each call until the chat has moved",
    # subjects
    "publish.debug": "told while somebody looks, and never kept",
    "publish.sandbox": SANDBOX,
    "nak.out": "a chat is woken at once, so there is nothing to give back",
}
