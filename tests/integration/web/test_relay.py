"""Every browser sees the same, whenever it joins and whatever dies on the way."""

import asyncio
import random

import pytest
from parley_shared.agent_view import AgentView
from parley_shared.store import GetView

from tests.browser import Browser, open_browser
from tests.house import TOKEN, House
from tests.integration.web.test_threads import make_thread, post, say
from tests.scripted_runner import claim_turn
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


def text_in(browser: Browser, thread_id: str) -> str | None:
    view = browser.views.get(thread_id)
    streaming = view.streaming_message if view else None
    return streaming.text if streaming else None


def answer_in(browser: Browser, thread_id: str) -> str | None:
    view = browser.views.get(thread_id)
    said = [each.text for each in view.visible_messages if each.role == "assistant"] if view else []
    return said[-1] if said else None


def seen(view: AgentView) -> AgentView:
    """What people see: without how many tokens it took, and which events one has heard."""
    metadata = view.metadata.model_copy(update={"cursor": AgentView(thread_id="x").metadata.cursor})
    return view.model_copy(update={"metadata": metadata, "events": ()})


async def test_whoever_joins_in_the_middle_of_an_answer_sees_what_the_first_one_sees(
    house: House,
) -> None:
    words = [f"word{number} " for number in range(60)]
    joins = sorted(random.Random(7).sample(range(60), 8))
    async with (
        house.client() as client,
        house.bus("agent-runner") as runner,
        house.bus("gateway") as asker,
        open_browser(house.address, TOKEN) as first,
    ):
        thread_id = await make_thread(client)
        await say(client, thread_id, "Tell me a story")
        await first.watch(thread_id)
        await first.until_frame("snapshot")
        turn = await claim_turn(runner, thread_id)
        joining: list[asyncio.Task[AgentView]] = []
        end: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        for number, word in enumerate(words):
            if number in joins:
                joining.append(asyncio.create_task(watch_until(house, thread_id, end)))
            await turn.say(word)
            said = turn.text
            await first.until(lambda browser: text_in(browser, thread_id) == said)  # noqa: B023
        answer = await turn.finish()
        stored = (await asker.ask(GetView(thread_id=thread_id))).view
        end.set_result(stored.seq)
        await first.until(lambda browser: browser.views[thread_id].seq == stored.seq)
        late = await asyncio.gather(*joining)

    assert answer.text == "".join(words)
    assert all(seen(view) == seen(first.views[thread_id]) for view in late)
    assert seen(stored) == seen(first.views[thread_id])


async def watch_until(house: House, thread_id: str, end: asyncio.Future[int]) -> AgentView:
    """What a browser sees that joins now, when it has come to the event `end`."""
    async with open_browser(house.address, TOKEN) as browser:
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")
        seq = await asyncio.shield(end)
        await browser.until(lambda browser: browser.views[thread_id].seq == seq)
        return browser.views[thread_id]


async def test_who_was_away_for_a_moment_is_told_only_what_is_missing(house: House) -> None:
    async with (
        house.client() as client,
        house.bus("agent-runner") as runner,
        open_browser(house.address, TOKEN) as other,
    ):
        thread_id = await make_thread(client)
        await say(client, thread_id, "Tell me a story")
        await other.watch(thread_id)
        turn = await claim_turn(runner, thread_id)
        async with open_browser(house.address, TOKEN) as browser:
            await browser.watch(thread_id)
            await turn.say("Once ")
            await browser.until(lambda browser: text_in(browser, thread_id) == "Once ")
        await turn.say("upon ")
        await say(client, thread_id, "And then?")
        await other.until(lambda browser: text_in(browser, thread_id) == "Once upon ")

        known = browser.views[thread_id]
        async with open_browser(house.address, TOKEN, {thread_id: known}) as back:
            await back.watch(thread_id, since=known.seq)
            await back.until(lambda browser: text_in(browser, thread_id) == "Once upon ")
            await turn.say("a time")
            await back.until(lambda browser: text_in(browser, thread_id) == "Once upon a time")
            await turn.finish()
            await back.until(lambda browser: answer_in(browser, thread_id) == "Once upon a time")

    assert back.of("snapshot") == []
    seqs = [event["seq"] for event in back.events() if "seq" in event]
    assert seqs == list(range(known.seq + 1, known.seq + 1 + len(seqs)))


