"""What browsers tell each other and are told over their sockets."""

import asyncio

import pytest
from parley_shared import ids
from parley_shared.contract import contract_hash
from parley_web.desk import WATCHED

from tests.browser import Browser, open_browser
from tests.house import TOKEN, House
from tests.integration.web.test_threads import make_thread, say
from tests.scripted_runner import claim_turn
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


def viewers(browser: Browser) -> list[str]:
    changes = browser.events("presence.changed")
    return [viewer["name"] for viewer in changes[-1]["viewers"]] if changes else []


def typing(browser: Browser) -> list[str] | None:
    changes = browser.events("typing.changed")
    return changes[-1]["names"] if changes else None


async def test_the_first_frame_tells_which_contract_is_spoken(house: House) -> None:
    async with open_browser(house.address, TOKEN) as browser:
        hello = await browser.until_frame("hello")

    assert hello["contract"] == contract_hash()
    assert hello["server"] == "0.1.0"
    assert browser.frames[0] == hello


async def test_a_message_sent_by_socket_is_accepted_and_comes_back_as_an_event(
    house: House,
) -> None:
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        thread_id, message_id = await make_thread(client), ids.uuid7()
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")

        message = {"id": message_id, "text": "Hello"}
        await browser.say(type="send", thread_id=thread_id, message=message)

        assert (await browser.until_frame("accepted"))["message_id"] == message_id
        await browser.until_event("message.created")
        await browser.say(type="send", thread_id=thread_id, message=message)
        await browser.until_frame("accepted", count=2)

    assert [each.id for each in browser.views[thread_id].visible_messages] == [message_id]


async def test_a_refused_message_sent_again_is_refused_again(house: House) -> None:
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        thread_id, message_id = await make_thread(client), ids.uuid7()
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")
        message = {"id": message_id, "text": "Hello", "agent_id": "ghost"}

        await browser.say(type="send", thread_id=thread_id, message=message)
        await browser.until_event("message.rejected")
        await browser.say(type="send", thread_id=thread_id, message=message)
        error = await browser.until_frame("error")

    assert (error["code"], error["message_id"]) == ("agent_not_found", message_id)


async def test_who_watches_no_more_is_told_no_more(house: House) -> None:
    async with (
        house.client() as client,
        open_browser(house.address, TOKEN) as leaving,
        open_browser(house.address, TOKEN) as staying,
    ):
        thread_id = await make_thread(client)
        for browser in (leaving, staying):
            await browser.watch(thread_id)
            await browser.until_frame("snapshot")

        await leaving.say(type="unwatch", thread_id=thread_id)
        await leaving.say(type="ping")
        await leaving.until_frame("pong")
        await say(client, thread_id, "Hello")
        await staying.until_event("message.created")
        await leaving.say(type="ping")
        await leaving.until_frame("pong", count=2)

    assert leaving.events("message.created") == []


async def test_one_socket_watches_many_threads(house: House) -> None:
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        threads = [await make_thread(client) for _ in range(5)]
        for thread_id in threads:
            await browser.watch(thread_id)
        await browser.until_frame("snapshot", count=5)

        for thread_id in threads:
            await say(client, thread_id, f"in {thread_id}")
        await browser.until_event("message.created", count=5)

    assert {
        thread_id: [message.text for message in browser.views[thread_id].visible_messages]
        for thread_id in threads
    } == {thread_id: [f"in {thread_id}"] for thread_id in threads}


async def test_everybody_sees_who_else_looks(house: House) -> None:
    async with house.client() as client, open_browser(house.address, TOKEN) as desk:
        thread_id = await make_thread(client)
        await desk.watch(thread_id, name="Desk")
        await desk.until(lambda browser: viewers(browser) == ["Desk"])

        async with open_browser(house.address, TOKEN) as phone:
            await phone.watch(thread_id, name="Phone")
            await phone.until(lambda browser: viewers(browser) == ["Desk", "Phone"])
            await desk.until(lambda browser: viewers(browser) == ["Desk", "Phone"])

        await desk.until(lambda browser: viewers(browser) == ["Desk"])
        hello = await desk.until_frame("hello")
        [viewer] = desk.events("presence.changed")[-1]["viewers"]

    assert viewer["id"] == hello["viewer_id"]
    assert viewer["surface"] == "api"


async def test_others_see_that_somebody_types_until_they_stop(house: House) -> None:
    async with (
        house.client() as client,
        open_browser(house.address, TOKEN) as desk,
        open_browser(house.address, TOKEN) as phone,
    ):
        thread_id = await make_thread(client)
        for browser, name in ((desk, "Desk"), (phone, "Phone")):
            await browser.watch(thread_id, name=name)
            await browser.until_frame("snapshot")

        await phone.say(type="typing", thread_id=thread_id)

        await desk.until(lambda browser: typing(browser) == ["Phone"])
        await desk.until(lambda browser: typing(browser) == [])
        assert typing(phone) in (None, [])


async def test_a_list_hears_of_threads_that_change(house: House) -> None:
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        await browser.until_frame("hello")

        thread_id = await make_thread(client, title="New here")
        await browser.until(lambda browser: row_of(browser, thread_id) is not None)
        await say(client, thread_id, "What is 2+2?")
        await browser.until(
            lambda browser: last_text(browser, thread_id) == "What is 2+2?",
        )
        await client.patch(f"/api/threads/{thread_id}", json={"title": "Sums"})
        await browser.until(lambda browser: title(browser, thread_id) == "Sums")
        await client.delete(f"/api/threads/{thread_id}")
        await browser.until(
            lambda browser: any(thread_id in frame["gone"] for frame in browser.of("threads"))
        )


