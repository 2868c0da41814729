"""Threads: made, changed, hidden, restored, gone."""

import pytest
from parley_shared.commands import (
    CreateThread,
    DeleteThread,
    ForkThread,
    OverridesChange,
    RestoreThread,
    StopThread,
    ThreadChange,
    UpdateThread,
)
from parley_shared.errors import (
    AgentNotFound,
    BadInput,
    Stale,
    ThreadNotFound,
    TooLong,
)
from parley_shared.events import ThreadUpdated
from parley_shared.models import Overrides
from parley_shared.store import (
    Chat,
    Claim,
    GetChat,
    GetHeads,
    GetThread,
    GetThreadRows,
    ListThreads,
    NothingToClaim,
    PointChat,
)
from parley_store.tables import events, messages, threads, turns
from sqlalchemy import func, select

from tests.integration.store.keeper import Keeper, model_says


async def test_a_thread_is_made_once(keeper: Keeper) -> None:
    first = await keeper.ask(CreateThread(thread_id="T", title="Mine", agent_id="toolbox"))

    again = await keeper.ask(CreateThread(thread_id="T", title="Another"))

    assert again == first
    assert (first.title, first.agent_id) == ("Mine", "toolbox")
    assert await keeper.kinds() == ["thread.created"]


async def test_a_new_thread_has_the_default_agent(keeper: Keeper) -> None:
    assert (await keeper.ask(CreateThread(thread_id="T"))).agent_id == "parley"


async def test_a_rename_tells_the_title_and_everything_else_the_thread(keeper: Keeper) -> None:
    await keeper.ask(CreateThread(thread_id="T"))

    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(title="  New \n title ")))
    changed = await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(pinned=True)))
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(pinned=True)))

    assert changed.title == "New title"
    assert await keeper.kinds(since=1) == ["title.changed", "thread.updated"]


async def test_a_change_that_cannot_be_is_an_error(keeper: Keeper) -> None:
    await keeper.ask(CreateThread(thread_id="T"))

    with pytest.raises(BadInput):
        await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(title="x" * 201)))
    with pytest.raises(AgentNotFound):
        await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(agent_id="nobody")))
    overrides = OverridesChange(instructions="x" * 70_000)
    with pytest.raises(TooLong):
        await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(overrides=overrides)))
    assert await keeper.kinds() == ["thread.created"]


async def test_what_a_thread_sets_differently_is_changed_piece_by_piece(keeper: Keeper) -> None:
    await keeper.ask(CreateThread(thread_id="T"))
    for piece in (OverridesChange(model="demo/slow"), OverridesChange(instructions="Be brief.")):
        await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(overrides=piece)))

    cleared = OverridesChange(model=None)
    thread = await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(overrides=cleared)))

    assert thread.overrides == Overrides(instructions="Be brief.")


