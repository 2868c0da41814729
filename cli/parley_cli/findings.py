"""What is wrong with a Parley that runs, each with the sentence that mends it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parley_shared.runner import MissingKey
from parley_shared.store import Stats

from parley_cli.processes import ProcessFacts

SKEW = 2.0  # seconds that two clocks may differ
BACKLOG = 500  # rows of the outbox that are not on NATS yet


@dataclass(frozen=True)
class Finding:
    """`advice` is there when something is wrong; `hurts` when Parley can't run like that."""

    what: str
    advice: str = ""
    hurts: bool = False


@dataclass(frozen=True)
class Inside:
    """What was seen; `stats` and `missing_keys` are None when nobody answered."""

    now: datetime
    address: str
    processes: tuple[ProcessFacts, ...]
    ready: tuple[str, ...]
    troubles: Mapping[str, str] = field(default_factory=dict)
    missing_streams: tuple[str, ...] = ()
    stats: Stats | None = None
    missing_keys: tuple[MissingKey, ...] | None = field(default=None)


def judge(inside: Inside) -> Iterator[Finding]:
    for process in inside.processes:
        if trouble := inside.troubles.get(process.name):
            logs = f"./parley logs {process.name} says more"
            yield Finding(f"{process.name} is not well ({trouble})", logs, hurts=True)
            continue
        yield _judge_process(process, is_ready=process.name in inside.ready)
    for stream in inside.missing_streams:
        advice = "./parley restart store declares it anew; what was kept is not lost"
        yield Finding(f"the stream {stream} is missing", advice, hurts=True)
    if inside.stats is not None:
        yield from _judge_store(inside.stats, inside.address)
        yield from _judge_clocks(inside.stats, inside.now)
    for key in inside.missing_keys or ():
        advice = f"put it in under {inside.address}admin, or give the agent another model"
        yield Finding(f"{key.agent_name} can't answer. {key.text}", advice)


def _judge_process(process: ProcessFacts, *, is_ready: bool) -> Finding:
    name = process.name
    logs = f"./parley logs {name} says why"
    if not is_ready:
        advice = f"{logs}; ./parley restart {name} starts it again"
        return Finding(f"{name} does not answer ({process.state})", advice, hurts=True)
    if process.restarts:
        return Finding(f"{name} answers, but ended {process.restarts} times by itself", logs)
    return Finding(f"{name} answers")


def _judge_store(stats: Stats, address: str) -> Iterator[Finding]:
    if stats.dead_letters:
        advice = f"look at them under {address}admin, and try each again or discard it"
        yield Finding(f"{stats.dead_letters} dead letters wait for you", advice)
    if stats.outbox > BACKLOG:
        advice = "if this number does not shrink, ./parley restart nats"
        yield Finding(f"{stats.outbox} events wait to be told", advice)


def _judge_clocks(stats: Stats, now: datetime) -> Iterator[Finding]:
    advice = "let the machine set its clock by the network (timedatectl set-ntp true)"
    if stats.at is None:
        return
    apart = abs((stats.at - now).total_seconds())
    if apart > SKEW:
        yield Finding(f"the store's clock and this one are {apart:.0f} s apart", advice, hurts=True)
    ahead = (stats.newest_at - stats.at).total_seconds() if stats.newest_at else 0.0
    if ahead > SKEW:
        yield Finding(f"the clock was set back: the newest message is {ahead:.0f} s ahead", advice)
