"""What stands within a paragraph: emphasis, code, links. Pure."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from markdown_it.tree import SyntaxTreeNode

from parley_telegram.styled import Style, Styled, joined

STYLES: dict[str, Style] = {"strong": "bold", "em": "italic", "s": "strikethrough"}

_DEEP_LINK = re.compile(r"tg://[\w-]+(?:[/?#]\S*)?")
_HOST = re.compile(r"[^\s:@/?#\[\]]+\.[^\s:@/?#\[\]]+?")


def render_inline(nodes: Sequence[SyntaxTreeNode]) -> Styled:
    return joined(_render(node) for node in nodes)


def plain(nodes: Sequence[SyntaxTreeNode]) -> str:
    """On one line, without styles: for a cell of a table."""
    return " ".join(render_inline(nodes).text.split())


def is_link(url: str) -> bool:
    """Whether Telegram takes it: one that it does not take costs the whole message."""
    if _DEEP_LINK.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    del port  # only read to see whether it is a number
    fine = _HOST.fullmatch(host) and not re.search(r"[\s\\]", url) and ".." not in host
    return parts.scheme in ("http", "https") and bool(fine)


def _render(node: SyntaxTreeNode) -> Styled:
    match node.type:
        case "text" | "text_special":
            return Styled(node.content)
        case "softbreak" | "hardbreak":
            return Styled("\n")
        case "code_inline":
            return Styled(node.content).within("code")
        case "strong" | "em" | "s":
            return _render_emphasis(node)
        case "link":
            return _render_link(render_inline(node.children), str(node.attrs.get("href", "")))
        case "image":
            label = Styled("🖼 " + (node.content or "image"))
            return _render_link(label, str(node.attrs.get("src", "")))
        case _:
            return Styled(node.content)


def _render_emphasis(node: SyntaxTreeNode) -> Styled:
    inner = render_inline(node.children)
    if node.markup == "__" and re.fullmatch(r"\w+", inner.text):
        return Styled(f"__{inner.text}__")  # a name in Python, not emphasis
    return inner.within(STYLES[node.type])


def _render_link(label: Styled, url: str) -> Styled:
    if label.text.strip() and is_link(url):
        return label if label.text == url else label.linked(url)
    if not url or url.removeprefix("mailto:") == label.text:
        return label
    return label + Styled(f" ({url})" if label.text else url)
