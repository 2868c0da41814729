"""The models that can be asked, and a short call to try one."""

from typing import Literal

from parley_shared.models import Fact, Model
from parley_shared.questions import Question


class ModelChoice(Model):
    """A model somebody can pick, and where it was found."""

    model: str
    provider: str
    api_base: str | None = None
    api_key: str | None = None  # the name of the secret that opens it
    context_window: int | None = None
    found: Literal["demo", "environment", "secret", "local"]


class Models(Model):
    models: tuple[ModelChoice, ...]


class ListModels(Question[Models]):
    service = "runner"
    verb = "models.list"
    answer = Models


class ModelTest(Model):
    ok: bool
    text: str = ""  # what the model answered
    error: str | None = None  # a sentence a person understands
    error_fact: Fact | None = None
    code: str | None = None
    ttft_ms: int | None = None
    tools: bool | None = None  # whether it called the tool it was offered


class TestModel(Question[ModelTest]):
    """One short call. `secret` is tried without being kept."""

    __test__ = False  # not a pytest class

    service = "runner"
    verb = "models.test"
    answer = ModelTest
    model: str
    api_base: str | None = None
    api_key: str | None = None  # the name of a secret
    secret: str | None = None
