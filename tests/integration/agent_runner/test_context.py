"""What a model is really sent: files, summaries, and what is shown of it beforehand."""

import asyncio
import base64
import hashlib
import io

import pytest
from parley_shared.ids import uuid7
from parley_shared.models import FileRef
from parley_shared.runner import GetPreflight
from parley_shared.store import GetThread, KeepFile, WriteChunk
from PIL import Image

from tests.fakes.openai_script import say
from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.house import House
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

TALK = "Tell me more about what grows in gardens. " * 10


def take_picture() -> bytes:
    """Wider than it is sent to a model."""
    written = io.BytesIO()
    Image.new("RGB", (3136, 4)).save(written, "PNG")
    return written.getvalue()


async def keep_file(house: House, name: str, media_type: str, contents: bytes) -> FileRef:
    upload = uuid7()
    written = base64.b64encode(contents).decode()
    await house.web.ask(WriteChunk(upload_id=upload, offset=0, base64=written))
    file = FileRef(
        id=uuid7(),
        name=name,
        media_type=media_type,
        size=len(contents),
        sha256=hashlib.sha256(contents).hexdigest(),
    )
    return await house.web.ask(KeepFile(upload_id=upload, file=file))


async def test_a_thread_is_named_after_its_first_answer(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["namer"] = [say("Plant them in May."), say("Tomatoes on a balcony")]
    await running_house.add_agent("namer", model="openai/namer", api_base=models.url)

    async with asyncio.timeout(START_PATIENCE), running_house.watch("named") as seen:
        await running_house.say("named", "When do I plant tomatoes?", agent_id="namer")
        await seen.until(lambda seen: seen.count("title.changed") == 2)

    thread = await running_house.web.ask(GetThread(thread_id="named"))
    assert thread.title == "Tomatoes on a balcony"


async def test_a_model_that_sees_is_sent_the_picture_and_every_model_the_text(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["seer"] = [say("A cat.")]
    await running_house.add_agent(
        "seer", model="openai/seer", api_base=models.url, sees_images=True
    )
    cat = await keep_file(running_house, "cat.png", "image/png", take_picture())
    notes = await keep_file(running_house, "notes.txt", "text/plain", b"Her name is Mia.")

    await running_house.ask("seen", "Who is it?", agent_id="seer", files=(cat, notes))

    asked = next(each for each in models.asked if each.model == "seer")
    content = asked.body["messages"][-1]["content"]
    assert "Her name is Mia." in content[0]["text"]
    begin, _, written = content[-1]["image_url"]["url"].partition(",")
    assert begin == "data:image/png;base64"
    assert Image.open(io.BytesIO(base64.b64decode(written))).size == (1568, 2)


async def test_a_long_thread_goes_on_with_a_summary_and_people_see_all_of_it(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["small"] = [say("As you wish. " * 30)]
    await running_house.add_agent(
        "small", model="openai/small", api_base=models.url, context_window=1_000
    )

    for _ in range(6):
        _, seen = await running_house.ask("long", TALK, agent_id="small")

    assert "context.compacted" in [each.kind for each in seen.events]
    shown = (await running_house.stored_view("long")).visible_messages
    assert len(shown) == 12
    preflight = await running_house.web.ask(GetPreflight(agent_id="small", thread_id="long"))
    assert "[What was said before, in short" in str(preflight.messages)
    assert preflight.tokens < 1_000


async def test_preflight_shows_exactly_what_is_sent_then(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["exact"] = [say("Four.")]
    await running_house.add_agent(
        "exact", model="openai/exact", api_base=models.url, tools=("calculator",)
    )
    await running_house.ask("exactly", "What is 2+2?", agent_id="exact")
    before = len(models.asked)

    question = GetPreflight(agent_id="exact", thread_id="exactly", text="And 3+3?")
    shown = await running_house.web.ask(question)

    await running_house.ask("exactly", "And 3+3?", agent_id="exact")
    asked = [each for each in models.asked if each.model == "exact" and each.body.get("tools")]
    assert asked[-1].body["messages"] == list(shown.messages)
    offered = [tool["function"]["name"] for tool in asked[-1].body["tools"]]
    assert offered == [tool.name for tool in shown.tools] == ["calculator"]
    assert before < len(models.asked)
