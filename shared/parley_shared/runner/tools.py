"""The tools there are."""

from typing import Literal

from pydantic import JsonValue

from parley_shared.models import Effect, Fact, Model
from parley_shared.questions import Question


class ToolSpec(Model):
    """A tool as the registry knows it. `unavailable` says why it can't be used here."""

    name: str
    title: str
    description: str
    parameters: dict[str, JsonValue]  # JSON Schema
    effect: Effect
    source: str = "built-in"
    asks: Literal["never", "ask", "always"] = "never"
    unavailable: str | None = None
    unavailable_fact: Fact | None = None


class Tools(Model):
    tools: tuple[ToolSpec, ...]


class ListTools(Question[Tools]):
    service = "runner"
    verb = "tools.list"
    answer = Tools
