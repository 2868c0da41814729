"""The outcome of a run, for people and for programs."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Report:
    """`recovery` is in seconds, by process; `found` has the sentences against each rule."""

    seed: int
    threads: int
    turns: int
    seconds: float
    settled_after: float | None  # seconds after the last fault; None: never
    faults: dict[str, int]
    provider: dict[str, int]
    counted: dict[str, int]
    tries: dict[str, int]
    recovery: dict[str, list[float]]
    sockets_away: list[float]
    found: dict[str, list[str]]

    @property
    def is_clean(self) -> bool:
        return self.settled_after is not None and not any(self.found.values())

    def keep(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1) + "\n")

    def lines(self) -> list[str]:
        faults = sum(self.faults.values())
        settled = "never" if self.settled_after is None else f"{self.settled_after:.1f} s"
        return [
            f"seed {self.seed}: {self.turns} turns in {self.threads} threads, {faults} faults, "
            f"{self.seconds:.0f} s",
            f"settled after the last fault: {settled}",
            "",
            *_table("fault", "times", self.faults),
            *_table("of them the provider's", "times", self.provider),
            *_table("counted", "", self.counted),
            *_recovery_table({**self.recovery, "a browser's socket": self.sockets_away}),
            *_table("must be 0", "", {rule: len(found) for rule, found in self.found.items()}),
            *(f"{rule}: {each}" for rule, found in self.found.items() for each in found[:20]),
            "clean" if self.is_clean else "NOT CLEAN",
        ]


def _table(title: str, unit: str, rows: dict[str, int]) -> list[str]:
    lines = [f"{name:<28}{count:>8}" for name, count in sorted(rows.items())]
    return [f"{title:<28}{unit:>8}", *lines, ""]


def _recovery_table(rows: dict[str, list[float]]) -> list[str]:
    head = f"{'away, in seconds':<28}{'times':>8}{'p50':>8}{'p95':>8}{'max':>8}"
    lines = [
        f"{name:<28}{len(values):>8}"
        + "".join(f"{_percentile(values, each):>8.2f}" for each in (0.5, 0.95, 1.0))
        for name, values in sorted(rows.items())
        if values
    ]
    return [head, *lines, ""]


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
