"""Threads built anew from their events, held against what browsers saw at each moment."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random

from parley_cli.replay import find_differences
from parley_shared.agent_view import AgentView
from parley_shared.view import apply, initial

from tests.chaos.truth import KeptThread
from tests.chaos.verdict import Verdict
from tests.launcher import LaunchedParley

THREADS, MOMENTS = 2, 2  # that `./parley replay` is asked for


def judge_replays(
    threads: Sequence[KeptThread], seen: Iterable[AgentView], verdict: Verdict
) -> None:
    """`seen` are views between two answers, of any moment."""
    moments: dict[tuple[str, int], list[AgentView]] = defaultdict(list)
    for live in seen:
        moments[live.thread_id, live.seq].append(live)
    for thread in threads:
        view = initial(thread.thread_id)
        for event in thread.events:
            view = apply(view, event)
            for live in moments[thread.thread_id, view.seq]:
                verdict.counted["moments replayed"] += 1
                _compare(live, view, verdict)


async def try_command(
    parley: LaunchedParley, seen: Sequence[AgentView], seed: int, verdict: Verdict
) -> None:
    """`./parley replay` itself, of some threads at some moments and as they are now."""
    random = Random(seed)
    ids = sorted({view.thread_id for view in seen})
    for thread_id in random.sample(ids, min(THREADS, len(ids))):
        now = await asyncio.to_thread(parley.say, "replay", thread_id)
        if now.returncode != 0:
            verdict.say("viewers unequal", f"replay of {thread_id}: {now.stderr.strip()}")
        here = [view for view in seen if view.thread_id == thread_id]
        for live in random.sample(here, min(MOMENTS, len(here))):
            words = ("replay", thread_id, "--at", str(live.seq), "--json")
            then = await asyncio.to_thread(parley.say, *words)
            if then.returncode != 0:
                verdict.say("viewers unequal", f"replay of {thread_id}: {then.stderr.strip()}")
            else:
                _compare(live, AgentView.model_validate_json(then.stdout), verdict)
        verdict.counted["threads replayed by command"] += 1


def _compare(live: AgentView, rebuilt: AgentView, verdict: Verdict) -> None:
    differing = find_differences(live, rebuilt)
    if rebuilt.seq != live.seq or differing:
        fields = ", ".join(differing)
        sentence = f"{live.thread_id} at {live.seq} is replayed otherwise: {fields}"
        verdict.say("viewers unequal", sentence)
