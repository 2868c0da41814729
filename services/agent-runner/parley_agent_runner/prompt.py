"""Builds what the model reads: instructions, the thread so far, and this turn's own steps."""

import json
from collections.abc import Iterator, Mapping, Sequence

from parley_shared.journal import LlmStep, ToolCall
from parley_shared.models import Message, Parameters, TextPart, ToolPart
from parley_shared.store import Claimed

from parley_agent_runner.chat import AssistantMessage, CallEntry, ChatMessage, ToolMessage
from parley_agent_runner.journal import Journal
from parley_agent_runner.skills.skill import (
    Skill,
    find_named,
    write_catalogue,
    write_content,
)
from parley_agent_runner.stream import ModelCall, Route
from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.tools.untrusted import wrap_untrusted

NO_RESULT = "This call was interrupted and has no result."
NOT_RUN = "This call was not run."
NOT_KNOWN = "Nobody knows whether this call happened: check before you do it again."


def build_prompt(
    claimed: Claimed,
    journal: Journal,
    tools: Mapping[str, AnyTool],
    skills: Sequence[Skill],
    route: Route,
) -> ModelCall:
    messages: list[ChatMessage] = []
    if system := "\n\n".join(_write_system(claimed, skills)):
        messages.append({"role": "system", "content": system})
    messages += _write_history(claimed, with_calls=bool(tools))
    messages += _write_steps(journal, route)
    return ModelCall(
        route=route,
        messages=tuple(_merge_users(messages) if route.api_base else messages),
        tools=tuple(tool.describe() for tool in tools.values()),
        parameters=choose_parameters(claimed),
    )


def _write_system(claimed: Claimed, skills: Sequence[Skill]) -> Iterator[str]:
    """Instructions, what the agent may look up, and what it has to know in any case."""
    own = claimed.thread.overrides.instructions
    instructions = claimed.agent.instructions if own is None else own
    if instructions.strip():
        yield instructions
    if catalogue := write_catalogue(skills):
        yield catalogue
    asked = next((each for each in claimed.history if each.id == claimed.turn.message_id), None)
    named = find_named(asked.text, skills) if asked else None
    for skill in skills:
        if skill.always or skill is named:
            yield write_content(skill)


def choose_parameters(claimed: Claimed) -> Parameters:
    """The agent's, with what the thread sets itself in their place."""
    own = claimed.thread.overrides.parameters
    changes = own.model_dump(exclude_none=True) if own else {}
    return claimed.agent.parameters.model_copy(update=changes)


def _write_history(claimed: Claimed, *, with_calls: bool) -> Iterator[ChatMessage]:
    for message in _without_siblings(claimed.history, claimed.turn.message_id):
        if message.role == "user":
            yield {"role": "user", "content": _person_said(message)}
        elif message.agent_id != claimed.agent.id:
            name = claimed.agents.get(message.agent_id or "", "Another agent")
            if words := _all_words(message):
                yield {"role": "user", "content": f"[{name} said] {words}"}
        elif with_calls:
            yield from _own_message(message)
        elif words := _all_words(message):
            yield {"role": "assistant", "content": words}


def _without_siblings(history: Sequence[Message], asked: str) -> list[Message]:
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


def _person_said(message: Message) -> str:
    notes = [f"[attached: {file.name}, {file.media_type}]" for file in message.attachments]
    return "\n".join([message.text, *notes])


def _all_words(message: Message) -> str:
    earlier = [part.text for part in message.parts if isinstance(part, TextPart)]
    return "\n\n".join(text for text in (*earlier, message.text) if text)


def _own_message(message: Message) -> Iterator[ChatMessage]:
    """An earlier answer of this agent, with its tool calls and what came of them."""
    for step in sorted({part.step for part in message.parts}):
        parts = [part for part in message.parts if part.step == step]
        text = "".join(part.text for part in parts if isinstance(part, TextPart))
        calls = [part for part in parts if isinstance(part, ToolPart)]
        yield from _said(text, [_entry(part.call_id, part) for part in calls])
        for part in calls:
            yield _result(part.call_id, _told_result(part))
    yield from _said(message.text, [])


def _write_steps(journal: Journal, route: Route) -> Iterator[ChatMessage]:
    for reply in journal.replies():
        for steer in journal.steers(reply.n):
            yield {"role": "user", "content": _person_said(steer.message)}
        yield from _write_reply(journal, reply, route)
    for steer in journal.steers(len(journal.replies())):
        yield {"role": "user", "content": _person_said(steer.message)}


def _write_reply(journal: Journal, reply: LlmStep, route: Route) -> Iterator[ChatMessage]:
    """Ids and thinking go back verbatim, but only to the model they came from."""
    same = reply.model == route.model
    ids = [(same and call.provider_call_id) or call.call_id for call in reply.calls]
    entries = [_entry(id_, call) for id_, call in zip(ids, reply.calls, strict=True)]
    for message in _said(reply.text, entries):
        if same and reply.blocks:
            message["thinking_blocks"] = list(reply.blocks)
        yield message
    for i, id_ in enumerate(ids):
        kept = journal.result(reply.n, i)
        yield _result(id_, kept.result if kept else NO_RESULT)


def _said(text: str, entries: list[CallEntry]) -> Iterator[AssistantMessage]:
    if entries:
        yield {"role": "assistant", "content": text or None, "tool_calls": entries}
    elif text:
        yield {"role": "assistant", "content": text}


def _entry(id_: str, call: ToolCall | ToolPart) -> CallEntry:
    written = json.dumps(call.arguments, ensure_ascii=False)
    return {"id": id_, "type": "function", "function": {"name": call.name, "arguments": written}}


def _result(id_: str, text: str) -> ToolMessage:
    return {"role": "tool", "tool_call_id": id_, "content": text}


def _told_result(part: ToolPart) -> str:
    if part.state not in ("done", "error"):
        return {"unknown": NOT_KNOWN, "skipped": NOT_RUN}.get(part.state, NO_RESULT)
    if part.origin:
        return wrap_untrusted(part.summary, part.origin, part.call_id)
    return part.summary


def _merge_users(messages: Sequence[ChatMessage]) -> Iterator[ChatMessage]:
    """Templates of local models, which sit behind an address, refuse two of a person in a row."""
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "user":
            waiting.append(message["content"])
            continue
        if waiting:
            yield {"role": "user", "content": "\n\n".join(waiting)}
            waiting = []
        yield message
    if waiting:
        yield {"role": "user", "content": "\n\n".join(waiting)}
