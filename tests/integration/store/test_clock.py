"""What happens only because time passes."""

from parley_shared.commands import StopThread
from parley_shared.models import Refusal
from parley_shared.store import GetQueue, Reject
from parley_store.database import Session
from parley_store.tables import events, refusals, stops, tombstones
from sqlalchemy import func, select, update

from tests.integration.store.keeper import Keeper, checkpoint


async def wakes(keeper: Keeper) -> int:
    await keeper.clock.tick()
    return keeper.mail.count("TURNS")


async def test_a_turn_that_nobody_claims_is_told_again_ever_more_rarely(keeper: Keeper) -> None:
    await keeper.say("one")
    told = []

    for _ in range(80):
        keeper.hours.go_on(1)
        told.append(await wakes(keeper) - 1)

    assert told[3:5] == [0, 1]
    assert [told.index(number) + 1 for number in range(1, 5)] == [5, 15, 35, 75]


async def test_a_turn_behind_another_is_not_told(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()
    await keeper.say("two")
    keeper.hours.go_on(5.5)

    assert await wakes(keeper) == 1


async def test_a_lease_that_lapsed_is_told_at_once(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()
    keeper.hours.go_on(5)
    assert await wakes(keeper) == 1

    keeper.hours.go_on(1)
    assert await wakes(keeper) == 2
    assert await wakes(keeper) == 2


async def test_nothing_is_written_while_nothing_is_due(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.say("two")
    await keeper.clock.tick()
    commits: list[Session] = []
    keeper.database.on_commit = commits.append

    keeper.hours.go_on(1)
    await keeper.clock.tick()

    assert commits == []


async def test_one_thing_that_fails_keeps_nothing_else_waiting(keeper: Keeper) -> None:
    await keeper.say("one", thread_id="A")
    broken = await keeper.claim(thread_id="A")
    await keeper.keep(broken, checkpoint(0, "text"))
    await keeper.ask(StopThread(thread_id="A"))
    async with keeper.database.write() as session:
        await session.run(
            update(events).where(events.c.kind == "turn.started").values(body="no event")
        )
    await keeper.say("two", thread_id="B")
    keeper.hours.go_on(6)

    await keeper.clock.tick()

    assert keeper.mail[-1] == "TURNS"
    turns = (await keeper.ask(GetQueue(thread_id="A"))).turns
    assert [turn.state for turn in turns] == ["running"]


async def test_stops_are_forgotten_after_a_day(keeper: Keeper) -> None:
    await keeper.ask(StopThread(thread_id="T", message_id="never"))
    await keeper.say("one")
    await keeper.ask(StopThread(thread_id="T", stop_id="stop-1"))
    keeper.hours.go_on(86400)

    await keeper.clock.tick()

    async with keeper.database.read() as session:
        assert await session.value(select(func.count()).select_from(tombstones)) == 0
        assert await session.value(select(func.count()).select_from(stops)) == 0


async def test_a_refusal_that_no_thread_holds_is_forgotten_after_a_month(keeper: Keeper) -> None:
    await keeper.say("one")
    for message_id, thread_id in (("m-none", ""), ("m-gone", "gone"), ("m-here", "T")):
        refusal = Refusal(message_id=message_id, thread_id=thread_id, code="internal", reason="No.")
        await keeper.ask(Reject(refusal=refusal))
        keeper.hours.go_on(86400)

    keeper.hours.go_on(27 * 86400)
    await keeper.clock.tick()
    kept_a_month = await list_refused(keeper)
    keeper.hours.go_on(86400)
    await keeper.clock.tick()

    assert kept_a_month == ["m-gone", "m-here"]
    assert await list_refused(keeper) == ["m-here"]


async def list_refused(keeper: Keeper) -> list[str]:
    async with keeper.database.read() as session:
        return sorted(await session.values(select(refusals.c.message_id)))


async def test_it_is_tidied_up_also_after_the_machine_s_clock_was_set_back(keeper: Keeper) -> None:
    await keeper.clock.tick()
    keeper.hours.go_on(-7 * 86400)
    await keeper.ask(StopThread(thread_id="T", message_id="never"))
    await keeper.clock.tick()
    keeper.hours.go_on(86400)

    await keeper.clock.tick()

    async with keeper.database.read() as session:
        assert await session.value(select(func.count()).select_from(tombstones)) == 0
