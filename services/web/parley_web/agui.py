"""The AG-UI door: an agent as a run, told as events over SSE; the run lasts without its client."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from ag_ui import core as ag
from ag_ui.encoder import EventEncoder
from fastapi.responses import StreamingResponse
from parley_shared import ids
from parley_shared.agent_view import AgentView
from parley_shared.commands import AnswerQuery, CreateThread, Decide
from parley_shared.errors import BadInput, ParleyError, ThreadNotFound
from parley_shared.frames import NewMessage
from parley_shared.models import Approval, Message, Query, ToolPart
from parley_shared.store import GetMessage, SignedIn
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from parley_web.agui_events import Telling, describe_interrupts, describe_usage, read_aside
from parley_web.agui_files import Part, keep_files, read_files, write_stand_in
from parley_web.agui_known import Known, pack
from parley_web.asked import Said, find_agent, write_text
from parley_web.errors import TooMuchAtOnce, describe_error
from parley_web.sending import send_message
from parley_web.watching import Seen, find_growing, watch_answer
from parley_web.web import Here, Id, Web, Who, make_router, name_of

router = make_router("/agui", "agui")

STILL_HERE = ":\n\n"  # a comment, so that nobody between takes the line for dead
FOLLOWED = 256 * 1024 * 1024  # bytes of what all clients had when they came, packed
HANDOFF = "handoff"  # the tool whose call gives the thread to another agent
READ_WITHOUT_A_WORD = ("activity", "reasoning")  # roles that say nothing to an agent


class RunInput(ag.RunAgentInput):
    """What a client sends; what an agent decides by itself (its tools, its state) is not taken."""

    thread_id: str = Field(pattern=ids.TOKEN)
    run_id: str = Field(min_length=1, max_length=200)
    messages: list[ag.Message] = []


class Decision(BaseModel):
    """The payload that resumes a call that waits."""

    model_config = ConfigDict(extra="ignore")
    approved: bool
    edited_args: dict[str, object] | None = Field(default=None, alias="editedArgs")
    reason: str | None = Field(default=None, max_length=2000)


Answers = TypeAdapter[str | list[str]](str | list[str])


@dataclass(frozen=True)
class Run:
    """What is followed: the answer to a message, once `begin` has seen to it."""

    thread_id: str
    run_id: str
    message_id: str
    known: Known
    begin: Callable[[], Awaitable[object]]
    decided: frozenset[str] = frozenset()  # what it waits for no more


@router.post("/{agent_id}")
async def run_agent(agent_id: Id, asked: RunInput, web: Here, who: Who) -> StreamingResponse:
    """The last message is asked of the agent, in the thread of that id; a new one is made.

    The same `runId` again is the same run: it is followed from where the client is, and asks
    nothing twice. With `resume` it decides what an earlier run waits for, and goes on from there.
    """
    make = _resume if asked.resume else _ask
    known = await _hold(web, asked.messages)
    run = await make(web, agent_id, asked, known, who)
    encoder = EventEncoder()

    async def write() -> AsyncIterator[str]:
        async for event in tell_run(web, run):
            yield encoder.encode(event) if event is not None else STILL_HERE

    return StreamingResponse(write(), media_type=encoder.get_content_type())


async def _hold(web: Web, messages: Sequence[ag.Message]) -> Known:
    """As long as somebody follows the run. Raises TooMuchAtOnce."""
    known = await asyncio.to_thread(pack, messages)
    held = sum(len(each.packed) for each in web.followed)
    if held + len(known.packed) > FOLLOWED:
        raise TooMuchAtOnce("too many long conversations are followed now: ask again later")
    web.followed.add(known)
    return known


async def tell_run(web: Web, run: Run) -> AsyncIterator[ag.BaseEvent | None]:
    """None while there is nothing new, every few seconds."""
    yield ag.RunStartedEvent(
        thread_id=run.thread_id, run_id=run.run_id, protocol_version=ag.PROTOCOL_VERSION
    )
    telling, message_id, begin = Telling(run.known), run.message_id, run.begin
    last: ag.BaseEvent | None = None
    try:
        while True:
            answer = None
            async with aclosing(watch_answer(web, run.thread_id, message_id, begin)) as sights:
                async for seen in sights:
                    for event in _tell_seen(telling, seen, message_id):
                        yield event
                    last, answer = _find_end(run, seen, message_id), seen.answer
                    if last is not None:
                        break
            if answer is None or not _is_handed_over(answer):
                break
            message_id, begin = answer.id, _nothing  # the other agent answers this one
    except ParleyError as error:
        last = ag.RunErrorEvent(message=describe_error(error).message, code=error.code)
    for event in telling.suspend():
        yield event
    assert last is not None  # watching ends with an answer, or with why there is none
    yield last


def _tell_seen(telling: Telling, seen: Seen, message_id: str) -> list[ag.BaseEvent | None]:
    asides = [aside for frame in seen.heard if (aside := read_aside(frame))]
    answer = seen.answer or find_growing(seen.view, message_id)
    told = telling.tell(seen.view, answer, whole=seen.answer is not None)
    return [*asides, *told] or [None]


def _find_end(run: Run, seen: Seen, message_id: str) -> ag.BaseEvent | None:
    """The run's last event, if it has come to it."""
    if seen.end is not None and seen.end.code != "cancelled":
        return ag.RunErrorEvent(message=seen.end.text, code=seen.end.code)
    finish = partial(ag.RunFinishedEvent, thread_id=run.thread_id, run_id=run.run_id)
    if seen.end is not None:
        return finish(outcome=ag.RunFinishedCancelledOutcome())
    if seen.answer is not None:
        return _end_with(seen.answer, finish)
    approvals, questions = find_open(seen.view, message_id, run.decided)
    if not approvals and not questions:
        return None
    interrupts = describe_interrupts(approvals, questions)
    return finish(outcome=ag.RunFinishedInterruptOutcome(interrupts=interrupts))