async def test_a_deleted_thread_is_hidden_everywhere_at_once(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.ask(PointChat(channel="telegram", chat="7", thread_id="T"))

    await keeper.ask(DeleteThread(thread_id="T"))

    assert (await keeper.ask(ListThreads())).items == ()
    assert (await keeper.ask(ListThreads(q="one"))).items == ()
    assert (await keeper.ask(GetThreadRows(thread_ids=("T",)))).rows == ()
    chat = await keeper.ask(GetChat(channel="telegram", chat="7"))
    assert chat == Chat(channel="telegram", chat="7", thread_id=None)
    for question in (GetThread(thread_id="T"), CreateThread(thread_id="T")):
        with pytest.raises(ThreadNotFound):
            await keeper.ask(question)
    with pytest.raises(ThreadNotFound):
        await keeper.say("more")


async def test_who_watches_a_deleted_thread_can_still_hear_that_it_is(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.ask(DeleteThread(thread_id="T"))

    assert (await keeper.kinds())[-1] == "thread.deleted"
    assert (await keeper.ask(GetHeads(thread_ids=("T",)))).heads["T"] == len(await keeper.events())


async def test_deleting_a_thread_stops_what_runs_and_waits_in_it(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.say("two")

    await keeper.ask(DeleteThread(thread_id="T"))
    await keeper.ask(DeleteThread(thread_id="T"))

    assert keeper.nudges == ["ctl.T"]
    kept = await keeper.keep(claimed, model_says(0, "still"))
    assert kept.cancel
    assert (await keeper.kinds()).count("turn.cancelled") == 1
    assert (await keeper.kinds()).count("thread.deleted") == 1


async def test_a_deleted_thread_can_be_restored_for_thirty_seconds(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(29)
    await keeper.clock.tick()

    restored = await keeper.ask(RestoreThread(thread_id="T"))
    again = await keeper.ask(RestoreThread(thread_id="T"))

    assert restored == again == await keeper.ask(GetThread(thread_id="T"))
    assert (await keeper.kinds())[-1] == "thread.updated"


async def test_after_thirty_seconds_it_is_gone_for_good(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(30)
    with pytest.raises(ThreadNotFound):
        await keeper.ask(RestoreThread(thread_id="T"))

    await keeper.clock.tick()

    async with keeper.database.read() as session:
        for table in (messages, turns, events):
            assert await session.value(select(func.count()).select_from(table)) == 0
    with pytest.raises(ThreadNotFound, match="deleted"):
        await keeper.say("I am back")
    with pytest.raises(Stale):
        await keeper.keep(claimed, model_says(0, "zombie"))
    with pytest.raises(ThreadNotFound):
        await keeper.ask(StopThread(thread_id="T"))


async def test_lineage_ends_where_a_thread_is_gone(keeper: Keeper) -> None:
    await keeper.talk("one", thread_id="grandparent")
    await keeper.ask(ForkThread(thread_id="grandparent", new_thread_id="parent"))
    await keeper.ask(ForkThread(thread_id="parent", new_thread_id="child"))

    await keeper.ask(DeleteThread(thread_id="parent"))
    keeper.hours.go_on(30)
    await keeper.clock.tick()

    assert (await keeper.ask(GetThread(thread_id="grandparent"))).children == ()
    child = await keeper.ask(GetThread(thread_id="child"))
    assert (child.parent_thread_id, child.parent_message_id) == (None, None)
    assert isinstance((await keeper.events("child"))[-1], ThreadUpdated)


async def test_a_chat_looks_at_the_thread_it_was_pointed_to(keeper: Keeper) -> None:
    await keeper.say("one", thread_id="A")
    await keeper.say("one", thread_id="B")
    nowhere = await keeper.ask(GetChat(channel="telegram", chat="7"))

    for thread_id in ("A", "B", "B"):
        await keeper.ask(PointChat(channel="telegram", chat="7", thread_id=thread_id))

    assert nowhere.thread_id is None
    assert (await keeper.ask(GetChat(channel="telegram", chat="7"))).thread_id == "B"
    with pytest.raises(ThreadNotFound):
        await keeper.ask(PointChat(channel="telegram", chat="7", thread_id="none"))


async def test_nobody_answers_a_message_that_waited_to_join_when_its_thread_is_deleted(
    keeper: Keeper,
) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.say("and this too", mode="steer")

    await keeper.ask(DeleteThread(thread_id="T"))
    await keeper.finish(claimed)

    claim = await keeper.ask(Claim(thread_id="T", runner="r1"))
    assert claim.claim == NothingToClaim()


async def test_a_thread_that_is_named_like_a_stopped_message_is_gone_too(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.talk("one", thread_id="other")
    await keeper.ask(StopThread(thread_id="T", message_id="T"))
    for thread_id in ("T", "other"):
        await keeper.ask(DeleteThread(thread_id=thread_id))
    keeper.hours.go_on(30)

    await keeper.clock.tick()

    async with keeper.database.read() as session:
        assert await session.value(select(func.count()).select_from(threads)) == 0
    with pytest.raises(ThreadNotFound, match="deleted"):
        await keeper.say("I am back")
