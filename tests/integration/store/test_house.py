"""What is set and looked up for the whole house: failures, sign-ins, how long threads stay."""

from parley_shared import subjects
from parley_shared.commands import ThreadChange, UpdateThread
from parley_shared.house import (
    EndSignIns,
    GetOverdue,
    GetRetention,
    ListFailures,
    ListSignIns,
    Overdue,
    Retention,
    SetRetention,
)
from parley_shared.models import TurnError
from parley_shared.store import Finish, GetThreadRows, ListThreads, SetToken, SignIn

from tests.integration.store.keeper import Keeper

DAY = 86_400  # seconds


async def test_failed_turns_are_listed_with_their_reason(keeper: Keeper) -> None:
    await keeper.talk("fine", thread_id="A")
    await keeper.say("what?", thread_id="B")
    claimed = await keeper.claim(thread_id="B")
    error = TurnError(code="auth", text="The provider says that the key is wrong.")
    end = Finish(turn_id=claimed.turn.id, fence=claimed.fence, state="failed", error=error)
    await keeper.ask(end)

    (failed,) = (await keeper.ask(ListFailures())).items

    assert (failed.thread_id, failed.turn_id, failed.error) == ("B", claimed.turn.id, error)


async def sign_in(keeper: Keeper, session: str, label: str) -> None:
    await keeper.ask(SignIn(token_hash="t" * 64, session_hash=session * 64, label=label))
    keeper.hours.go_on(1)


async def test_one_browser_or_all_are_signed_out(keeper: Keeper) -> None:
    await keeper.ask(SetToken(token_hash="t" * 64))
    for session, label in (("a", "desk"), ("b", "phone"), ("c", "pad")):
        await sign_in(keeper, session, label)
    listed = (await keeper.ask(ListSignIns())).items

    await keeper.ask(EndSignIns(key_id=listed[1].key_id))
    left = (await keeper.ask(ListSignIns())).items
    await keeper.ask(EndSignIns())

    assert [row.label for row in listed] == ["pad", "phone", "desk"]
    assert [row.label for row in left] == ["pad", "desk"]
    assert (await keeper.ask(ListSignIns())).items == ()
    assert keeper.nudges.count(subjects.SIGNINS) == 2


async def archive(keeper: Keeper, thread_id: str, *, pinned: bool = False) -> None:
    await keeper.talk("hello", thread_id=thread_id)
    change = ThreadChange(status="archived", pinned=pinned)
    await keeper.ask(UpdateThread(thread_id=thread_id, change=change))


async def test_only_archived_quiet_threads_go_after_their_time(keeper: Keeper) -> None:
    await keeper.talk("stays open", thread_id="open")
    await archive(keeper, "old")
    await archive(keeper, "pinned", pinned=True)
    keeper.hours.go_on(8 * DAY)
    await archive(keeper, "young")
    await keeper.clock.tick()
    ids = ("open", "old", "pinned", "young")
    before = (await keeper.ask(GetThreadRows(thread_ids=ids))).rows
    overdue = await keeper.ask(GetOverdue(archived_days=7))

    await keeper.ask(SetRetention(retention=Retention(archived_days=7)))
    keeper.hours.go_on(61)
    await keeper.clock.tick()
    after = (await keeper.ask(GetThreadRows(thread_ids=ids))).rows

    assert len(before) == 4
    gone = next(row.thread for row in before if row.thread.id == "old")
    assert overdue == Overdue(threads=1, titles=(gone.title,))
    assert await keeper.ask(GetOverdue(archived_days=7)) == Overdue(threads=0)
    assert {row.thread.id for row in after} == {"open", "pinned", "young"}
    assert (await keeper.ask(GetRetention())).archived_days == 7
    assert "thread.deleted" in await keeper.kinds("old")


async def test_the_list_shows_how_many_turns_wait_and_where_something_is_done(
    keeper: Keeper,
) -> None:
    await keeper.talk("done", thread_id="idle")
    for text in ("one", "two", "three"):
        await keeper.say(text, thread_id="busy")
    await keeper.claim(thread_id="busy")

    (row,) = (await keeper.ask(ListThreads(working=True))).items

    assert (row.thread.id, row.running, row.waiting, row.queued) == ("busy", True, False, 2)
