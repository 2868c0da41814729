"""How many tokens a prompt has, estimated where no provider has counted them. Pure."""

import json
from collections.abc import Iterable

from parley_agent_runner.chat import ChatMessage, words_of
from parley_agent_runner.stream import ModelCall

BYTES_PER_TOKEN = 4  # of prose with usual tokenizers, of most scripts; good enough to plan by
PER_MESSAGE = 4  # tokens around each
PER_IMAGE = 1_500  # tokens; providers count between 250 and 4,000


def count_words(text: str) -> int:
    return len(text.encode()) // BYTES_PER_TOKEN


def count_messages(messages: Iterable[ChatMessage]) -> int:
    return sum(_count_message(each) for each in messages)


def count_call(call: ModelCall) -> int:
    """All that would be sent, its tools included."""
    tools = (json.dumps([each.name, each.description, each.parameters]) for each in call.tools)
    return count_messages(call.messages) + sum(map(count_words, tools))


def _count_message(message: ChatMessage) -> int:
    tokens = PER_MESSAGE + count_words(words_of(message))
    if message["role"] == "assistant":
        for entry in message.get("tool_calls", []):
            tokens += count_words(entry["function"]["name"] + entry["function"]["arguments"])
        tokens += sum(count_words(json.dumps(each)) for each in message.get("thinking_blocks", []))
    if message["role"] == "user" and isinstance(message["content"], list):
        tokens += PER_IMAGE * sum(piece["type"] == "image_url" for piece in message["content"])
    return tokens
