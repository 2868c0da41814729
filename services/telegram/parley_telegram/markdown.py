"""An agent's Markdown as blocks of text with entities: no word is lost, none is refused. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from parley_telegram.inline import plain, render_inline
from parley_telegram.styled import Styled, joined
from parley_telegram.tables import render_table

LONG_QUOTE = (6, 400)  # lines, characters: a longer one is folded
INDENT = "   "
DEEPEST = 6  # levels of indentation; a phone is narrow

# Without HTML, so that what looks like a tag stays text; nesting as deep as anybody writes.
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
_PARSER.enable(["table", "strikethrough"])
# What becomes a link is decided in inline.py.
setattr(_PARSER, "validateLink", lambda url: True)  # noqa: B010  # mypy forbids the plain form
_TASK = re.compile(r"\[([ xX])\] ")
_LANGUAGE = re.compile(r"[^\w+#.-]")


@dataclass(frozen=True)
class Block:
    """`tight`: the next block begins on the next line."""

    styled: Styled
    kind: Literal["text", "head", "pre", "quote"] = "text"
    tight: bool = False


def read_blocks(text: str) -> list[Block]:
    root = SyntaxTreeNode(_PARSER.parse(_clean(text)))
    return [block for block in _render_all(root.children, 0) if block.styled.text.strip()]


def merge(blocks: Sequence[Block]) -> Styled:
    """As one text."""
    parts: list[Styled] = []
    for number, block in enumerate(blocks):
        parts.append(block.styled)
        if number < len(blocks) - 1:
            parts.append(Styled("\n" if block.tight or block.kind == "head" else "\n\n"))
    return joined(parts)


def _clean(text: str) -> str:
    """Without what Telegram does not take or would take away."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\ud800-\udfff]", "\ufffd", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text)


def _render_all(nodes: Sequence[SyntaxTreeNode], depth: int) -> Iterator[Block]:
    for node in nodes:
        yield from _render(node, depth)


def _render(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    match node.type:
        case "paragraph":
            yield Block(_inline_of(node))
        case "heading":
            yield Block(_inline_of(node).without("bold").within("bold"), "head")
        case "fence" | "code_block":
            yield Block(Styled(node.content.rstrip("\n")).within("pre", _language(node)), "pre")
        case "hr":
            yield Block(Styled("———"))
        case "table":
            styled, is_set = render_table(_rows_of(node))
            yield Block(styled, "pre" if is_set else "text")
        case "bullet_list" | "ordered_list":
            yield from _render_list(node, depth)
        case "blockquote":
            yield from _render_quote(node, depth)
        case _:
            yield Block(Styled(node.content if not node.is_root and not node.children else ""))


def _inline_of(node: SyntaxTreeNode) -> Styled:
    return joined(render_inline(each.children) for each in node.children)


def _language(node: SyntaxTreeNode) -> str | None:
    words = re.split(r"[\s{]", node.info.strip()) if node.type == "fence" else [""]
    return _LANGUAGE.sub("", words[0])[:32] or None


def _rows_of(table: SyntaxTreeNode) -> list[list[tuple[str, Styled]]]:
    rows = (row for part in table.children for row in part.children)
    return [
        [(plain(_cells(cell)), render_inline(_cells(cell))) for cell in row.children]
        for row in rows
    ]


def _cells(cell: SyntaxTreeNode) -> Sequence[SyntaxTreeNode]:
    return [each for inline in cell.children for each in inline.children]


def _render_list(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    blocks: list[Block] = []
    for count, item in enumerate(node.children):
        marker = "• " if number is None else f"{number + count}. "
        blocks += _render_item(item, marker, depth)
    yield from (replace(block, tight=True) for block in blocks[:-1])
    if blocks:
        yield replace(blocks[-1], tight=depth > 0)


def _render_item(item: SyntaxTreeNode, marker: str, depth: int) -> Iterator[Block]:
    indent = INDENT * min(depth, DEEPEST)
    blocks = list(_render_all(item.children, depth + 1))
    if not blocks or blocks[0].kind == "pre" or not _is_own_text(item):
        yield Block(Styled((indent + marker).rstrip()))
    else:
        first, marker = _read_task(blocks.pop(0), marker)
        yield replace(first, styled=Styled(indent + marker) + first.styled)
    nested = sum(1 for _ in _own_blocks(item)) if blocks else 0
    for block in blocks:
        indented = block.kind == "text" and nested > 1 and not _has_marker(block)
        yield replace(block, styled=Styled(indent + INDENT) + block.styled) if indented else block


def _own_blocks(item: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    return (child for child in item.children if child.type not in ("bullet_list", "ordered_list"))


def _is_own_text(item: SyntaxTreeNode) -> bool:
    return item.children[0].type not in ("bullet_list", "ordered_list")


def _has_marker(block: Block) -> bool:
    return bool(re.match(r"\s*(?:•|[☐☑]|\d+\.)(?:\s|$)", block.styled.text))


def _read_task(block: Block, marker: str) -> tuple[Block, str]:
    """`[x] done` in a list is a box that is ticked."""
    task = _TASK.match(block.styled.text)
    if task is None:
        return block, marker
    box = "☐ " if task[1] == " " else "☑ "
    rest = block.styled.part(len(task[0]), len(block.styled.text))
    return replace(block, styled=rest), box if marker == "• " else marker + box


def _render_quote(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    inner = merge([each for each in _render_all(node.children, 0) if each.styled.text.strip()])
    nested = ("blockquote", "expandable_blockquote")
    # Telegram has no quote within a quote.
    kept = tuple(each for each in inner.entities if each.style not in nested)
    lines, characters = LONG_QUOTE
    is_long = inner.text.count("\n") >= lines or len(inner.text) > characters
    quote = Styled(inner.text, kept)
    yield Block(quote.within("expandable_blockquote" if is_long else "blockquote"), "quote")