def row_of(browser: Browser, thread_id: str) -> dict[str, object] | None:
    rows = [row for frame in browser.of("threads") for row in frame["rows"]]
    found = [row for row in rows if row["thread"]["id"] == thread_id]
    return found[-1] if found else None


def last_text(browser: Browser, thread_id: str) -> object:
    row = row_of(browser, thread_id)
    return row["last_text"] if row else None


def title(browser: Browser, thread_id: str) -> object:
    row = row_of(browser, thread_id)
    thread = row["thread"] if row else {}
    return thread["title"] if isinstance(thread, dict) and thread else None


async def test_a_socket_opened_while_the_store_is_away_gets_its_view_when_it_is_back(
    own_house: House,
) -> None:
    async with own_house.client() as client:
        thread_id = await make_thread(client)
        async with open_browser(own_house.address, TOKEN) as browser:
            await browser.until_frame("hello")
            await own_house.store.kill()

            await browser.watch(thread_id)
            error = await browser.until_frame("error")
            await own_house.store.start()
            await browser.until_frame("snapshot")

    assert (error["code"], error["thread_id"]) == ("unavailable", thread_id)
    assert len(browser.of("error")) == 1


async def test_when_the_web_service_stops_browsers_are_told_to_come_again(
    own_house: House,
) -> None:
    async with open_browser(own_house.address, TOKEN) as browser:
        await browser.until_frame("hello")

        code = await own_house.web.stop()
        async with asyncio.timeout(PATIENCE):
            await browser.socket.wait_closed()

    assert code == 0
    assert browser.socket.close_code == 1012


async def test_two_web_services_are_one_to_those_who_look(own_house: House) -> None:
    await own_house.second_web.start()
    await own_house.until_ready(own_house.second_address)
    async with (
        own_house.client() as client,
        own_house.bus("agent-runner") as runner,
        open_browser(own_house.address, TOKEN) as desk,
    ):
        thread_id = await make_thread(client)
        await desk.watch(thread_id, name="Desk")
        await desk.until_frame("snapshot")
        async with open_browser(own_house.second_address, TOKEN) as phone:
            await phone.watch(thread_id, name="Phone")
            for browser in (desk, phone):
                await browser.until(lambda browser: viewers(browser) == ["Desk", "Phone"])
            await phone.say(type="typing", thread_id=thread_id)
            await desk.until(lambda browser: typing(browser) == ["Phone"])

            await say(client, thread_id, "Hello")
            turn = await claim_turn(runner, thread_id)
            await turn.say("Hi")
            await turn.finish()
            for browser in (desk, phone):
                await browser.until_event("turn.finished")
        await desk.until(lambda browser: viewers(browser) == ["Desk"])

    assert desk.views[thread_id].visible_messages == phone.views[thread_id].visible_messages


async def test_who_follows_hears_of_every_thread_or_of_one_and_of_nothing_unasked(
    house: House,
) -> None:
    async with (
        house.client() as client,
        open_browser(house.address, TOKEN) as all_ears,
        open_browser(house.address, TOKEN) as one_ear,
        open_browser(house.address, TOKEN) as no_ear,
    ):
        first, second = await make_thread(client), await make_thread(client)
        await all_ears.say(type="follow")
        await all_ears.until_frame("following")
        await one_ear.say(type="follow", thread_id=second)
        await one_ear.until_frame("following")

        await say(client, first, "to the first")
        await say(client, second, "to the second")
        await all_ears.until(lambda browser: {first, second} <= told(browser))
        await one_ear.until(lambda browser: second in told(browser))

        assert told(one_ear) == {second}
        assert no_ear.of("heard") == []


def told(browser: Browser) -> set[str]:
    """The threads of the messages that were heard of."""
    heard = [frame["event"] for frame in browser.of("heard")]
    return {event["thread_id"] for event in heard if event["kind"] == "message.created"}


async def test_an_agent_is_watched_over_all_threads(house: House) -> None:
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        await browser.say(type="watch", agent_id="parley")
        await browser.until_frame("following")
        threads = [await make_thread(client), await make_thread(client)]
        for thread_id, agent_id in zip(threads, ("toolbox", "parley"), strict=True):
            message = {"id": ids.uuid7(), "text": "Hello", "agent_id": agent_id}
            await browser.say(type="send", thread_id=thread_id, message=message)
        await browser.until_frame("accepted", count=2)
        async with house.bus("agent-runner") as runner:
            for thread_id in threads:
                await claim_turn(runner, thread_id)

        heard = (await browser.until_frame("heard"))["event"]
        await browser.say(type="watch", agent_id="parley", thread_id=threads[0])

        refused = await browser.until_frame("error")
    assert [frame["event"]["thread_id"] for frame in browser.of("heard")] == [threads[1]]
    assert (heard["kind"], heard["agent_id"]) == ("turn.started", "parley")
    assert "either thread_id or agent_id is needed" in refused["message"]


async def test_threads_that_are_not_there_take_no_place(house: House) -> None:
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        thread_id = (await client.post("/api/threads", json={})).json()["id"]
        for number in range(WATCHED):
            await browser.watch(f"none-{number}")
        await browser.until_frame("error", WATCHED)

        await browser.watch(thread_id)

        assert (await browser.until_frame("snapshot"))["thread_id"] == thread_id
    assert {frame["code"] for frame in browser.of("error")} == {"thread_not_found"}
