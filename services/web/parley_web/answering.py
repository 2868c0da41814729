"""Asks an agent something and follows its answer as it grows, for doors that speak otherwise."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from parley_shared import ids
from parley_shared.frames import NewMessage
from parley_shared.models import Channel, Message

from parley_web.sending import send_message
from parley_web.watching import Seen, find_growing, watch_answer
from parley_web.web import Web


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
    told = _Told()
    # Joining another turn it would have no answer of its own.
    message = NewMessage(id=ids.uuid7(), text=text, agent_id=agent_id, mode="enqueue")
    send = partial(send_message, web.bus, thread_id, message, channel)
    async with aclosing(watch_answer(web, thread_id, message.id, send)) as sights:
        async for seen in sights:
            growth = _look(seen, message.id, told)
            if growth != Growth():
                yield growth
            if growth.waits:
                return


def _look(seen: Seen, message_id: str, told: _Told) -> Growth:
    if seen.end is not None:
        return Growth(failed=seen.end.text)
    if seen.answer is not None:
        return Growth(told.grow(len(seen.answer.parts), seen.answer.text), message=seen.answer)
    turn = seen.view.runtime_context.turn
    waits = turn is not None and turn.message_id == message_id and turn.state == "parked"
    growing = find_growing(seen.view, message_id)
    if growing is None:
        return Growth(waits=waits)
    return Growth(told.grow(len(growing.parts), growing.text), waits=waits)
