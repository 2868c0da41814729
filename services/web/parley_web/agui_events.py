"""Says in AG-UI's events how a turn goes, each thing once. No I/O."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ag_ui import core as ag
from parley_shared.agent_view import AgentView
from parley_shared.models import Approval, Message, Query, Todo, ToolPart, Usage

from parley_web.agui_known import Known
from parley_web.agui_pieces import (
    ENDED,
    Piece,
    Words,
    find_parent,
    list_pieces,
    name_result,
    write_messages,
)

TOLD_ASIDE = {  # as they are, under their own names
    *("turn.queued", "model.retrying", "model.fallback", "context.compacted", "agent.handoff"),
    *("tool.progress", "usage.reported", "approval.decided", "question.answered"),
}
DECISION: dict[str, object] = {
    "type": "object",
    "properties": {
        "approved": {"type": "boolean"},
        "editedArgs": {"type": "object"},
        "reason": {"type": "string"},
    },
    "required": ["approved"],
}

Kind = Literal["thought", "text"]


@dataclass
class Telling:
    """What one client has been told, or had when it came."""

    known: Known
    _said: dict[str, str] = field(default_factory=dict)
    _called: dict[str, str] = field(default_factory=dict)  # with which arguments
    _answered: set[str] = field(default_factory=set)
    _children: set[str] = field(default_factory=set)
    _ended_children: set[str] = field(default_factory=set)
    _written: dict[str, ag.Message] = field(default_factory=dict)  # what we have had it write
    _todos: tuple[Todo, ...] = ()
    _open: tuple[Kind, str] | None = None
    _wrong: bool = False  # it shows what a newer attempt took back

    def __post_init__(self) -> None:
        self._said |= self.known.said
        self._called |= self.known.called
        self._answered |= self.known.answered

    def tell(self, view: AgentView, answer: Message | None, *, whole: bool) -> list[ag.BaseEvent]:
        """What is new in the answer; `whole`: nothing of it will change any more."""
        events: list[ag.BaseEvent] = []
        pieces = list_pieces(answer) if answer else []
        for place, piece in enumerate(pieces):
            grows = not whole and place == len(pieces) - 1
            if isinstance(piece, ToolPart):
                events += self._tell_call(piece, find_parent(pieces, piece))
            else:
                events += self._tell_words(piece, grows=grows)
        if self._wrong:
            events += self._tell_anew(pieces)
        if whole or (pieces and isinstance(pieces[-1], ToolPart)):
            events += self._close()
        self._written |= {each.id: each for each in write_messages(pieces)}
        if view.runtime_context.todos != self._todos:
            self._todos = view.runtime_context.todos
            todos = [each.model_dump(mode="json") for each in self._todos]
            events.append(ag.StateSnapshotEvent(snapshot={"todos": todos}))
        return events

    def suspend(self) -> list[ag.BaseEvent]:
        """A run that ends leaves nothing open; what works on is taken up by the next one."""
        working = sorted(self._children - self._ended_children)
        self._ended_children |= set(working)
        outcome = ag.SubagentFinishedSuspendedOutcome()
        return [
            *self._close(),
            *(ag.SubagentFinishedEvent(subagent_run_id=e, outcome=outcome) for e in working),
        ]

    def _tell_words(self, words: Words, *, grows: bool) -> list[ag.BaseEvent]:
        thinks = grows and not words.text
        return [
            *self._grow("thought", words.thought_id, words.thought, grows=thinks),
            *self._grow("text", words.id, words.text, grows=grows),
        ]

    def _grow(self, kind: Kind, key: str, text: str, *, grows: bool) -> list[ag.BaseEvent]:
        told = self._said.get(key, "")
        if text == told or (grows and told.startswith(text)):
            return []  # a newer attempt may be on its way to the same words
        if not text.startswith(told):
            self._wrong = True
            return []
        self._said[key] = text
        return [*self._switch(kind, key), _content(kind, key, text[len(told) :])]

    def _switch(self, kind: Kind, key: str) -> list[ag.BaseEvent]:
        if self._open == (kind, key):
            return []
        closed = self._close()
        self._open = (kind, key)
        if kind == "text":
            return [*closed, ag.TextMessageStartEvent(message_id=key, role="assistant")]
        return [
            *closed,
            ag.ReasoningStartEvent(message_id=key),
            ag.ReasoningMessageStartEvent(message_id=key, role="reasoning"),
        ]

    def _close(self) -> list[ag.BaseEvent]:
        if self._open is None:
            return []
        (kind, key), self._open = self._open, None
        if kind == "text":
            return [ag.TextMessageEndEvent(message_id=key)]
        return [ag.ReasoningMessageEndEvent(message_id=key), ag.ReasoningEndEvent(message_id=key)]

    def _tell_call(self, call: ToolPart, parent: str | None) -> list[ag.BaseEvent]:
        events: list[ag.BaseEvent] = []
        key, arguments = call.call_id, json.dumps(call.arguments)
        told = self._called.get(key)
        self._called[key] = arguments
        if told is not None and json.loads(told) != call.arguments:
            self._wrong = True  # a person has changed them
        if told is None:
            events += [
                *self._close(),
                ag.ToolCallStartEvent(
                    tool_call_id=key, tool_call_name=call.name, parent_message_id=parent
                ),
                ag.ToolCallArgsEvent(tool_call_id=key, delta=arguments),
                ag.ToolCallEndEvent(tool_call_id=key),
            ]
        events += self._tell_child(call)
        if call.state in ENDED and key not in self._answered:
            self._answered.add(key)
            result = ag.ToolCallResultEvent(
                message_id=name_result(call), tool_call_id=key, content=call.summary, role="tool"
            )
            events.append(result)
        return events

    def _tell_child(self, call: ToolPart) -> list[ag.BaseEvent]:
        child = call.child
        if child is None:
            return []
        events: list[ag.BaseEvent] = []
        if child.turn_id not in self._children and not child.done:
            self._children.add(child.turn_id)
            events.append(
                ag.SubagentStartedEvent(
                    subagent_run_id=child.turn_id,
                    name=child.agent_id,
                    parent_tool_call_id=call.call_id,
                )
            )
        if child.done and child.turn_id in self._children - self._ended_children:
            self._ended_children.add(child.turn_id)
            events.append(ag.SubagentFinishedEvent(subagent_run_id=child.turn_id))
        return events

    def _tell_anew(self, pieces: Sequence[Piece]) -> list[ag.BaseEvent]:
        """All that the client should show: its own messages, and what we have said by now."""
        self._wrong = False
        now = {**self._written, **{each.id: each for each in write_messages(pieces)}}
        for piece in pieces:
            if isinstance(piece, Words):
                self._said[piece.id], self._said[piece.thought_id] = piece.text, piece.thought
        theirs = [each for each in self.known.unpack() if each.id not in now]
        return [*self._close(), ag.MessagesSnapshotEvent(messages=[*theirs, *now.values()])]


def describe_interrupts(
    approvals: Sequence[Approval], questions: Sequence[Query]
) -> list[ag.Interrupt]:
    """What a run that ends now waits for."""
    return [
        *(
            ag.Interrupt(
                id=each.id,
                reason="tool_call",
                message=each.reason or f"May {each.tool} be called?",
                tool_call_id=each.call_id,
                response_schema=DECISION,
                expires_at=each.expires_at.isoformat() if each.expires_at else None,
                metadata={"tool": each.tool, "arguments": each.arguments},
            )
            for each in approvals
        ),
        *(_describe_question(each) for each in questions),
    ]


def describe_usage(usage: Usage | None) -> list[ag.TokenUsage] | None:
    if usage is None:
        return None
    return [
        ag.TokenUsage(
            model=usage.model,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            total_tokens=usage.input_tokens + usage.output_tokens,
        )
    ]


def read_aside(frame: str) -> ag.CustomEvent | None:
    """What AG-UI has no event for, as it is told in the thread."""
    event = json.loads(frame).get("event") or {}
    if event.get("kind") not in TOLD_ASIDE:
        return None
    return ag.CustomEvent(name=event["kind"], value=event)


def _describe_question(query: Query) -> ag.Interrupt:
    choices = [each.value for each in query.options]
    one: dict[str, object] = {"type": "string", **({"enum": choices} if choices else {})}
    wanted = {"type": "array", "items": one} if query.kind == "multi" else one
    return ag.Interrupt(
        id=query.id,
        reason="input_required",
        message=query.text,
        tool_call_id=query.call_id,
        response_schema=wanted,
        expires_at=query.expires_at.isoformat() if query.expires_at else None,
        metadata={"options": [each.model_dump(mode="json") for each in query.options]},
    )


def _content(kind: Kind, key: str, delta: str) -> ag.BaseEvent:
    if kind == "text":
        return ag.TextMessageContentEvent(message_id=key, delta=delta)
    return ag.ReasoningMessageContentEvent(message_id=key, delta=delta)
