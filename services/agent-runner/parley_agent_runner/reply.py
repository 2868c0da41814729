"""Gets one reply from a model: streams it, tries again, goes to the next model."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from parley_shared.facts import phrase
from parley_shared.models import Usage

from parley_agent_runner.beside import beside
from parley_agent_runner.listening import Listening, Reply
from parley_agent_runner.retrying import LONGEST_HELD, find_wait
from parley_agent_runner.stream import Failure, ModelCall, ModelFailed, Route
from parley_agent_runner.telling import Teller
from parley_agent_runner.world import Trouble, World

CHECKPOINT = 2.0  # seconds between two restatements of the text so far


class MustWait(Exception):
    """The provider wants a pause that is too long to hold a place for."""

    def __init__(self, seconds: float, model: str, failure: Failure) -> None:
        super().__init__(failure.text)
        self.seconds, self.model, self.failure = seconds, model, failure


@dataclass(frozen=True)
class Ask:
    """One model step of a turn."""

    step_id: str  # of this step of this claim: names what is told about its troubles
    routes: tuple[Route, ...]  # the agent's model, then its fallbacks
    prompt_for: Callable[[Route], Awaitable[ModelCall]]
    checkpoint: Callable[[Route], Awaitable[None]]
    lost: list[Usage]  # takes what calls used that failed or were broken off
    keep_lost: Callable[[Route], Awaitable[None]]
    splits_think_tags: bool


async def get_reply(ask: Ask, teller: Teller, world: World) -> Reply:
    """Raises ModelFailed when the last model has failed, or MustWait."""
    for place, route in enumerate(ask.routes):
        following = ask.routes[place + 1] if place + 1 < len(ask.routes) else None
        try:
            return await _insist(ask, route, teller, world, is_last=following is None)
        except ModelFailed as error:
            if following is None or not error.failure.again:
                raise
            trouble = Trouble(
                note_id=f"{ask.step_id}.to.{place + 1}",
                model=route.model,
                code=error.failure.code,
                next_model=following.model,
            )
            await world.note(trouble)
    raise AssertionError("an agent has at least one model")


async def _insist(ask: Ask, route: Route, teller: Teller, world: World, *, is_last: bool) -> Reply:
    """Try until it works or there is no sense in it."""
    tries = 0
    while True:
        try:
            return await _try_once(ask, route, teller, world)
        except ModelFailed as error:
            failure = error.failure
            tries += 1
            if ask.lost:
                await ask.keep_lost(route)
            wait = find_wait(failure, tries, world.jitter)
            if wait is None or (wait > LONGEST_HELD and not is_last):
                raise
            if wait > LONGEST_HELD:
                raise MustWait(wait, route.model, failure) from None
        trouble = Trouble(
            note_id=f"{ask.step_id}.{route.model}.{tries}",
            model=route.model,
            code=failure.code,
            wait_ms=round(wait * 1000),
        )
        await world.note(trouble)
        await world.clock.sleep(wait)


async def _try_once(ask: Ask, route: Route, teller: Teller, world: World) -> Reply:
    if not world.breakers.admits(route):
        raise ModelFailed(_resting(route))
    breaker = world.breakers.of(route)
    teller.begin_again()
    try:
        reply = await _stream_once(ask, route, teller, world)
    except ModelFailed as error:
        if error.failure.again:
            world.breakers.failed(route)
        else:
            breaker.gave_up()
        raise
    except BaseException:
        breaker.gave_up()
        raise
    breaker.succeeded()
    return reply


def _resting(route: Route) -> Failure:
    return Failure(
        code="breaker_open",
        text=phrase(
            "model_rests",
            "{model} failed several times in a row and is left alone for half a minute.",
            model=route.model,
        ),
        again=True,
    )


async def _stream_once(ask: Ask, route: Route, teller: Teller, world: World) -> Reply:
    call = await ask.prompt_for(route)
    listening = Listening(ask.splits_think_tags, teller, world.clock)
    facts = world.find_facts(route)
    aside = (teller.tell_in_time(), _checkpoint(ask, route, teller, world))
    try:
        async with beside(*aside), aclosing(world.stream_reply(call)) as chunks:
            async for chunk in chunks:
                await listening.hear(chunk)
                if listening.is_full:
                    break
            await listening.end()
        return listening.reply(call, facts)
    except BaseException as error:
        used = listening.lost(call, facts, is_over=isinstance(error, ModelFailed))
        ask.lost.extend([used] if used is not None else [])
        raise


async def _checkpoint(ask: Ask, route: Route, teller: Teller, world: World) -> None:
    kept = 0  # characters
    while True:
        await world.clock.sleep(CHECKPOINT)
        grown = len(teller.text) + len(teller.reasoning)
        if grown > kept:
            await teller.restate()
            await ask.checkpoint(route)
            kept = grown
