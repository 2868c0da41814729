"""Asks an agent something and follows its answer as it grows, for doors that speak otherwise."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from parley_shared import ids
from parley_shared.agent_view import AgentView
from parley_shared.errors import ParleyError, Unavailable
from parley_shared.frames import NewMessage
from parley_shared.models import Channel, Message
from parley_shared.store import GetMessage, MessageState

from parley_web.sending import send_message
from parley_web.web import Web

LOOK = 5.0  # seconds without a word until it is asked what became of the message
LONGEST = 3_600.0  # seconds


@dataclass(frozen=True)
class Growth:
    """What has come since the last one: `text` continues what was told before."""

    text: str = ""
    message: Message | None = None  # the whole answer, at its end
    waits: bool = False  # for a human: it goes on when they have decided
    failed: str | None = None  # why there is no answer


@dataclass
class _Told:
    """How much of the answer was told; what a newer attempt takes back stays told."""

    steps: int = -1  # parts before the text that grows
    text: str = ""

    def grow(self, steps: int, text: str) -> str:
        if steps != self.steps:
            parted = "\n\n" if self.text and text else ""
            self.steps, self.text = steps, ""
        else:
            parted = ""
        if not text.startswith(self.text):
            return ""
        new = text[len(self.text) :]
        self.text = text
        return parted + new


async def ask_agent(
    web: Web, thread_id: str, agent_id: str, text: str, channel: Channel
) -> AsyncIterator[Growth]:
    """Ends with the whole answer, or with why there is none. Raises what a message is refused for.

    Whoever leaves early does not stop it: the answer is in the thread.
    """
    watched = await web.relay.watch(thread_id)
    changed, told, me = asyncio.Event(), _Told(), ids.uuid7()
    watched.join(me, lambda frame: changed.set())
    try:
        message = NewMessage(id=ids.uuid7(), text=text, agent_id=agent_id)
        await send_message(web.bus, thread_id, message, channel)
        async with asyncio.timeout(LONGEST):
            while True:
                growth = _look(watched.view, message.id, told)
                if growth != Growth():
                    yield growth
                if growth.message or growth.waits or growth.failed:
                    return
                await _wait(changed)
                if changed.is_set():
                    changed.clear()
                elif why := await _find_end(web, thread_id, message, channel):
                    yield Growth(failed=why)
                    return
    except TimeoutError:
        yield Growth(failed=f"There was no answer within {LONGEST:g} s; it may still come.")
    finally:
        watched.leave(me)


async def _wait(changed: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK):
            await changed.wait()
    except TimeoutError:
        return


async def _find_end(web: Web, thread_id: str, message: NewMessage, channel: Channel) -> str | None:
    """Why the message was not taken, or what ended its turn; None while it is on its way.

    One that never arrived is sent again: JetStream may lose what it has taken.
    """
    try:
        state = await web.bus.ask(GetMessage(message_id=message.id))
        if state == MessageState():
            await send_message(web.bus, thread_id, message, channel)
    except Unavailable:
        return None
    except ParleyError as error:
        return str(error)
    if state.refusal is not None:
        return state.refusal.reason
    if state.turn is not None and state.turn.state in ("failed", "cancelled"):
        return state.turn.error.text if state.turn.error else "The answer was stopped."
    return None


def _look(view: AgentView, message_id: str, told: _Told) -> Growth:
    answers = [each for each in view.visible_messages if each.reply_to == message_id]
    if answers:
        final = answers[-1]
        return Growth(told.grow(len(final.parts), final.text), message=final)
    turn, streaming = view.runtime_context.turn, view.streaming_message
    if turn is None or turn.message_id != message_id:
        return Growth()
    waits = turn.state == "parked"
    if streaming is None:
        return Growth(waits=waits)
    return Growth(told.grow(len(streaming.parts), streaming.text), waits=waits)