def _end_with(answer: Message, finish: Callable[..., ag.BaseEvent]) -> ag.BaseEvent:
    usage = describe_usage(answer.usage)
    if answer.stop_reason == "error":
        text = "The answer broke off; the thread says why."
        return ag.RunErrorEvent(message=text, code="failed", usage=usage)
    result = {"messageId": answer.id, "stopReason": answer.stop_reason}
    if answer.stop_reason == "cancelled":
        return finish(outcome=ag.RunFinishedCancelledOutcome(), usage=usage, result=result)
    return finish(outcome=ag.RunFinishedSuccessOutcome(), usage=usage, result=result)


def find_open(
    view: AgentView, message_id: str, decided: frozenset[str]
) -> tuple[tuple[Approval, ...], tuple[Query, ...]]:
    """What the turn that answers the message waits for, beside what was decided a moment ago."""
    context = view.runtime_context
    turn = context.turn
    if turn is None or turn.message_id != message_id or turn.state != "parked":
        return (), ()
    return (
        tuple(each for each in context.approvals if each.id not in decided),
        tuple(each for each in context.questions if each.id not in decided),
    )


async def _ask(web: Web, agent_id: str, asked: RunInput, held: Known, who: SignedIn) -> Run:
    """Raises AgentNotFound, BadInput, ThreadNotFound ..."""
    agent = await find_agent(web, agent_id)
    message_id = ids.run_message_id(asked.thread_id, asked.run_id)
    known = await web.bus.ask(GetMessage(message_id=message_id))
    if known.message is not None:
        return Run(asked.thread_id, asked.run_id, message_id, held, _nothing)
    spoken = [each for each in asked.messages if _speaks(each)]
    if not spoken:
        raise BadInput("there is no message to answer")
    said = [*map(_read_earlier, spoken[:-1]), _read_words(spoken[-1])]
    files = read_files(spoken[-1])
    write_text(said, alone=True, with_files=bool(files))  # refused before anything is made
    attachments = await keep_files(web, message_id, files)
    await web.change(CreateThread(thread_id=asked.thread_id, agent_id=agent.id))
    begun = (await web.relay.watch(asked.thread_id)).view.visible_messages
    message = NewMessage(
        id=message_id,
        text=write_text(said, alone=bool(begun), with_files=bool(files)),
        agent_id=agent.id,
        attachments=attachments,
        mode="enqueue",  # joining another turn it would have no answer of its own
    )
    send = partial(send_message, web.bus, asked.thread_id, message, "api")
    return Run(asked.thread_id, asked.run_id, message_id, held, send)


