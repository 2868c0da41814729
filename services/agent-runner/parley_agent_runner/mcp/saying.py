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

NOT_ASKED = (
    "[While it ran, the server wanted to ask the person: {question!r}. Nobody can be asked during "
    "a call, so it was declined. Ask the person yourself, then call again with what it needs.]"
)
LONGEST_QUESTION = 500  # characters


def make_output(result: CallToolResult, declined: Sequence[str], origin: str) -> Output:
    """`declined` is what the server asked meanwhile. Raises ToolFailed if the tool says it did."""
    parts = [describe_block(block) for block in result.content]
    if not parts and result.structured_content is not None:
        parts = [json.dumps(result.structured_content, ensure_ascii=False)]
    parts += [NOT_ASKED.format(question=each[:LONGEST_QUESTION]) for each in declined]
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
