"""Programs that speak AG-UI run agents; every event is read by the protocol's own models."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from ag_ui import core as ag
from parley_shared import ids
from parley_shared.commands import AgentChange, CreateAgent

from tests.agui_client import AguiClient, run
from tests.fakes.openai_script import Call, Finish, Reason, say
from tests.fakes.openai_server import OpenAIServer
from tests.house import House, until_answers
from tests.scripted_runner import claim_turn
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITHIN = 60.0  # seconds
CALLS = Finish("tool_calls")
Resume = list[dict[str, object]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def models() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer().serving() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def full_house(house: House) -> AsyncIterator[House]:
    """With somebody who answers."""
    await begin(house)
    yield house
    await house.runner.kill()


async def begin(house: House) -> None:
    await house.runner.start()
    async with house.bus("admin") as bus:
        await until_answers(bus, {"runner"})


async def add_agent(house: House, name: str, **change: object) -> None:
    async with house.bus("gateway") as bus:
        what = AgentChange.model_validate({"name": name, **change})
        await bus.ask(CreateAgent(agent_id=name, change=what), service="store")


def user(text: str) -> ag.UserMessage:
    return ag.UserMessage(id=ids.uuid7(), content=text)


async def kept(house: House, thread: str) -> list[str]:
    async with house.client() as client:
        items = (await client.get(f"/api/threads/{thread}/messages")).json()["items"]
    return [each["text"] for each in items]


async def test_a_run_streams_its_answer_into_a_thread(full_house: House) -> None:
    words = " ".join(f"word{n}" for n in range(40))  # some may come together
    asked = user(words)
    async with full_house.client() as client:
        seen = await run(client, "parley", "agui-1", "run-1", [asked])

    assert seen.texts() == [f"Echo: {words}"]
    assert seen.count(ag.TextMessageContentEvent) > 1
    assert isinstance(seen.last, ag.RunFinishedEvent)
    assert isinstance(seen.last.outcome, ag.RunFinishedSuccessOutcome)
    assert seen.last.usage and (seen.last.usage[0].output_tokens or 0) > 0
    assert await kept(full_house, "agui-1") == [words, f"Echo: {words}"]


async def test_the_same_run_again_tells_the_same_and_asks_nothing_twice(full_house: House) -> None:
    asked = user("Once")
    async with full_house.client() as client:
        first = await run(client, "parley", "agui-2", "run-1", [asked])
        again = await run(client, "parley", "agui-2", "run-1", [asked])
        known = await run(client, "parley", "agui-2", "run-1", first.messages.values())

    assert again.messages == first.messages
    assert known.count(ag.TextMessageStartEvent) == 0
    assert known.messages == first.messages
    assert await kept(full_house, "agui-2") == ["Once", "Echo: Once"]


async def test_another_run_goes_on_in_the_thread(full_house: House) -> None:
    async with full_house.client() as client:
        first = await run(client, "parley", "agui-3", "run-1", [user("One")])
        messages = [*first.messages.values(), user("Two")]
        second = await run(client, "Parley", "agui-3", "run-2", messages)

    assert second.texts() == ["Echo: One", "Echo: Two"]
    assert await kept(full_house, "agui-3") == ["One", "Echo: One", "Two", "Echo: Two"]


async def test_in_a_new_thread_the_agent_is_told_what_was_said_before(full_house: House) -> None:
    before = ag.AssistantMessage(id="a", content="First.")
    parts = ag.UserMessage(id="u", content=[ag.TextPart(text="Two")])
    async with full_house.client() as client:
        seen = await run(client, "parley", "agui-4", "run-1", [user("One"), before, parts])

    said = seen.texts()[-1]
    assert "assistant: First." in said
    assert said.endswith("Two")


def show(*sources: ag.DataSource | ag.UrlSource | ag.FileSource) -> ag.UserMessage:
    """Without a word."""
    pictures = [ag.ImagePart(source=each, metadata={"filename": "leaf.png"}) for each in sources]
    return ag.UserMessage(id=ids.uuid7(), content=[*pictures])


async def test_files_come_with_the_message_or_from_an_upload(full_house: House) -> None:
    picture = b"\x89PNG" + b"\0" * 800_000
    data = ag.DataSource(value=b64encode(picture).decode(), mime_type="image/png")
    async with full_house.client() as client:
        uploaded = (await client.post("/api/files?name=b.txt", content=b"Hello")).json()
        asked = show(data, ag.FileSource(value=uploaded["id"], provider="parley"))
        first = await run(client, "parley", "agui-files", "run-1", [asked])
        await run(client, "parley", "agui-files", "run-1", [asked])
        later = await run(client, "parley", "agui-files", "run-2", [asked, user("And now?")])
        items = (await client.get("/api/threads/agui-files/messages")).json()["items"]
        kept_picture = items[0]["attachments"][0]
        contents = (await client.get(f"/api/files/{kept_picture['id']}")).content

    assert isinstance(first.last, ag.RunFinishedEvent)
    assert later.texts()[-1] == "Echo: And now?"
    assert [len(each["attachments"]) for each in items if each["role"] == "user"] == [2, 0]
    assert (kept_picture["name"], kept_picture["media_type"]) == ("leaf.png", "image/png")
    assert items[0]["attachments"][1] == uploaded
    assert contents == picture


async def test_in_a_new_thread_the_agent_is_told_which_files_there_were(full_house: House) -> None:
    data = ag.DataSource(value=b64encode(b"leaf").decode(), mime_type="image/png")
    drawn: list[ag.ContentPart] = [ag.TextPart(text="Drawn."), ag.ImagePart(source=data)]
    before: list[ag.Message] = [
        show(data),
        ag.ToolMessage(id="t", tool_call_id="c", content=drawn),
        ag.UserMessage(id="u", content=[ag.DocumentPart(source=ag.FileSource(value="f"))]),
    ]
    async with full_house.client() as client:
        seen = await run(client, "parley", "agui-files-2", "run-1", [*before, user("And now?")])

    said = seen.texts()[-1]
    assert "user: [a file: leaf.png]\n\ntool: Drawn.\n[a file: image/png]" in said
    assert "user: [a file: document]" in said
    assert said.endswith("And now?")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (ag.UrlSource(value="https://x.example/leaf.png"), "image has a source of type 'url'"),
        (ag.FileSource(value="file-1", provider="openai"), "image has a source of type 'file'"),
        (ag.DataSource(value="no base64", mime_type="image/png"), "the image is no base64"),
        (ag.FileSource(value="nowhere"), "'nowhere'"),
    ],
)
async def test_a_file_that_can_not_be_had_is_refused_before_a_thread_is_made(
    full_house: House, source: ag.DataSource | ag.UrlSource | ag.FileSource, says: str
) -> None:
    asked = ag.RunAgentInput(
        thread_id="agui-no-file", run_id="run-1", messages=[show(source)], tools=[], context=[]
    )
    async with full_house.client() as client:
        body = asked.model_dump(mode="json", by_alias=True)
        refused = await client.post("/agui/parley", json=body)
        thread = await client.get("/api/threads/agui-no-file")

    assert refused.status_code in (400, 404, 422)
    assert says in refused.text
    assert thread.status_code == 404


async def test_thoughts_and_calls_are_told_and_a_changed_plan_is_state(
    full_house: House, models: OpenAIServer
) -> None:
    plan = '{"todos": [{"text": "Add", "state": "completed"}]}'
    models.scripts["thinker"] = [
        [
            Reason("Let me see."),
            *say("I will add.")[:-1],
            Call("calculator", '{"expression": "2+2"}'),
            CALLS,
        ],
        [Call("todos", plan, "call_2"), CALLS],
        say("It is 4."),
    ]
    tools = ("calculator", "todos")
    await add_agent(full_house, "thinker", model="openai/thinker", api_base=models.url, tools=tools)

    async with full_house.client() as client:
        seen = await run(client, "thinker", "agui-5", "run-1", [user("Add 2 and 2")])

    roles = [each.role for each in seen.messages.values()]
    assert roles == ["user", "reasoning", "assistant", "tool", "assistant", "tool", "assistant"]
    assert seen.texts() == ["I will add.", "It is 4."]
    results = [e.content for e in seen.messages.values() if isinstance(e, ag.ToolMessage)]
    assert results[0] == "4"
    assert seen.state == {"todos": [{"text": "Add", "state": "completed"}]}


def interrupts(seen: AguiClient) -> list[ag.Interrupt]:
    assert isinstance(seen.last, ag.RunFinishedEvent)
    assert isinstance(seen.last.outcome, ag.RunFinishedInterruptOutcome)
    return seen.last.outcome.interrupts


async def test_a_call_that_waits_ends_the_run_and_the_next_one_decides_it(
    full_house: House, models: OpenAIServer
) -> None:
    note = Call("remember", '{"note": "Likes tea"}')
    models.scripts["asker"] = [[note, CALLS], say("Noted.")]
    await add_agent(
        full_house, "asker", model="openai/asker", api_base=models.url, tools=("remember",)
    )

    async with full_house.client() as client:
        first = await run(client, "asker", "agui-6", "run-1", [user("I like tea")])
        waiting = interrupts(first)
        again = await run(client, "asker", "agui-6", "run-1", [user("I like tea")])
        resume: Resume = [{"interrupt_id": waiting[0].id, "status": "cancelled"}]
        second = await run(
            client, "asker", "agui-6", "run-2", first.messages.values(), resume=resume
        )
        third = await run(
            client, "asker", "agui-6", "run-2", first.messages.values(), resume=resume
        )

    assert [each.reason for each in waiting] == ["tool_call"]
    assert [each.id for each in interrupts(again)] == [waiting[0].id]
    assert second.texts() == third.texts() == ["Noted."]
    assert second.count(ag.ToolCallResultEvent) == 1
    assert second.count(ag.ToolCallStartEvent) == 0
    assert len(await kept(full_house, "agui-6")) == 2


async def test_a_question_is_answered_by_the_next_run(
    full_house: House, models: OpenAIServer
) -> None:
    which = '{"question": "Which?", "kind": "single", "options": ["A", "B"]}'
    models.scripts["chooser"] = [[Call("ask_user", which), CALLS], say("B it is.")]
    await add_agent(
        full_house, "chooser", model="openai/chooser", api_base=models.url, tools=("ask_user",)
    )

    async with full_house.client() as client:
        first = await run(client, "chooser", "agui-7", "run-1", [user("Choose")])
        waiting = interrupts(first)
        resume: Resume = [{"interrupt_id": waiting[0].id, "status": "resolved", "payload": "B"}]
        second = await run(
            client, "chooser", "agui-7", "run-2", first.messages.values(), resume=resume
        )

    assert waiting[0].message == "Which?"
    assert waiting[0].response_schema == {"type": "string", "enum": ["A", "B"]}
    assert second.texts() == ["B it is."]


async def test_who_goes_away_stops_nothing_and_comes_back_to_the_same_run(
    full_house: House,
) -> None:
    await add_agent(full_house, "slow", model="demo/slow")
    asked = user("Say 30 words")
    async with full_house.client() as client:
        left = await run(
            client, "slow", "agui-8", "run-1", [asked], until=ag.TextMessageContentEvent
        )
        back = await run(client, "slow", "agui-8", "run-1", left.messages.values())

    whole = " ".join(f"word{n}" for n in range(1, 31))
    assert back.texts() == [whole]
    assert back.count(ag.MessagesSnapshotEvent) == 0
    assert await kept(full_house, "agui-8") == ["Say 30 words", whole]


async def test_a_failed_turn_is_a_run_that_failed(full_house: House) -> None:
    await add_agent(full_house, "failing", model="demo/fail")
    async with full_house.client() as client, asyncio.timeout(START_PATIENCE):
        seen = await run(client, "failing", "agui-9", "run-1", [user("Hello")])

    assert isinstance(seen.last, ag.RunErrorEvent)
    assert "always fails" in seen.last.message


async def test_what_can_not_be_run_says_why(full_house: House) -> None:
    body = {"threadId": "agui-10", "runId": "r", "messages": []}
    async with full_house.client() as client:
        nobody = await client.post(
            "/agui/nobody",
            json={**body, "messages": [{"id": "1", "role": "user", "content": "Hi"}]},
        )
        empty = await client.post("/agui/parley", json=body)
        strange = await client.post("/agui/parley", json={**body, "threadId": "a b"})
        resume = [{"interruptId": "pnothing", "status": "cancelled"}]
        lost = await client.post("/agui/parley", json={**body, "resume": resume})
    async with full_house.client(None) as stranger:
        refused = await stranger.post("/agui/parley", json=body)

    assert (nobody.status_code, nobody.json()["error"]["code"]) == (404, "agent_not_found")
    assert (empty.status_code, empty.json()["error"]["code"]) == (422, "bad_input")
    assert (strange.status_code, strange.json()["error"]["field"]) == (422, "threadId")
    assert lost.status_code == 404
    assert refused.status_code == 401


async def test_a_run_outlives_store_runner_and_door(own_house: House) -> None:
    """The runner is played: it dies with what it has said, and begins anew elsewhere."""
    house, asked = own_house, user("Count")
    async with house.client() as client, asyncio.timeout(180), asyncio.TaskGroup() as tasks:
        following = tasks.create_task(run(client, "parley", "agui-1", "run-1", [asked]))
        async with house.bus("agent-runner") as runner:
            await (await claim_turn(runner, "agui-1", WITHIN)).say("One two")
            await house.store.kill()
            await house.store.start()
            async with house.bus("admin") as bus:
                await until_answers(bus, {"store"})
            turn = await claim_turn(runner, "agui-1", WITHIN)
            await turn.say("One two three")
            await turn.finish()
        whole = await following
    async with house.bus("agent-runner") as runner, asyncio.timeout(180):
        second = [*whole.messages.values(), user("Go on")]
        async with house.client() as client, asyncio.TaskGroup() as tasks:
            heard = ag.TextMessageContentEvent
            begun = tasks.create_task(run(client, "parley", "agui-1", "run-2", second, until=heard))
            turn = await claim_turn(runner, "agui-1", WITHIN)
            await turn.say("Four")
            broken = await begun
        await house.web.kill()
        await turn.say(" five")
        await turn.finish()
        await house.web.start()
        await house.until_ready()
        async with house.client() as client:
            again = await run(client, "parley", "agui-1", "run-2", broken.messages.values())

    assert whole.texts() == ["One two three"]
    assert again.texts() == ["One two three", "Four five"]
    assert again.count(ag.MessagesSnapshotEvent) == 0
    assert await kept(house, "agui-1") == ["Count", "One two three", "Go on", "Four five"]
