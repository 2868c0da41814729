"""Live agents whose turn waits for a human, and a store that knows what became of the turns."""

from datetime import UTC, datetime

from parley_agent_runner.clock import CLOCK
from parley_agent_runner.keeping_live import LiveKeeper
from parley_agent_runner.live import LiveAgents, Rules
from parley_agent_runner.waiting import look_after_waiting
from parley_shared.errors import ThreadNotFound, TooBig
from parley_shared.models import Turn, TurnState
from parley_shared.rpc import Answers
from parley_shared.store import GetQueue, Queue

from tests.servers import NatsServer


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