async def test_a_browser_that_reads_nothing_gets_the_newest_when_it_reads_again(
    house: House,
) -> None:
    piece = "x" * 4_000
    whole = piece * 50 + "!"
    async with (
        house.client() as client,
        house.bus("agent-runner") as runner,
        open_browser(house.address, TOKEN) as quick,
        open_browser(house.address, TOKEN, max_queue=1, compression=None) as slow,
    ):
        thread_id = await make_thread(client)
        await say(client, thread_id, "Tell me much")
        for browser in (quick, slow):
            await browser.watch(thread_id)
            await browser.until_frame("snapshot")
        turn = await claim_turn(runner, thread_id)
        slow.pause()
        for _ in range(50):
            await turn.say(piece)
        for _ in range(80):  # 200 KB each: more than the machine's own buffers hold
            await turn.restate(rollup=False)
        await turn.say("!")
        await quick.until(lambda browser: text_in(browser, thread_id) == whole)
        slow.resume()
        await slow.until(lambda browser: text_in(browser, thread_id) == whole)
        await turn.finish()
        for browser in (quick, slow):
            await browser.until(lambda browser: browser.views[thread_id].outcome == "done")

    assert len(slow.of("snapshot")) > 1
    assert slow.views[thread_id].visible_messages == quick.views[thread_id].visible_messages
    assert answer_in(slow, thread_id) == whole


async def test_the_web_service_dies_in_the_middle_of_an_answer(own_house: House) -> None:
    async with own_house.client() as client, own_house.bus("agent-runner") as runner:
        thread_id = await make_thread(client)
        await say(client, thread_id, "Tell me a story")
        turn = await claim_turn(runner, thread_id)
        async with open_browser(own_house.address, TOKEN) as browser:
            await browser.watch(thread_id)
            await turn.say("Once ")
            await browser.until(lambda browser: text_in(browser, thread_id) == "Once ")

            await own_house.web.kill()
            await turn.say("upon ")
            await own_house.web.start()
            await own_house.until_ready()

        known = browser.views[thread_id]
        async with open_browser(own_house.address, TOKEN, {thread_id: known}) as back:
            await back.watch(thread_id, since=known.seq)
            await back.until(lambda browser: text_in(browser, thread_id) == "Once upon ")
            await turn.say("a time")
            await back.until(lambda browser: text_in(browser, thread_id) == "Once upon a time")
            await turn.finish()
            await back.until(lambda browser: answer_in(browser, thread_id) == "Once upon a time")


@pytest.mark.parametrize("victim", ["store", "gateway", "nats"])
async def test_somebody_else_dies_in_the_middle_of_an_answer_and_the_browser_stays(
    own_house: House, victim: str
) -> None:
    async with own_house.client() as client, own_house.bus("agent-runner") as runner:
        thread_id = await make_thread(client)
        await say(client, thread_id, "Tell me a story")
        turn = await claim_turn(runner, thread_id)
        async with open_browser(own_house.address, TOKEN) as browser:
            await browser.watch(thread_id)
            await turn.say("Once ")
            await browser.until(lambda browser: text_in(browser, thread_id) == "Once ")

            await hurt(own_house, victim)
            await turn.say("upon ")
            await turn.say("a time")
            await turn.restate()
            await browser.until(lambda browser: text_in(browser, thread_id) == "Once upon a time")
            await turn.finish()
            await browser.until(lambda browser: answer_in(browser, thread_id) == "Once upon a time")
            await say(client, thread_id, "Thanks")
            await browser.until(
                lambda browser: browser.views[thread_id].visible_messages[-1].text == "Thanks"
            )

    assert len([each for each in browser.views[thread_id].visible_messages]) == 3


async def hurt(house: House, victim: str) -> None:
    """Kills it and starts it again; the browser must not notice."""
    if victim == "nats":
        await house.nats.restart()
    else:
        service = {"store": house.store, "gateway": house.gateway}[victim]
        await service.kill()
        await service.start()
    async with asyncio.timeout(PATIENCE):
        await house.until_ready()


async def test_what_jetstream_has_lost_comes_from_the_store(own_house: House) -> None:
    async with own_house.client() as client, own_house.bus("admin") as admin:
        thread_id = await make_thread(client)
        async with open_browser(own_house.address, TOKEN) as browser:
            await browser.watch(thread_id)
            await browser.until_frame("snapshot")
            await admin.connection.jetstream.delete_stream("EVENTS")

            await post(client, thread_id, "Is anybody there?")

            await browser.until_event("message.created")

    assert browser.views[thread_id].visible_messages[-1].text == "Is anybody there?"
