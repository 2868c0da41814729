"""The messages of a prompt, as OpenAI's chat format writes them and every provider reads them."""

from typing import Literal, NotRequired, TypedDict

from pydantic import JsonValue


class SystemMessage(TypedDict):
    role: Literal["system"]
    content: str


class TextPiece(TypedDict):
    type: Literal["text"]
    text: str


class ImageAddress(TypedDict):
    url: str  # data:, the image itself


class ImagePiece(TypedDict):
    type: Literal["image_url"]
    image_url: ImageAddress


Piece = TextPiece | ImagePiece


class UserMessage(TypedDict):
    role: Literal["user"]
    content: str | list[Piece]  # pieces only where there are images


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
    reasoning_content: NotRequired[str]  # only for providers that ask for it


class ToolMessage(TypedDict):
    role: Literal["tool"]
    tool_call_id: str
    content: str


ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage


def words_of(message: ChatMessage) -> str:
    """What is said in it, without its images."""
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(piece["text"] for piece in content if piece["type"] == "text")
    return content or ""
