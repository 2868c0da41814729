"""One turn, from the claim to its end: asks the model, runs its calls, until it has answered.

The journal is the loop's memory: after a crash the same code reads it and goes on where it ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parley_shared.journal import LlmStep, SteerStep
from parley_shared.models import Message, StopReason, TurnError, Usage
from parley_shared.store import Claimed
from parley_shared.usage import add_usages

from parley_agent_runner.answer import LastWords, build_answer
from parley_agent_runner.attachments import Contents
from parley_agent_runner.calls import Batch
from parley_agent_runner.compacting import OVERFLOW, build_fitting, make_room
from parley_agent_runner.ending import Delayed, Ended, Ending, Parked
from parley_agent_runner.hearing import hear_history, hear_or_withhold
from parley_agent_runner.hooking import hook_output, hook_prompt, hook_reply
from parley_agent_runner.hooks.hook import HookDenied
from parley_agent_runner.inside import tell_prompt
from parley_agent_runner.journal import Journal
from parley_agent_runner.limits import (
    find_call_limit,
    find_limits,
    find_step_limit,
    time_limit,
)
from parley_agent_runner.listening import Reply
from parley_agent_runner.prompt import Material
from parley_agent_runner.reply import Ask, MustWait, get_reply
from parley_agent_runner.skills.skill import Skill
from parley_agent_runner.stopping import Stop, TurnStopped
from parley_agent_runner.stream import Failure, ModelCall, ModelFailed, Route
from parley_agent_runner.taint import find_origin
from parley_agent_runner.telling import Teller
from parley_agent_runner.tokens import count_call
from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.usage import add_by_model, estimate_usage
from parley_agent_runner.wanting import describe_call
from parley_agent_runner.world import World

MOST_ATTEMPTS = 8  # claims after which a provider that keeps us waiting ends the turn
HOPELESS = ("context_overflow", "content_refused")  # the same again would end the same
STOPPED = "The turn was stopped before this call."


async def run_turn(
    claimed: Claimed,
    *,
    tools: Mapping[str, AnyTool],
    skills: Sequence[Skill] = (),
    contents: Contents | None = None,
    routes: Sequence[Route],
    world: World,
    stop: Stop,
) -> Ending:
    """Answer the last message of the claimed turn's history; `contents` are of files in it."""
    journal = Journal(claimed.steps, world.keep_step, claimed.ceiling)
    material = Material(claimed, journal, tools, skills, contents or {})
    run = _Run(material, tuple(routes), world)
    try:
        async with stop.felt(find_limits(claimed).seconds):
            return await run.to_the_end()
    except TurnStopped:
        return await run.break_off(stop)
    except HookDenied as denied:
        return run.refuse(denied)
    except ModelFailed as error:
        return run.fail(error.failure)
    except MustWait as error:
        if claimed.attempt >= MOST_ATTEMPTS:
            return run.fail(error.failure)
        return Delayed(error.seconds, error.model, error.failure.code)


