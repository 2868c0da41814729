"""What the people of a run did and were told: the judge holds the store to it."""

from dataclasses import dataclass, field

from tests.chaos.plan import Kind


@dataclass
class Sent:
    """A message a person wrote; `kept` and `refused` are what they were told of it."""

    message_id: str
    thread_id: str
    tag: str
    kind: Kind | str
    kept: bool = False
    refused: str = ""
    stopped: bool = False  # somebody wanted it to stop


@dataclass
class Ledger:
    """`said` is in the order in which each thread's person wrote."""

    threads: list[str] = field(default_factory=list)
    said: list[Sent] = field(default_factory=list)
    forks: dict[str, str] = field(default_factory=dict)  # of which thread
    edits: int = 0
    decisions: dict[str, set[str]] = field(default_factory=dict)  # an approval's, as told
    open_clicks: int = 0  # that nobody has answered yet
    too_late: int = 0  # contrary clicks that were told somebody had decided
    complaints: list[str] = field(default_factory=list)

    @property
    def settled(self) -> int:
        return sum(each.kept or bool(each.refused) for each in self.said)
