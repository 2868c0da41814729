"""Follows what becomes of one message, for doors that speak in a way of their own."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from parley_shared import ids
from parley_shared.agent_view import AgentView
from parley_shared.errors import ParleyError, Unavailable
from parley_shared.models import Message
from parley_shared.store import GetMessage, MessageState

from parley_web.web import Web

LOOK = 5.0  # seconds without a word until it is asked what became of the message
LONGEST = 3_600.0  # seconds
LATE = f"There was no answer within {LONGEST:g} s; it may still come."

Send = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class End:
    """Why there is no answer."""

    code: str
    text: str


@dataclass(frozen=True)
class Seen:
    """The thread as it is now; `answer` or `end` come last."""

    view: AgentView
    heard: tuple[str, ...] = ()  # frames since the last time
    answer: Message | None = None
    end: End | None = None


async def watch_answer(
    web: Web, thread_id: str, message_id: str, send: Send
) -> AsyncGenerator[Seen]:
    """Each time the thread changes, until the message is answered or never will be.

    It is sent again if it never arrived: JetStream may lose what it has taken. Whoever leaves early
    stops nothing. Raises what the message is refused for.
    """
    watched = await web.relay.watch(thread_id)
    changed, heard, me = asyncio.Event(), list[str](), ids.uuid7()

    def hear(frame: str) -> None:
        heard.append(frame)
        changed.set()

    watched.join(me, hear)
    try:
        await send()
        async with asyncio.timeout(LONGEST):
            while True:
                changed.clear()
                frames, view = tuple(heard), watched.view
                heard.clear()
                answer = find_answer(view, message_id)
                yield Seen(view, frames, answer)
                if answer is not None:
                    return
                soon = bool(frames) and _is_over(view, message_id)
                if await _wait(changed, 0.0 if soon else LOOK):
                    continue
                if last := await _find_last(web, watched.view, message_id, send):
                    yield last
                    return
    except TimeoutError:
        yield Seen(watched.view, end=End("late", LATE))
    finally:
        watched.leave(me)


def find_answer(view: AgentView, message_id: str) -> Message | None:
    """The newest one, once it is whole."""
    answers = [each for each in view.visible_messages if each.reply_to == message_id]
    return answers[-1] if answers else None


def find_growing(view: AgentView, message_id: str) -> Message | None:
    turn = view.runtime_context.turn
    return view.streaming_message if turn and turn.message_id == message_id else None


def _is_over(view: AgentView, message_id: str) -> bool:
    """The message is there, and nobody is about to answer it."""
    turn, queue = view.runtime_context.turn, view.runtime_context.queue
    busy = {each.message_id for each in queue} | ({turn.message_id} if turn else set())
    return message_id not in busy and any(m.id == message_id for m in view.visible_messages)


async def _wait(changed: asyncio.Event, within: float) -> bool:
    try:
        async with asyncio.timeout(within):
            await changed.wait()
    except TimeoutError:
        return False
    return True


async def _find_last(web: Web, view: AgentView, message_id: str, send: Send) -> Seen | None:
    """What ended it, as the store knows it; None while it is on its way."""
    try:
        state = await web.bus.ask(GetMessage(message_id=message_id))
        if state == MessageState():
            await send()
        if state.turn is not None and state.turn.state == "done":
            found = await web.bus.ask(GetMessage(message_id=ids.answer_id(state.turn.id)))
            return Seen(view, answer=found.message) if found.message else None
    except Unavailable:
        return None
    except ParleyError as error:
        return Seen(view, end=End(error.code, str(error)))
    end = _name_end(state)
    return Seen(view, end=end) if end else None


def _name_end(state: MessageState) -> End | None:
    if state.refusal is not None:
        return End(state.refusal.code, state.refusal.reason)
    if state.turn is None or state.turn.state not in ("failed", "cancelled"):
        return None
    if state.turn.error is None:
        return End("cancelled", "The answer was stopped.")
    return End(state.turn.error.code, state.turn.error.text)