class _Run:
    def __init__(self, material: Material, routes: tuple[Route, ...], world: World) -> None:
        self._material, self._routes, self._world = material, routes, world
        self._claimed, self._tools = material.claimed, material.tools
        self._journal = material.journal
        self._limits = find_limits(material.claimed)
        self._began = world.clock.monotonic()
        self._teller: Teller | None = None  # of the model step that runs
        self._call: ModelCall | None = None  # what it was asked
        self._lost: list[Usage] = []  # by calls of it that failed or were broken off
        self._left: LlmStep | None = None  # of a call that a fault broke off, not counted yet
        self._window: int | None = None  # tokens, once a prompt was found to be too long

    async def to_the_end(self) -> Ending:
        await self._hear_hooks_of_input()
        n = 0
        while True:
            reply = self._journal.reply(n)
            if reply is None:
                if (sentence := find_step_limit(self._journal, self._limits)) is not None:
                    return self._end_at_limit(sentence)
                reply = await self._ask_model(n)
            if not reply.calls:
                return await self._say(reply)
            batch = self._batch(reply)
            if (sentence := find_call_limit(self._journal, self._limits)) is not None:
                await batch.skip(sentence)
                return self._end_at_limit(sentence)
            if not await batch.run():
                return Parked()
            if (handoff := batch.find_handoff()) is not None:
                return Ended("done", self._answer("end"), self._usage(), handoff=handoff)
            n += 1

    async def break_off(self, stop: Stop) -> Ending:
        """Asked to stop, or out of time: what was said so far is kept."""
        replies = self._journal.replies()
        if self._lost and self._call is not None:
            await self._keep_lost(len(replies), self._call.route)
        if replies:
            await self._batch(replies[-1]).skip(STOPPED)
        if stop.why == "time":
            return self._end_at_limit(time_limit(self._limits))
        return Ended("cancelled", self._partial("cancelled"), self._usage())

    def fail(self, failure: Failure) -> Ending:
        error = TurnError(
            code=failure.code,
            text=failure.text,
            fact=failure.text.fact,
            retryable=failure.code not in HOPELESS,
        )
        return Ended("failed", self._partial("error"), self._usage(), error)

    def refuse(self, denied: HookDenied) -> Ending:
        """A hook forbids to go on: its reason is the answer."""
        words = LastWords(str(denied))
        return Ended("done", self._answer("content_filter", words), self._usage())

    async def _hear_hooks_of_input(self) -> None:
        self._claimed = await hear_history(self._claimed, self._world)
        self._material = replace(self._material, claimed=self._claimed)

    async def _say(self, reply: LlmStep) -> Ending:
        text = await hook_output(reply.text, self._world)
        words = LastWords(text, reply.reasoning, reply.reasoning_ms)
        return Ended("done", self._answer(_reason(reply), words), self._usage())

    async def _ask_model(self, n: int) -> LlmStep:
        for i, message in enumerate(self._journal.waiting_steers(), len(self._journal.steers(n))):
            read = await hear_or_withhold(message, self._claimed, self._world)
            await self._journal.keep(SteerStep(n=n, i=i, message=read))
        await self._offer_tools()
        self._take_over(self._journal.checkpoint(n))
        self._teller = Teller(self._claimed, n, emit=self._world.emit, clock=self._world.clock)
        ask = Ask(
            step_id=f"{self._claimed.turn.id}.{self._claimed.fence}.{n}",
            routes=self._routes,
            prompt_for=self._prompt_for,
            checkpoint=lambda route: self._keep_checkpoint(n, route),
            lost=self._lost,
            keep_lost=lambda route: self._keep_lost(n, route),
            splits_think_tags=self._claimed.agent.splits_think_tags,
        )
        reply = await self._get_reply(ask, self._teller, n)
        step = await hook_reply(self._record(n, reply), self._tools, self._world)
        await self._journal.keep(step)
        self._drop_tools()
        written = step.model_dump(mode="json", exclude={"blocks"})
        await self._world.debug("debug.state", "step", lambda: written)
        self._teller = self._call = None
        self._lost = []
        return self._journal.reply(n) or step

    async def _offer_tools(self) -> None:
        """A model that has called one goes on with it, for what it called stands in the prompt."""
        absent = await self._world.find_absent(self._tools) - self._journal.called()
        offered = {name: tool for name, tool in self._tools.items() if name not in absent}
        self._material = replace(self._material, tools=offered)

    def _take_over(self, before: LlmStep | None) -> None:
        """What was lost of this step before a fault counts on."""
        self._lost = list(before.lost) if before is not None else []
        self._left = before if before is not None and before.asking else None

    def _drop_tools(self) -> None:
        """What was switched off meanwhile is neither run nor offered any more."""
        had, has = self._claimed.agent.tools, self._journal.tools
        gone = set(had) - set(has) if has is not None else set()
        self._tools = {name: tool for name, tool in self._tools.items() if name not in gone}

    def _record(self, n: int, reply: Reply) -> LlmStep:
        turn_id = self._claimed.turn.id
        return LlmStep(
            n=n,
            model=reply.model,
            text=reply.text,
            reasoning=reply.reasoning,
            reasoning_ms=reply.reasoning_ms,
            blocks=reply.blocks,
            calls=tuple(
                describe_call(turn_id, n, i, call, self._tools)
                for i, call in enumerate(reply.calls)
            ),
            finish=reply.finish,
            usage=reply.usage,
            lost=add_by_model(self._lost),
        )

    async def _get_reply(self, ask: Ask, teller: Teller, n: int) -> Reply:
        """A prompt that turns out to be too long is made shorter once."""
        await self._make_room(n)
        try:
            return await get_reply(ask, teller, self._world)
        except ModelFailed as error:
            if error.failure.code != "context_overflow" or self._call is None or self._window:
                raise
            self._window = round(OVERFLOW * count_call(self._call))
            await self._make_room(n)
        return await get_reply(ask, teller, self._world)

    async def _make_room(self, n: int) -> None:
        route = self._routes[0]
        await make_room(self._material, route, self._find_window(route), n, self._world)

    def _find_window(self, route: Route) -> int | None:
        known = self._claimed.agent.context_window if route is self._routes[0] else None
        return self._window or known or self._world.find_facts(route).window

    async def _prompt_for(self, route: Route) -> ModelCall:
        call = build_fitting(self._material, route, self._find_window(route))
        self._call = call = await hook_prompt(call, self._world.hooks)
        if self._left is not None:
            said = self._left.text + self._left.reasoning
            self._lost.append(estimate_usage(call, said, self._world.find_facts(route)))
            self._left = None
        await tell_prompt(call, self._material, self._world)
        return call

    async def _keep_checkpoint(self, n: int, route: Route) -> None:
        await self._journal.keep(self._checkpoint(n, route).model_copy(update={"asking": True}))

    async def _keep_lost(self, n: int, route: Route) -> None:
        await self._journal.keep(self._checkpoint(n, route))

    def _checkpoint(self, n: int, route: Route) -> LlmStep:
        assert self._teller is not None  # it is the teller's text that is kept
        return LlmStep(
            n=n,
            state="started",
            model=route.model,
            text=self._teller.text,
            reasoning=self._teller.reasoning,
            lost=add_by_model(self._lost),
        )

    def _batch(self, reply: LlmStep) -> Batch:
        origin = find_origin(self._claimed, self._journal, reply.n)
        return Batch(reply, self._journal, self._tools, self._world, origin, self._limits)

    def _end_at_limit(self, sentence: str) -> Ended:
        words = self._last_words()
        told = LastWords("\n\n".join(filter(None, (words.text, sentence))), words.reasoning)
        return Ended("done", self._answer("limit", told), self._usage())

    def _partial(self, why: StopReason) -> Message | None:
        """What was said and done so far, if anything was."""
        words = self._last_words()
        message = self._answer(why, words)
        return message if message.text or message.reasoning or message.parts else None

    def _last_words(self) -> LastWords:
        """Of the last model step: the reply, else what was told of it, else its checkpoint."""
        replies = self._journal.replies()
        if replies and not replies[-1].calls:
            last = replies[-1]
            return LastWords(last.text, last.reasoning, last.reasoning_ms)
        if self._teller is not None and any(self._teller.last_words):
            return LastWords(*self._teller.last_words)
        kept = self._journal.checkpoint(len(replies))
        return LastWords(kept.text, kept.reasoning) if kept else LastWords()

    def _answer(self, why: StopReason, words: LastWords | None = None) -> Message:
        clock = self._world.clock
        return build_answer(
            self._claimed,
            self._journal,
            words or self._last_words(),
            stop_reason=why,
            usage=self._usage(),
            duration_ms=round((clock.monotonic() - self._began) * 1000),
            at=clock.now(),
        )

    def _usage(self) -> Usage | None:
        """Of all model calls, also of those that failed or were broken off."""
        return add_usages(self._journal.used())


def _reason(reply: LlmStep) -> StopReason:
    match reply.finish:
        case "length":
            return "length"
        case "content_filter":
            return "content_filter"
    return "end"
