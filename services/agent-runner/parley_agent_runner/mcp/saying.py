"""Makes of a call's result what a model reads: everything in it was written by the server."""

import json
from collections.abc import Sequence

from mcp.types import (
    AudioContent,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    ResourceLink,
    TextContent,
    TextResourceContents,
)

from parley_agent_runner.tools.declaration import Output, ToolFailed


def make_output(result: CallToolResult, unasked: Sequence[str], origin: str) -> Output:
    """`unasked` is said of questions that nobody answered. Raises ToolFailed if the tool did."""
    parts = [describe_block(block) for block in result.content]
    if not parts and result.structured_content is not None:
        parts = [json.dumps(result.structured_content, ensure_ascii=False)]
    parts += unasked
    text = "\n\n".join(parts) or "It gave nothing back."
    if result.is_error:
        raise ToolFailed(f"The tool says that it failed:\n{text}", origin=origin)
    return Output(text, origin=origin)


def describe_block(block: ContentBlock) -> str:
    match block:
        case TextContent():
            return block.text
        case ImageContent() | AudioContent():
            return f"[{block.mime_type}, which can't be shown here]"
        case ResourceLink():
            return f"{block.title or block.name}: {block.uri}"
        case EmbeddedResource(resource=TextResourceContents(text=text)):
            return text
        case EmbeddedResource():
            return f"[{block.resource.uri}, which is no text]"
