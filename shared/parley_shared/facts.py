"""Sentences that are facts with names: who reads another language gets the fact. Pure."""

from parley_shared.fact_names import FactName
from parley_shared.models import Fact


class Told(str):
    """An English sentence, and the fact that it says."""

    __slots__ = ("fact",)
    fact: Fact

    def __new__(cls, text: str, fact: Fact) -> "Told":
        told = super().__new__(cls, text)
        told.fact = fact
        return told


def phrase(name: FactName, sentence: str, /, **values: str | int) -> Told:
    """`sentence` has a place for each value, as str.format reads it."""
    facts = {place: fact_of(value) or value for place, value in values.items()}
    return Told(sentence.format(**values), Fact(name=name, values=facts))


def retell(text: str, fact: Fact | None) -> str:
    """What another service said; an older one tells no fact."""
    return text if fact is None else Told(text, fact)


def fact_of(text: object) -> Fact | None:
    return text.fact if isinstance(text, Told) else None