async def _resume(web: Web, agent_id: str, asked: RunInput, held: Known, who: SignedIn) -> Run:
    """Decides what it says. Raises AlreadyDecided, BadInput, ThreadNotFound ..."""
    await find_agent(web, agent_id)
    entries = asked.resume or []
    view = (await web.relay.watch(asked.thread_id)).view
    message_id = _find_asked(view, [each.interrupt_id for each in entries])
    for decide in [_read_entry(web, each, who) for each in entries]:  # all are read before one is
        await decide()
    decided = frozenset(each.interrupt_id for each in entries)
    return Run(asked.thread_id, asked.run_id, message_id, held, _nothing, decided)


async def _nothing() -> None:
    """What is followed was begun before."""


def _find_asked(view: AgentView, requests: Sequence[str]) -> str:
    """The message whose turn asked this: it waits now, or holds the call. Raises ThreadNotFound."""
    turn, streaming = view.runtime_context.turn, view.streaming_message
    if turn is not None and streaming is not None:
        waiting = {each.id for each in view.runtime_context.approvals}
        waiting |= {each.id for each in view.runtime_context.questions}
        if waiting & set(requests) or _holds(streaming, requests):
            return turn.message_id
    for message in reversed(view.visible_messages):
        if message.reply_to and _holds(message, requests):
            return message.reply_to
    raise ThreadNotFound(f"nothing in thread {view.thread_id!r} waits or waited for this")


def _holds(message: Message, requests: Sequence[str]) -> bool:
    calls = {part.call_id for part in message.parts if isinstance(part, ToolPart)}
    return any(ids.call_of(each) in calls for each in requests)


def _read_entry(web: Web, entry: ag.ResumeEntry, who: SignedIn) -> Callable[[], Awaitable[object]]:
    """How it is decided. Raises BadInput."""
    cancelled = entry.status == "cancelled"
    try:
        if entry.interrupt_id.startswith(ids.query_id(ids.call_of(entry.interrupt_id))):
            if cancelled:
                raise BadInput("a question can be answered, or its thread stopped")
            given = Answers.validate_python(entry.payload)
            answers = (given,) if isinstance(given, str) else tuple(given)
            answer = AnswerQuery(
                question_id=entry.interrupt_id, answers=answers, by=name_of(who), surface="api"
            )
            return partial(web.change, answer)
        payload = {"approved": False} if cancelled else entry.payload
        decision = Decision.model_validate(payload)
    except ValueError as error:
        raise BadInput(f"resume of {entry.interrupt_id!r}: {error}") from error
    return partial(web.change, _write_decision(entry.interrupt_id, decision, who))


def _write_decision(approval_id: str, decision: Decision, who: SignedIn) -> Decide:
    about = {"approval_id": approval_id, "by": name_of(who), "surface": "api"}
    if not decision.approved:
        return Decide.model_validate({**about, "decision": "deny", "reason": decision.reason})
    if decision.edited_args is None:
        return Decide.model_validate({**about, "decision": "approve"})
    edited = {"decision": "approve_edited", "arguments": decision.edited_args}
    return Decide.model_validate({**about, **edited})


def _speaks(message: ag.Message) -> bool:
    return message.role not in READ_WITHOUT_A_WORD and bool(getattr(message, "content", None))


def _read_earlier(message: ag.Message) -> Said:
    """Its words, and which files were with it: a new thread gets none but those of the last."""
    return _read_words(message, write_stand_in)


def _read_words(message: ag.Message, write_file: Callable[[Part], str] = lambda _: "") -> Said:
    content = getattr(message, "content", None)
    if isinstance(content, list):
        words = (part.text if part.type == "text" else write_file(part) for part in content)
        content = "\n".join(filter(None, words))
    return Said.model_validate({"role": message.role, "content": content})


def _is_handed_over(answer: Message) -> bool:
    calls = [part for part in answer.parts if isinstance(part, ToolPart)]
    return any(call.name == HANDOFF and call.state == "done" for call in calls)
