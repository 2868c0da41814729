"""Lists and search: in order, in pages, whatever is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parley_shared.commands import (
    DeleteMessage,
    EditMessage,
    OverridesChange,
    StopThread,
    ThreadChange,
    UpdateThread,
)
from parley_shared.errors import BadInput
from parley_shared.models import Passage, Piece
from parley_shared.store import GetMessages, GetQueue, GetStats, GetThreadRows, ListThreads
from parley_shared.wire import CARRIED
from parley_store.rows import bytes_of

from tests.integration.store.keeper import (
    Keeper,
    call_of,
    model_says,
    wants_approval,
)


async def found(keeper: Keeper, query: str) -> list[str]:
    return sorted(row.thread.id for row in (await keeper.ask(ListThreads(q=query))).items)


async def test_pinned_threads_come_first_then_the_newest(keeper: Keeper) -> None:
    for thread_id in ("A", "B", "C"):
        await keeper.say("one", thread_id=thread_id)
        keeper.hours.go_on(1)
    await keeper.ask(UpdateThread(thread_id="A", change=ThreadChange(pinned=True)))

    page = await keeper.ask(ListThreads())

    assert [row.thread.id for row in page.items] == ["A", "C", "B"]


async def test_pages_of_threads_neither_repeat_nor_miss_one(keeper: Keeper) -> None:
    for number in range(7):
        await keeper.say("one", thread_id=f"T{number}")
        keeper.hours.go_on(number % 2)  # some at the same moment
    for thread_id in ("T1", "T4"):
        await keeper.ask(UpdateThread(thread_id=thread_id, change=ThreadChange(pinned=True)))
    whole = [row.thread.id for row in (await keeper.ask(ListThreads())).items]

    seen: list[str] = []
    before = None
    while True:
        page = await keeper.ask(ListThreads(limit=2, before=before))
        seen += [row.thread.id for row in page.items]
        if page.next is None:
            break
        before = page.next

    assert seen == whole and len(whole) == 7


@pytest.mark.parametrize(
    "cursor", ["", "x", "1", "2.5.a", "1.x.a", "1.999999999999999.a", "9" * 30 + ".1"]
)
async def test_a_cursor_that_no_page_gave_is_bad_input(keeper: Keeper, cursor: str) -> None:
    await keeper.say("one")

    with pytest.raises(BadInput):
        await keeper.ask(ListThreads(before=cursor))
    with pytest.raises(BadInput):
        await keeper.ask(GetMessages(thread_id="T", before=cursor))


async def test_a_row_shows_how_its_thread_is(keeper: Keeper) -> None:
    await keeper.talk("one", "the answer " * 100, thread_id="idle")
    await keeper.say("runs", thread_id="running")
    await keeper.claim(thread_id="running")
    await keeper.say("waits", thread_id="waiting")
    claimed = await keeper.claim(thread_id="waiting")
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0)])

    page = await keeper.ask(ListThreads())

    rows = {row.thread.id: row for row in page.items}
    assert (rows["idle"].running, rows["idle"].waiting) == (False, False)
    assert (rows["running"].running, rows["running"].waiting) == (True, False)
    assert (rows["waiting"].running, rows["waiting"].waiting) == (False, True)
    assert (rows["idle"].last_role, len(rows["idle"].last_text)) == ("assistant", 200)
    told = await keeper.events("idle")
    assert rows["idle"].seq == len(told)
    ready = next(each for each in told if each.kind == "message.ready")
    assert rows["idle"].last_seq == ready.seq < len(told)
    same = await keeper.ask(GetThreadRows(thread_ids=("idle", "none")))
    assert same.rows == (rows["idle"],)


async def test_archived_threads_have_a_list_of_their_own(keeper: Keeper) -> None:
    await keeper.say("one", thread_id="A")
    await keeper.say("one", thread_id="B")
    await keeper.ask(UpdateThread(thread_id="A", change=ThreadChange(status="archived")))

    active = await keeper.ask(ListThreads())
    archived = await keeper.ask(ListThreads(status="archived"))

    assert [row.thread.id for row in active.items] == ["B"]
    assert [row.thread.id for row in archived.items] == ["A"]


async def test_search_finds_titles_questions_and_answers(keeper: Keeper) -> None:
    await keeper.talk("Tell me about whales", "They are mammals", thread_id="A")
    await keeper.talk("Something else", "Nothing", thread_id="B")
    await keeper.ask(UpdateThread(thread_id="B", change=ThreadChange(title="Whale song")))

    assert await found(keeper, "whale") == ["A", "B"]
    assert await found(keeper, "MAMMAL") == ["A"]
    assert await found(keeper, "whale tell") == ["A"]
    assert await found(keeper, "whale nothing") == []


async def test_search_shows_where_the_newest_message_holds_it(keeper: Keeper) -> None:
    await keeper.talk("Tell me about whales", "The blue whale sings", thread_id="A")
    await keeper.talk("Something else", "Nothing", thread_id="B")
    await keeper.ask(UpdateThread(thread_id="B", change=ThreadChange(title="Whale song")))

    rows = (await keeper.ask(ListThreads(q="WHALE"))).items

    passages = {row.thread.id: row.passage for row in rows}
    newest = (await keeper.ask(GetMessages(thread_id="A"))).items[-1]
    assert passages["A"] == Passage(
        message_id=newest.id,
        pieces=(Piece(text="The blue "), Piece(text="whale", marked=True), Piece(text=" sings")),
    )
    assert passages["B"] is None  # its title says it
    assert {row.passage for row in (await keeper.ask(ListThreads())).items} == {None}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ('He said "yes"', '"yes"'),
        ("a AND b OR NOT c", "AND"),
        ("50% off_sale", "0% off_"),
        ("C++ and C#", "C#"),
        ("今日は良い天気です", "天気"),
        ("Großer ÄRGER in Überlingen", "ärger überl"),
        ("今日は良い天気です", "良い天気"),
        ("Grüße aus Köln", "köln"),
        ("it's NEAR(you)", "NEAR("),
        ("what* now", "what*"),
        ("emoji 🦜 parrot", "🦜"),
    ],
)
async def test_search_takes_everything_as_it_is_written(
    keeper: Keeper, text: str, query: str
) -> None:
    await keeper.say(text, thread_id="A")
    await keeper.say("nothing of the kind", thread_id="B")

    assert await found(keeper, query) == ["A"]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=st.text(max_size=40))
async def test_no_query_is_an_error(keeper: Keeper, query: str) -> None:
    await keeper.ask(ListThreads(q=query))


async def test_what_was_deleted_or_changed_is_no_longer_found(keeper: Keeper) -> None:
    await keeper.say("The password is swordfish", message_id="m1")
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(title="Secrets")))
    await keeper.ask(EditMessage(message_id="m1", text="The password is tuna", edit_id="e1"))
    assert await found(keeper, "swordfish") == []
    assert await found(keeper, "tuna") == ["T"]

    await keeper.ask(DeleteMessage(message_id="m1"))

    assert await found(keeper, "tuna") == []
    assert await found(keeper, "secrets") == ["T"]


async def test_pages_of_messages_neither_repeat_nor_miss_one(keeper: Keeper) -> None:
    for number in range(6):
        await keeper.talk(f"{number}", f"answer {number}")

    seen: list[str] = []
    before = None
    while True:
        page = await keeper.ask(GetMessages(thread_id="T", limit=5, before=before))
        seen = [message.text for message in page.items] + seen
        if page.next is None:
            break
        before = page.next

    assert seen == [text for number in range(6) for text in (f"{number}", f"answer {number}")]
    assert page.seq == len(await keeper.events())


async def test_the_queue_lists_the_running_turn_and_those_behind_it(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()
    await keeper.say("two")
    await keeper.say("three")

    queue = await keeper.ask(GetQueue(thread_id="T"))

    assert [turn.state for turn in queue.turns] == ["running", "queued", "queued"]
    assert [queue.messages[turn.message_id].text for turn in queue.turns] == [
        "one",
        "two",
        "three",
    ]


async def test_the_queue_leaves_out_what_would_not_fit_on_the_bus(keeper: Keeper) -> None:
    for _ in range(6):
        await keeper.say("x" * 250_000)

    queue = await keeper.ask(GetQueue(thread_id="T"))

    assert len(queue.turns) == 6
    assert len(queue.model_dump_json()) < 900 * 1024


async def test_the_store_says_how_much_it_holds(keeper: Keeper) -> None:
    await keeper.talk("one", thread_id="A")
    await keeper.say("two", thread_id="B")

    stats = await keeper.ask(GetStats())

    assert (stats.threads, stats.messages, stats.turns_open) == (2, 3, 1)
    assert stats.outbox > 0 and stats.database_bytes > 0
    await keeper.ask(StopThread(thread_id="B"))
    assert (await keeper.ask(GetStats())).turns_open == 0


async def test_threads_with_long_instructions_of_their_own_come_in_several_pages(
    keeper: Keeper,
) -> None:
    names = tuple(f"T{number}" for number in range(15))
    long = ThreadChange(overrides=OverridesChange(instructions="x" * 60_000))
    for name in names:
        await keeper.talk("one", thread_id=name)
        await keeper.ask(UpdateThread(thread_id=name, change=long))

    pages = [await keeper.ask(ListThreads())]
    while pages[-1].next is not None:
        pages.append(await keeper.ask(ListThreads(before=pages[-1].next)))
    rows = await keeper.ask(GetThreadRows(thread_ids=names))
    rest = await keeper.ask(GetThreadRows(thread_ids=rows.left))

    assert len(pages) > 1
    assert {row.thread.id for page in pages for row in page.items} == set(names)
    assert {row.thread.id for row in (*rows.rows, *rest.rows)} == set(names)
    assert all(bytes_of(answer) < CARRIED for answer in (*pages, rows, rest))
