"""What the service itself fails at is told in the chat and keeps nothing else waiting."""

import asyncio
import json
from collections.abc import Sequence

from parley_shared.questions import Done
from parley_shared.rpc import Answers
from parley_shared.telegram import FinishUpdates, OpenUpdate
from parley_telegram.access import Seen
from parley_telegram.inbound import NOT_TAKEN, Inbound
from parley_telegram.saying import Saying

from tests.servers import NatsServer
from tests.waiting import Heard


def wrote(number: int, text: str) -> OpenUpdate:
    message = {
        "message_id": number,
        "date": 1_795_000_000,
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "first_name": "Ada"},
        "text": text,
    }
    body = json.dumps({"update_id": number, "message": message})
    return OpenUpdate(update_id=number, chat="7", body=body)


async def test_what_fails_again_and_again_is_told_and_the_next_is_done(
    nats_server: NatsServer,
) -> None:
    finished: Heard[int] = Heard()
    done: list[str] = []
    told: list[tuple[str, Saying]] = []

    async def do(seen: Sequence[Seen]) -> None:
        text = str(seen[0].content["text"])
        if text == "poison":
            raise ZeroDivisionError
        done.append(text)

    async def finish(question: FinishUpdates) -> Done:
        for update_id in question.update_ids:
            finished.add(update_id)
        return Done()

    async with (
        nats_server.bus("store") as answering,
        nats_server.bus("telegram") as bus,
        Answers(answering, service="store", version="0") as answers,
    ):
        await answers.add(FinishUpdates, finish)
        inbound = Inbound(bus, 1, "bot", do, lambda chat, saying: told.append((chat, saying)))
        running = asyncio.create_task(inbound.run())
        inbound.give(wrote(1, "poison"))
        inbound.give(wrote(2, "Hello"))
        await finished.reach(2)
        running.cancel()

    assert done == ["Hello"]
    assert [(chat, saying.key, saying.texts) for chat, saying in told] == [
        ("7", "not-taken:1", (NOT_TAKEN,))
    ]
