"""The poll goes on whatever becomes of its connection."""

import asyncio
from collections.abc import Sequence

from parley_telegram.access import Raw
from parley_telegram.health import AWAY, TWO_POLLERS, Health
from parley_telegram.poll import STALLED, poll
from telegram.error import Conflict, NetworkError

from tests.fakes.hasty_loop import run_hasty


class Wire:
    """Telegram behind a connection that is dead until it is made anew."""

    def __init__(self, *, silent: bool) -> None:
        self.silent = silent
        self.renewed_at: list[float] = []
        self.offsets: list[int] = []

    async def do_api_request(self, method: str, api_kwargs: dict[str, int]) -> list[Raw]:
        assert method == "getUpdates"
        if not self.renewed_at:
            if self.silent:
                await asyncio.Event().wait()
            raise NetworkError("no way")
        self.offsets.append(api_kwargs["offset"])
        if len(self.offsets) == 1:
            return [{"update_id": 7}]
        await asyncio.sleep(api_kwargs["timeout"])
        return []

    async def renew(self) -> None:
        self.renewed_at.append(asyncio.get_running_loop().time())


class SharedWire(Wire):
    """Another program polls the same bot, every 20 seconds, until it is stopped."""

    def __init__(self, until: float) -> None:
        super().__init__(silent=False)
        self.ends = [20.0 * number for number in range(1, int(until / 20) + 1)]
        self.refused_at: list[float] = []

    async def do_api_request(self, method: str, api_kwargs: dict[str, int]) -> list[Raw]:
        clock = asyncio.get_running_loop().time
        held_until = clock() + api_kwargs["timeout"]
        ended = next((end for end in self.ends if clock() < end <= held_until), None)
        await asyncio.sleep((held_until if ended is None else ended) - clock())
        if ended is None:
            return []
        self.refused_at.append(ended)
        raise Conflict("terminated by other getUpdates request")


async def poll_for(wire: Wire, seconds: float) -> tuple[Health, list[Raw]]:
    health, taken = Health(username="parley_bot"), list[Raw]()

    async def take(raws: Sequence[Raw]) -> None:
        taken.extend(raws)

    polling = asyncio.create_task(
        poll(wire, health, take, wire.renew, seconds=30)  # type: ignore[arg-type]  # all that it calls
    )
    await asyncio.sleep(seconds)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    return health, taken


def test_a_connection_that_is_silent_or_refuses_for_long_is_made_anew() -> None:
    for silent in (True, False):
        wire = Wire(silent=silent)

        health, taken = run_hasty(poll_for(wire, 300))

        (renewed,) = wire.renewed_at
        assert STALLED <= renewed < STALLED + 40
        assert taken == [{"update_id": 7}]
        assert wire.offsets[:2] == [0, 8]
        assert health.state == "running"


def test_until_then_it_says_that_telegram_is_away() -> None:
    health, _ = run_hasty(poll_for(Wire(silent=False), STALLED - 1))

    assert (health.state, health.text) == ("degraded", AWAY)


def test_while_another_program_polls_it_says_so_also_between_the_two() -> None:
    shared, alone = SharedWire(until=300), SharedWire(until=300)

    during, _ = run_hasty(poll_for(shared, 299))
    after, _ = run_hasty(poll_for(alone, 400))

    assert len(shared.refused_at) > 4
    assert (during.state, during.text) == ("degraded", TWO_POLLERS)
    assert after.state == "running"
