"""What a model call used, estimated where nobody says."""

from collections.abc import Sequence

from parley_shared.models import Usage
from parley_shared.usage import add_usages

from parley_agent_runner.stream import Facts, ModelCall
from parley_agent_runner.tokens import count_messages, count_words


def estimate_usage(call: ModelCall, said: str, facts: Facts) -> Usage:
    """By list price, where there is one."""
    read, written = count_messages(call.messages), count_words(said)
    cost = None
    if facts.prices is not None:
        cost = round(read * facts.prices[0] + written * facts.prices[1])
    return Usage(
        model=call.route.model,
        input_tokens=read,
        output_tokens=written,
        cost_micros=cost,
        source="estimated",
    )


def add_by_model(usages: Sequence[Usage]) -> tuple[Usage, ...]:
    """The sum for each model, in the order in which they were asked first."""
    models = dict.fromkeys(each.model for each in usages)
    sums = (add_usages([each for each in usages if each.model == model]) for model in models)
    return tuple(each for each in sums if each is not None)
