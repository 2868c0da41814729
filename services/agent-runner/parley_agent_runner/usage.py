"""What a model call used, estimated where nobody says."""

from parley_shared.models import Usage

from parley_agent_runner.stream import ModelCall
from parley_agent_runner.tokens import count_messages, count_words


def estimate_usage(call: ModelCall, said: str) -> Usage:
    return Usage(
        model=call.route.model,
        input_tokens=count_messages(call.messages),
        output_tokens=count_words(said),
        source="estimated",
    )
