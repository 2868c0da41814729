"""Stopping what runs, without saying what that is."""

from datetime import UTC, datetime

import pytest
from parley_gateway.answers import answer_commands
from parley_shared.commands import StopThread
from parley_shared.errors import NothingRuns
from parley_shared.models import Turn
from parley_shared.rpc import Answers
from parley_shared.store import GetQueue, Queue

from tests.servers import NatsServer

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def turn(turn_id: str, thread_id: str) -> Turn:
    return Turn(
        id=turn_id,
        thread_id=thread_id,
        message_id=f"m-{turn_id}",
        agent_id="parley",
        position=1,
        state="running",
        created_at=AT,
    )


async def test_the_store_is_told_which_turn_so_that_asking_again_stops_no_other(
    nats_server: NatsServer,
) -> None:
    asked: list[StopThread] = []

    async def tell_queue(question: GetQueue) -> Queue:
        if question.thread_id == "quiet":
            return Queue(turns=())
        return Queue(turns=(turn("first", "busy"), turn("second", "busy")))

    async def stop(question: StopThread) -> Turn:
        asked.append(question)
        return turn(question.turn_id or "", question.thread_id)

    async with (
        nats_server.bus("store") as answering,
        nats_server.bus("gateway") as gateway,
        nats_server.bus("web") as web,
        Answers(answering, service="store", version="0") as store,
        Answers(gateway, service="gateway", version="0") as answers,
    ):
        await store.add(GetQueue, tell_queue)
        await store.add(StopThread, stop)
        await answer_commands(gateway, answers)

        await web.ask(StopThread(thread_id="busy"), service="gateway")
        await web.ask(StopThread(thread_id="busy", message_id="m-second"), service="gateway")
        with pytest.raises(NothingRuns):
            await web.ask(StopThread(thread_id="quiet"), service="gateway")

    assert asked == [
        StopThread(thread_id="busy", turn_id="first"),
        StopThread(thread_id="busy", message_id="m-second"),
    ]
