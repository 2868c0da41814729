"""Retells what was said in the thread before: to the agent that answers now, and in its words."""

import json
from collections.abc import Iterator, Mapping, Sequence

from parley_shared.journal import ToolCall
from parley_shared.models import Message, TextPart, ToolPart

from parley_agent_runner.attachments import Contents, write_content
from parley_agent_runner.chat import AssistantMessage, CallEntry, ChatMessage, ToolMessage
from parley_agent_runner.tools.untrusted import wrap_untrusted

NO_RESULT = "This call was interrupted and has no result."
NOT_RUN = "This call was not run."
NOT_KNOWN = "Nobody knows whether this call happened: check before you do it again."
CLIPPED = 200  # characters that are left of an old result where room is short


def without_siblings(history: Sequence[Message], asked: str) -> list[Message]:
    """Of several answers to one message only the newest; none to the one that is asked."""
    newest: dict[str, int] = {}
    for each in history:
        if each.reply_to is not None and not each.deleted:
            newest[each.reply_to] = max(newest.get(each.reply_to, 0), each.position)
    return [
        each
        for each in history
        if not each.deleted
        and each.reply_to != asked
        and (each.reply_to is None or newest[each.reply_to] == each.position)
    ]


def find_people(history: Sequence[Message]) -> list[str]:
    """Who of several people spoke, by name; nobody where there is one person only."""
    names = dict.fromkeys(_name(each.sender) for each in history if each.role == "user")
    return sorted(filter(None, names)) if len(names) > 1 else []


def person_said(message: Message, contents: Contents, *, named: bool) -> ChatMessage:
    name = _name(message.sender) if named else ""
    text = f"[{name} said] {message.text}" if name else message.text
    return {"role": "user", "content": write_content(text, message.attachments, contents)}


def other_said(message: Message, agents: Mapping[str, str]) -> Iterator[ChatMessage]:
    """What another agent answered, without its calls and thoughts."""
    name = agents.get(message.agent_id or "", "Another agent")
    if words := all_words(message):
        yield {"role": "user", "content": f"[{name} said] {words}"}
    for part in message.parts:
        if isinstance(part, ToolPart) and part.name == "handoff" and part.state == "done":
            brief = part.arguments.get("brief", "")
            yield {"role": "user", "content": f"[{name} handed the conversation over] {brief}"}


def own_message(
    message: Message, *, with_calls: bool, tight: bool, recalled: bool = False
) -> Iterator[ChatMessage]:
    """An earlier answer of this agent, with its tool calls and what came of them.

    `recalled`: with what the model thought, too.
    """
    if not with_calls:
        yield from _thought(said(all_words(message), []), message.reasoning if recalled else "")
        return
    for step in sorted({part.step for part in message.parts}):
        parts = [part for part in message.parts if part.step == step]
        text = "".join(part.text for part in parts if isinstance(part, TextPart))
        calls = [part for part in parts if isinstance(part, ToolPart)]
        thought = "".join(part.reasoning for part in parts if isinstance(part, TextPart))
        entries = [write_entry(part.call_id, part) for part in calls]
        yield from _thought(said(text, entries), thought if recalled else "")
        for part in calls:
            yield write_result(part.call_id, _told_result(part, tight=tight))
    yield from _thought(said(message.text, []), message.reasoning if recalled else "")


def _thought(messages: Iterator[AssistantMessage], thought: str) -> Iterator[AssistantMessage]:
    for message in messages:
        if thought:
            message["reasoning_content"] = thought
        yield message


def all_words(message: Message) -> str:
    earlier = [part.text for part in message.parts if isinstance(part, TextPart)]
    return "\n\n".join(text for text in (*earlier, message.text) if text)


def said(text: str, entries: list[CallEntry]) -> Iterator[AssistantMessage]:
    if entries:
        yield {"role": "assistant", "content": text or None, "tool_calls": entries}
    elif text:
        yield {"role": "assistant", "content": text}


def write_entry(id_: str, call: ToolCall | ToolPart) -> CallEntry:
    written = json.dumps(call.arguments, ensure_ascii=False)
    return {"id": id_, "type": "function", "function": {"name": call.name, "arguments": written}}


def write_result(id_: str, text: str) -> ToolMessage:
    return {"role": "tool", "tool_call_id": id_, "content": text}


def clip(text: str) -> str:
    if len(text) <= CLIPPED:
        return text
    return f"{text[:CLIPPED]}\n[{len(text) - CLIPPED} more characters were left out]"


def _told_result(part: ToolPart, *, tight: bool) -> str:
    if part.state not in ("done", "error"):
        return {"unknown": NOT_KNOWN, "skipped": NOT_RUN}.get(part.state, NO_RESULT)
    summary = clip(part.summary) if tight else part.summary
    return wrap_untrusted(summary, part.origin, part.call_id) if part.origin else summary


def _name(sender: str | None) -> str:
    """One that can't pretend to be more than a name."""
    return "".join(each for each in sender or "" if each.isprintable() and each not in "[]").strip()
