"""How an answer looks while it grows. Pure."""

from parley_shared.agent_view import AgentView
from parley_shared.models import Message, TextPart, ToolPart
from parley_shared.telegram import ChatSettings

from parley_telegram.chunks import render
from parley_telegram.data import write_stop
from parley_telegram.saying import Button, Saying
from parley_telegram.styled import Styled, joined

LEAST = 60  # characters of text from which it is shown
FULL = 3_800  # UTF-16 units after which only the end changes nothing more
TOOLS = 5  # lines about tools, the newest

SIGNS = {
    "called": "…",
    "waiting": "✋",
    "started": "…",
    "done": "✓",
    "error": "✗",
    "unknown": "?",
    "skipped": "-",
}


def has_text(view: AgentView) -> bool:
    return view.streaming_message is not None and bool(_text_of(view.streaming_message))


def write_preview(
    view: AgentView, settings: ChatSettings, *, is_slow: bool = False
) -> Saying | None:
    """None while there is nothing to see; typing says that somebody is at it.

    `is_slow`: a text is shown however short it is.
    """
    message = view.streaming_message
    if message is None:
        return None
    tools = _write_tools(message) if settings.tools != "off" else []
    text = _text_of(message)
    if not tools and len(text) < (1 if is_slow else LEAST):
        return None
    shown = (render(text, FULL) or [Styled("")])[0] if text else Styled("")
    parts = [Styled("\n".join(tools)).within("italic")] if tools else []
    parts += [shown] if shown.text else []
    growing = joined((*parts, Styled("…")), "\n\n" if parts else "")
    stop = Button("⏹ Stop", write_stop(view.thread_id), "danger")
    return Saying(key=message.id, texts=(growing,), buttons=((stop,),), thread_id=view.thread_id)


def _write_tools(message: Message) -> list[str]:
    tools = [part for part in message.parts if isinstance(part, ToolPart)]
    return [f"🔧 {part.title} {SIGNS[part.state]}" for part in tools[-TOOLS:]]


def _text_of(message: Message) -> str:
    earlier = [part.text for part in message.parts if isinstance(part, TextPart)]
    return "\n\n".join(filter(None, (*earlier, message.text))).strip()
