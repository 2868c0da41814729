"""What was found against each rule."""

from collections import Counter
from dataclasses import dataclass, field

RULES = (
    "lost",
    "doubled",
    "out of order",
    "effects twice",
    "unknown in vain",
    "viewers unequal",
    "left open",
    "wrong decision",
    "wrong answer",
    "secrets",
    "complaints",
)


@dataclass
class Verdict:
    """What was found against each rule, in sentences, and what was only counted."""

    found: dict[str, list[str]] = field(default_factory=lambda: {rule: [] for rule in RULES})
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not any(self.found.values())

    def lines(self) -> list[str]:
        counts = [f"{name:<28}{count:>8}" for name, count in sorted(self.counted.items())]
        found = [f"{rule}: {each}" for rule, sentences in self.found.items() for each in sentences]
        return [*counts, *found, "clean" if self.is_clean else "NOT CLEAN"]

    def say(self, rule: str, sentence: str) -> None:
        self.found[rule].append(sentence)
