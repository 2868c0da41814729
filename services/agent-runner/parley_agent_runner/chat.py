"""The messages of a prompt, as OpenAI's chat format writes them and every provider reads them."""

from typing import Literal, NotRequired, TypedDict

from pydantic import JsonValue


class SystemMessage(TypedDict):
    role: Literal["system"]
    content: str


class UserMessage(TypedDict):
    role: Literal["user"]
    content: str


class CalledFunction(TypedDict):
    name: str
    arguments: str  # JSON


class CallEntry(TypedDict):
    id: str
    type: Literal["function"]
    function: CalledFunction


class AssistantMessage(TypedDict):
    role: Literal["assistant"]
    content: str | None
    tool_calls: NotRequired[list[CallEntry]]
    thinking_blocks: NotRequired[list[JsonValue]]


class ToolMessage(TypedDict):
    role: Literal["tool"]
    tool_call_id: str
    content: str


ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage
