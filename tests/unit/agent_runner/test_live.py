"""When a live agent begins, how it is described, and when it is let go."""

from parley_agent_runner.clock import CLOCK
from parley_agent_runner.keeping_live import LiveKeeper
from parley_agent_runner.live import LiveAgents, Rules
from parley_shared.bus import Bus
from parley_shared.connection import Connection
from parley_shared.models import Channel, Viewer
from parley_shared.presence import FORGET, Present

from tests.unit.agent_runner.memory import AT

KNOWN = 100.0  # seconds: by then everybody has told who looks


def watched(thread_id: str, *names: str, surface: Channel = "web", relay: str = "r1") -> Present:
    viewers = tuple(Viewer(id=name, name=name, surface=surface, joined_at=AT) for name in names)
    return Present(thread_id=thread_id, relay=relay, viewers=viewers)


def at_rest(rules: Rules | None = None, *, since: float = KNOWN) -> LiveAgents:
    """Thread T has answered a message."""
    agents = LiveAgents(rules or Rules(), 0.0)
    agents.begin("T", "parley", 1, since)
    agents.change("T", "idle", {}, since)
    return agents


def due(agents: LiveAgents, now: float) -> list[tuple[str, str]]:
    return [(each.live.thread_id, each.reason) for each in agents.find_due(now)]


def test_of_many_who_begin_it_at_once_one_makes_it() -> None:
    agents = LiveAgents(Rules(), 0.0)

    begun = [agents.begin("T", "parley", 1, KNOWN) for _ in range(5)]

    assert begun == [True, False, False, False, False]
    assert len(agents) == 1


def test_it_is_let_go_after_five_minutes_without_activity() -> None:
    agents = at_rest()
    agents.hear(watched("T", "Ann"), KNOWN)
    agents.hear(watched("T", "Ann"), KNOWN + 280)

    assert due(agents, KNOWN + 299) == []
    assert due(agents, KNOWN + 300) == [("T", "inactivity")]


def test_activity_begins_the_five_minutes_anew() -> None:
    agents = at_rest(Rules(grace=None))
    agents.begin("T", "parley", 3, KNOWN + 200)
    agents.change("T", "idle", {}, KNOWN + 250)

    assert due(agents, KNOWN + 549) == []
    assert due(agents, KNOWN + 550) == [("T", "inactivity")]


def test_it_is_let_go_five_seconds_after_its_last_viewer_left() -> None:
    agents = at_rest()
    agents.hear(watched("T", "Ann"), KNOWN)
    agents.hear(watched("T"), KNOWN + 20)

    assert due(agents, KNOWN + 24.9) == []
    assert due(agents, KNOWN + 25) == [("T", "no_viewers")]


def test_who_comes_back_within_the_grace_keeps_it() -> None:
    agents = at_rest()
    agents.hear(watched("T", "Ann"), KNOWN)
    agents.hear(watched("T"), KNOWN + 20)
    agents.hear(watched("T", "Ann"), KNOWN + 24)

    assert due(agents, KNOWN + 30) == []


def test_one_of_two_viewers_may_leave() -> None:
    agents = at_rest()
    agents.hear(watched("T", "Ann"), KNOWN)
    agents.hear(watched("T", "Bob", relay="r2"), KNOWN)
    agents.hear(watched("T"), KNOWN + 1)

    assert due(agents, KNOWN + 20) == []


def test_a_turn_that_ends_unwatched_is_let_go_after_the_grace() -> None:
    agents = LiveAgents(Rules(), 0.0)
    agents.begin("T", "parley", 1, KNOWN)

    assert due(agents, KNOWN + 400) == []
    agents.change("T", "idle", {}, KNOWN + 400)
    assert due(agents, KNOWN + 404.9) == []
    assert due(agents, KNOWN + 405) == [("T", "no_viewers")]


def test_what_runs_or_waits_for_a_human_is_never_let_go_by_itself() -> None:
    for status in ("running", "interrupted"):
        agents = at_rest()
        agents.change("T", status, {}, KNOWN)
        assert due(agents, KNOWN + 10_000) == []


def test_a_telegram_chat_is_no_viewer() -> None:
    agents = at_rest()
    agents.hear(watched("T", "Ann", surface="telegram"), KNOWN)

    assert due(agents, KNOWN + 5) == [("T", "no_viewers")]


def test_viewers_of_a_process_that_fell_silent_are_gone() -> None:
    agents = at_rest(Rules(inactivity=None))
    agents.hear(watched("T", "Ann"), KNOWN)

    assert due(agents, KNOWN + FORGET - 1) == []
    assert due(agents, KNOWN + FORGET) == []
    assert due(agents, KNOWN + FORGET + 5) == [("T", "no_viewers")]


def test_a_runner_that_just_started_does_not_know_yet_who_looks() -> None:
    agents = at_rest(since=1.0)

    assert due(agents, 10.0) == []
    agents.hear(watched("T", "Ann"), 14.0)
    assert due(agents, 30.0) == []


def test_both_reasons_can_be_switched_off() -> None:
    agents = at_rest(Rules(inactivity=None, grace=None))

    assert due(agents, KNOWN + 1_000_000) == []


def test_the_longest_idle_makes_room_for_others() -> None:
    agents = LiveAgents(Rules(most=2), 0.0)
    for place, thread_id in enumerate(("T1", "T2", "T3", "T4")):
        agents.begin(thread_id, "parley", 1, KNOWN + place)
        if thread_id != "T1":
            agents.change(thread_id, "idle", {}, KNOWN + place)

    assert [each.live.thread_id for each in agents.find_surplus()] == ["T2", "T3"]


def test_it_is_found_by_pattern_and_described() -> None:
    agents = at_rest()
    agents.begin("U", "ada", 7, KNOWN + 10)
    agents.change("U", "interrupted", {"why": "approval"}, KNOWN + 11)
    agents.hear(watched("U", "Ann", "Bob"), KNOWN + 12)

    (live,) = agents.describe("U*", KNOWN + 20)

    assert len(agents.describe("*", KNOWN + 20)) == 2
    assert live.agent_id == "ada"
    assert (live.status, live.has_interrupt, live.data) == (
        "interrupted",
        True,
        {"why": "approval"},
    )
    assert (live.message_count, live.uptime_ms, live.viewers) == (7, 10_000, 2)


async def test_a_turn_that_went_to_another_runner_leaves_nothing_live_here() -> None:
    agents, closed = at_rest(), list[str]()

    async def close(thread_id: str) -> None:
        closed.append(thread_id)

    keeper = LiveKeeper(Bus(Connection("agent-runner")), agents, CLOCK, [close])
    agents.begin("T", "parley", 1, KNOWN)

    await keeper.lose("T")
    await keeper.lose("T")

    assert (len(agents), closed) == (0, ["T"])
