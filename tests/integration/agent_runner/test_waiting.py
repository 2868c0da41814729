"""Live agents whose turn waits for a human, and a store that knows what became of the turns."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from parley_agent_runner.clock import CLOCK
from parley_agent_runner.keeping_live import LiveKeeper
from parley_agent_runner.live import LiveAgents, Rules
from parley_agent_runner.titling import Titling
from parley_agent_runner.waiting import look_after_waiting
from parley_agent_runner.worker import Worker
from parley_shared import subjects
from parley_shared.errors import ThreadNotFound, TooBig
from parley_shared.models import Turn, TurnState
from parley_shared.rpc import Answers
from parley_shared.store import Claim, GetQueue, NothingToClaim, Nudge, Queue
from parley_shared.store.turns import ClaimAnswer

from tests.servers import NatsServer
from tests.unit.agent_runner.means import make_means


def queue(state: TurnState, runner: str | None = None) -> Queue:
    turn = Turn(
        id="tn",
        thread_id="th",
        message_id="m",
        agent_id="parley",
        position=1,
        state=state,
        runner=runner,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return Queue(turns=(turn,))


KNOWN = {
    "answered": queue("queued"),
    "drained": Queue(turns=()),
    "ended": Queue(turns=()),
    "ours": queue("running", "one"),
    "taken": queue("running", "two"),
    "waits": queue("parked"),
}


async def find_queue(question: GetQueue) -> Queue:
    if question.thread_id == "broken":
        raise TooBig("its queue is too big")
    if question.thread_id not in KNOWN:
        raise ThreadNotFound("it was deleted")
    return KNOWN[question.thread_id]


async def test_what_ended_or_runs_elsewhere_is_forgotten_whatever_fails_beside_it(
    nats_server: NatsServer,
) -> None:
    async with nats_server.bus("store") as store, nats_server.bus("agent-runner") as bus:
        live = LiveKeeper(bus, LiveAgents(Rules(), 0.0), CLOCK)
        for thread_id in ("broken", *KNOWN, "deleted"):
            live.agents.begin(thread_id, "parley", 1, 0.0)
            live.agents.change(thread_id, "interrupted", {}, 0.0)
        async with Answers(store, service="store", version="1") as answers:
            await answers.add(GetQueue, find_queue)

            await look_after_waiting(bus, "one", live, {"drained"})

    assert live.agents.list_waiting() == ("broken", "answered", "drained", "ours", "waits")


@pytest.mark.parametrize("stopped", ["before the store looks", "after the store has looked"])
async def test_a_turn_that_is_stopped_while_it_begins_to_wait_waits_no_longer(
    nats_server: NatsServer, tmp_path: Path, stopped: str
) -> None:
    async with nats_server.bus("store") as store, nats_server.bus("agent-runner") as bus:
        live, means = LiveKeeper(bus, LiveAgents(Rules(), 0.0), CLOCK), make_means(bus, tmp_path)
        live.agents.begin("th", "parley", 1, 0.0)
        live.agents.change("th", "interrupted", {}, 0.0)
        worker = Worker("one", means, Titling(bus, means.stream_reply, means.debugger), live)
        looks = 0

        async def find_turn(_: Claim) -> ClaimAnswer:
            nonlocal looks
            looks += 1
            if looks == 1:
                await worker.nudge(subjects.control("th"), Nudge().model_dump_json().encode())
            is_parked = looks == 1 and stopped == "after the store has looked"
            return ClaimAnswer(claim=NothingToClaim(parked=is_parked))

        async with Answers(store, service="store", version="1") as answers:
            await answers.add(Claim, find_turn)
            await worker.drain("th")

    (left,) = live.agents.describe("*", 0.0)
    assert (left.status, left.has_interrupt) == ("cancelled", False)
