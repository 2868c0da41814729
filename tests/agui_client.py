"""A client of the AG-UI door: takes each event as the protocol's own models and rules have it."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx
from ag_ui import core as ag
from pydantic import TypeAdapter

STARTED_WITHIN = 120.0  # seconds; a killed service on a busy machine is back by then
EVENTS: TypeAdapter[ag.Event] = TypeAdapter(ag.Event)
OVER = (ag.RunFinishedEvent, ag.RunErrorEvent)


class AguiClient:
    """What one run told, and the messages that a client shows by it."""

    def __init__(self, known: Iterable[ag.Message] = ()) -> None:
        self.events: list[ag.BaseEvent] = []
        self.messages: dict[str, ag.Message] = {each.id: each for each in known}
        self.state: object = None
        self._open: set[str] = set()
        self._calls: dict[str, ag.AssistantMessage] = {}
        self._ended: set[str] = set()

    def hear(self, raw: str | dict[str, object]) -> None:
        loaded = json.loads(raw) if isinstance(raw, str) else raw
        event = EVENTS.validate_python(loaded)
        assert event.model_extra == {}, f"fields the protocol does not know: {event.model_extra}"
        assert not any(isinstance(each, OVER) for each in self.events), "something after the end"
        if not self.events:
            assert isinstance(event, ag.RunStartedEvent)
            assert event.protocol_version == ag.PROTOCOL_VERSION
        self.events.append(event)
        self._take(event)

    @property
    def last(self) -> ag.BaseEvent:
        return self.events[-1]

    def count(self, kind: type[ag.BaseEvent]) -> int:
        return sum(isinstance(each, kind) for each in self.events)

    def texts(self) -> list[str]:
        """Of the agent, in order."""
        said = (e for e in self.messages.values() if isinstance(e, ag.AssistantMessage))
        return [each.content for each in said if each.content]

    def _take(self, event: ag.BaseEvent) -> None:
        takes: dict[type[ag.BaseEvent], Callable[[Any], None]] = {  # one event type each
            ag.TextMessageStartEvent: self._open_words,
            ag.ReasoningMessageStartEvent: self._open_words,
            ag.TextMessageContentEvent: self._add_words,
            ag.ReasoningMessageContentEvent: self._add_words,
            ag.TextMessageEndEvent: self._close_words,
            ag.ReasoningMessageEndEvent: self._close_words,
            ag.ToolCallStartEvent: self._begin_call,
            ag.ToolCallArgsEvent: self._add_arguments,
            ag.ToolCallEndEvent: self._end_call,
            ag.ToolCallResultEvent: self._take_result,
            ag.MessagesSnapshotEvent: self._begin_anew,
            ag.StateSnapshotEvent: self._take_state,
            ag.RunFinishedEvent: self._end,
            ag.RunErrorEvent: self._end,
        }
        if take := takes.get(type(event)):
            take(event)

    def _open_words(self, event: ag.TextMessageStartEvent | ag.ReasoningMessageStartEvent) -> None:
        assert event.message_id not in self._open
        self._open.add(event.message_id)
        make = ag.ReasoningMessage if "REASONING" in event.type else ag.AssistantMessage
        self.messages.setdefault(event.message_id, make(id=event.message_id, content=""))

    def _add_words(
        self, event: ag.TextMessageContentEvent | ag.ReasoningMessageContentEvent
    ) -> None:
        assert event.message_id in self._open
        before = self.messages[event.message_id]
        text = f"{before.content or ''}{event.delta}"
        self.messages[event.message_id] = before.model_copy(update={"content": text})

    def _close_words(self, event: ag.TextMessageEndEvent | ag.ReasoningMessageEndEvent) -> None:
        self._open.remove(event.message_id)

    def _add_arguments(self, event: ag.ToolCallArgsEvent) -> None:
        holder = self._calls[event.tool_call_id]
        call = next(e for e in holder.tool_calls or () if e.id == event.tool_call_id)
        call.function.arguments += event.delta

    def _end_call(self, event: ag.ToolCallEndEvent) -> None:
        assert event.tool_call_id in self._calls
        self._ended.add(event.tool_call_id)

    def _take_result(self, event: ag.ToolCallResultEvent) -> None:
        key = event.message_id
        call = event.tool_call_id
        self.messages[key] = ag.ToolMessage(id=key, tool_call_id=call, content=event.content)

    def _begin_anew(self, event: ag.MessagesSnapshotEvent) -> None:
        assert not self._open
        self.messages = {each.id: each for each in event.messages}

    def _take_state(self, event: ag.StateSnapshotEvent) -> None:
        self.state = event.snapshot

    def _end(self, event: ag.RunFinishedEvent | ag.RunErrorEvent) -> None:
        assert not self._open
        assert self._calls.keys() <= self._ended

    def _begin_call(self, event: ag.ToolCallStartEvent) -> None:
        assert event.tool_call_id not in self._calls
        function = ag.FunctionCall(name=event.tool_call_name, arguments="")
        call = ag.ToolCall(id=event.tool_call_id, function=function)
        key = event.parent_message_id or event.tool_call_id
        holder = self.messages.get(key) or ag.AssistantMessage(id=key)
        assert isinstance(holder, ag.AssistantMessage)
        calls = [*(holder.tool_calls or ()), call]
        holder = holder.model_copy(update={"tool_calls": calls})
        self.messages[key] = self._calls[event.tool_call_id] = holder
        for each in calls:
            self._calls[each.id] = holder


async def run(
    client: httpx.AsyncClient,
    agent: str,
    thread: str,
    run_id: str,
    messages: Iterable[ag.Message],
    *,
    resume: list[dict[str, object]] | None = None,
    until: type[ag.BaseEvent] | None = None,
) -> AguiClient:
    """Heard to its end, or until there was an event of that type."""
    known = tuple(messages)
    seen = AguiClient(known)
    asked = ag.RunAgentInput(
        thread_id=thread,
        run_id=run_id,
        messages=list(known),
        resume=[ag.ResumeEntry.model_validate(each) for each in resume] if resume else None,
        protocol_version=ag.PROTOCOL_VERSION,
    )
    body = asked.model_dump(by_alias=True, mode="json")
    async with client.stream("POST", f"/agui/{agent}", json=body, timeout=STARTED_WITHIN) as answer:
        if answer.status_code != 200:
            raise AssertionError((await answer.aread()).decode())
        async for line in answer.aiter_lines():
            if not line or line.startswith(":"):
                continue
            seen.hear(line.removeprefix("data: "))
            if until is not None and isinstance(seen.last, until):
                break
    return seen
