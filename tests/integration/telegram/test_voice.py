"""What is spoken becomes text where a model is set for it, and says that a machine heard it."""

import asyncio
from pathlib import Path

import pytest
from parley_shared.bus import Bus
from parley_shared.models import Message
from parley_shared.store import GetMessages

from tests.fakes.openai_server import OpenAIServer
from tests.house import House, Service, until_answers
from tests.telegram_house import TelegramHouse, open_telegram
from tests.telegram_talk import begin

pytestmark = pytest.mark.asyncio(loop_scope="module")

SLOWLY = 60.0  # seconds: a busy machine writes slowly
VOICE = b"OggS: buy some bread"


async def until_kept(asker: Bus, thread_id: str, count: int) -> tuple[Message, ...]:
    async with asyncio.timeout(SLOWLY):
        while True:
            page = await asker.ask(GetMessages(thread_id=thread_id))
            said = tuple(each for each in page.items if each.role == "user")
            if len(said) >= count:
                return said
            await asyncio.sleep(0.05)


async def test_a_voice_message_is_written_down_by_the_model_that_is_set(
    house: House, tmp_path: Path
) -> None:
    async with OpenAIServer().serving() as models:
        models.hears[VOICE] = "Buy some bread."
        runner = Service(house.nats, "agent-runner", tmp_path, OPENAI_BASE_URL=models.url)
        await runner.start()
        try:
            async with house.bus("admin") as bus:
                await until_answers(bus, {"runner"})
            setting = {"TELEGRAM_TRANSCRIBE_MODEL": "openai/whisper-1"}
            async with open_telegram(house, tmp_path, **setting) as telegram:
                await telegram.pair()
                heard, unheard = await _speak(telegram)
        finally:
            await runner.kill()

    assert heard.text == "🎙 (heard by a machine) Buy some bread."
    assert [file.media_type for file in heard.attachments] == ["audio/ogg"]
    assert (unheard.text, len(unheard.attachments)) == ("", 1)
    assert [each.body["model"] for each in models.spoken] == ["whisper-1", "whisper-1"]


async def _speak(telegram: TelegramHouse) -> tuple[Message, ...]:
    world = telegram.world
    thread_id = await begin(telegram, "Spoken")
    async with telegram.house.bus("gateway") as asker:
        world.attach("voice", VOICE)
        await until_kept(asker, thread_id, 1)
        world.attach("voice", b"OggS: nothing but noise")
        told = await world.until_said("was not written down")
        assert "no words in it" in told["text"]
        return await until_kept(asker, thread_id, 2)
