"""How a model call failed, where what was said of it does not matter."""

from parley_agent_runner.stream import Failure
from parley_shared.facts import Told
from parley_shared.models import Fact


def failed(code: str, text: str = "", *, again: bool = False, wait: float | None = None) -> Failure:
    return Failure(code, Told(text, Fact(name=code, values={"why": text})), again, wait)
