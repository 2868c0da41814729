"""Where a turn's tools are: whose turn it is, which files it sees, how the store is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from parley_shared.carrying import Ask


@dataclass(frozen=True)
class Teammate:
    agent_id: str
    description: str = ""


@dataclass(frozen=True)
class Here:
    ask: Ask  # what the store refuses is raised as ToolFailed, with its sentence
    thread_id: str
    workspace_id: str  # the thread whose files it sees: a sub-agent sees those of its origin
    turn_id: str
    fence: int
    agent_id: str
    depth: int = 0  # of sub-agents
    hops: int = 0  # hand-offs that led here
    team: Mapping[str, Teammate] = field(default_factory=dict)  # all agents, by name
