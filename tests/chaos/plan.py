"""What will be done and what will go wrong: drawn from a seed, the same again for the same seed."""

from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

T = TypeVar("T")

Kind = Literal[
    "short",
    "long",
    "pure",
    "twice",
    "idempotent",
    "resumable",
    "effect",
    "chain",
    "gated",
    "ask",
    # of the sweep alone
    "lasting",
    "delayed",
    "broken",
    "file",
    "note",
]
Deed = Literal["say", "steer", "stop", "wait", "edit", "fork"]
Fault = Literal[
    "kill", "term", "freeze", "restart", "wipe", "provider", "wake", "resend", "full disk"
]

KINDS: dict[Kind, int] = {  # how often
    "short": 8,
    "long": 4,
    "pure": 2,
    "twice": 1,
    "idempotent": 2,
    "resumable": 2,
    "effect": 4,
    "chain": 2,
    "gated": 4,
    "ask": 1,
}
FAULTS: dict[Fault, int] = {
    "kill": 26,
    "term": 12,
    "freeze": 10,
    "restart": 6,
    "wipe": 3,
    "provider": 24,
    "wake": 8,
    "resend": 8,
    "full disk": 3,
}
VICTIMS = ("store", "gateway", "agent-runner", "runner-2", "web", "nats", "telegram")
PROVIDER_FAULTS = (
    *("too many", "broken", "refused", "hang", "stall"),
    *("reset", "cut", "bad json", "error event"),
)
TURNS_A_THREAD = 10
PAST_THE_LEASE = 7.5  # seconds
PATIENCE = 120.0  # seconds


@dataclass(frozen=True)
class Step:
    """One thing a person does; `pause` is what they wait before it, in seconds."""

    deed: Deed
    tag: str = ""
    kind: Kind = "short"
    pause: float = 0.0


@dataclass(frozen=True)
class Blow:
    """One fault; `victim` is a process, or what the provider does; `seconds` is how long."""

    fault: Fault
    victim: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Plan:
    """`confirms`: browsers send again until the thread has it; without that, 202 is enough.

    `patience` is after how many seconds without an answer a person complains.
    """

    seed: int
    threads: tuple[tuple[Step, ...], ...]
    blows: tuple[Blow, ...]
    confirms: bool = True
    patience: float = PATIENCE

    @property
    def messages(self) -> int:
        return sum(step.deed in ("say", "steer") for thread in self.threads for step in thread)


def make_plan(seed: int, turns: int, faults: int) -> Plan:
    """About `turns` turns over a tenth as many threads."""
    random = Random(seed)
    many = max(2, turns // TURNS_A_THREAD)
    share = [turns // many + (number < turns % many) for number in range(many)]
    threads = [tuple(_plan_thread(random, f"t{n}", each)) for n, each in enumerate(share)]
    return Plan(seed, tuple(threads), tuple(_plan_blow(random) for _ in range(faults)))


def _plan_thread(random: Random, name: str, turns: int) -> list[Step]:
    steps = [Step("say", f"{name}-0", "short", random.uniform(0, 2))]
    for number in range(1, turns):
        tag = f"{name}-{number}"
        chance = random.random()
        if chance < 0.08:
            steps += [Step("wait"), Step("edit", tag)]
        elif chance < 0.12:
            steps += [Step("wait"), Step("fork", tag)]
            steps.append(Step("say", tag, _choose(random, KINDS)))
        else:
            kind = _choose(random, KINDS)
            steps.append(Step("say", tag, kind, random.uniform(0, 0.6)))
            steps += _plan_aftermath(random, tag)
    return [*steps, Step("wait")]


def _plan_aftermath(random: Random, tag: str) -> list[Step]:
    """What a person does while the answer to `tag` is made."""
    chance, pause = random.random(), random.uniform(0, 1.0)
    if chance < 0.08:
        return [Step("stop", tag, pause=pause)]
    if chance < 0.18:
        return [Step("steer", f"{tag}s", pause=pause)]
    return [Step("wait")] if chance < 0.7 else []


def _plan_blow(random: Random) -> Blow:
    fault = _choose(random, FAULTS)
    match fault:
        case "kill" | "term" | "restart":
            return Blow(fault, random.choice(VICTIMS))
        case "freeze":
            short = random.random() < 0.7
            seconds = random.uniform(0.2, 2.0) if short else PAST_THE_LEASE
            return Blow(fault, random.choice(VICTIMS), seconds)
        case "provider":
            return Blow(fault, random.choice(PROVIDER_FAULTS))
        case "full disk":
            return Blow(fault, "store", random.uniform(0.3, 1.5))
        case _:
            return Blow(fault)


def _choose(random: Random, weights: dict[T, int]) -> T:
    return random.choices(list(weights), list(weights.values()))[0]
