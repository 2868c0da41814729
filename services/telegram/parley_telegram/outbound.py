"""Takes what must reach each chat, in order; no chat waits for another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Literal

from parley_shared import failpoints, subjects
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.events import MessageReady, TitleChanged, TurnCancelled, TurnFailed
from parley_shared.facts import fact_of, phrase
from parley_shared.models import Model
from parley_shared.pulling import Delivery
from parley_shared.telegram import (
    ChangeChat,
    ChatChange,
    EndDelivery,
    GetNextDelivery,
    ListWaitingChats,
    MoveChat,
    OutDelivery,
    TellDelay,
)
from parley_shared.work import work

from parley_telegram.asking import insist
from parley_telegram.lanes import Lanes
from parley_telegram.pieces import ChatGone, ChatMoved, NotTaken, TopicGone
from parley_telegram.reacting import Reactions
from parley_telegram.replies import Manner, write_reply
from parley_telegram.saying import Saying, with_title
from parley_telegram.sending import Outcome, Sender
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

FAULTS = 5  # of one delivery
NOT_ALLOWED = phrase("chat_not_allowed", "nothing may be told in this chat any longer")
SWEEP = 5.0  # seconds between two looks for deliveries that nobody was woken for

CloseLive = Callable[[str, str], Awaitable[None]]


class Wake(Model):
    """That something waits is all it says."""


class Outbound:
    """`close_live` ends the preview of an answer in a chat before the answer takes its place."""

    def __init__(
        self,
        bus: Bus,
        sender: Sender,
        reactions: Reactions,
        close_live: CloseLive,
        manner: Manner,
    ) -> None:
        self._manner = manner
        self._reactions = reactions
        self._bus = bus
        self._sender = sender
        self._close_live = close_live
        self._lanes: Lanes[Saying | None] = Lanes(self._empty)
        self._faults: dict[int, int] = {}  # of deliveries that failed by a fault of ours
        self.waiting = 0  # at the last look

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._lanes.run())
            tasks.create_task(self._sweep())
            tasks.create_task(
                work(
                    self._bus,
                    stream=subjects.OUTBOUND,
                    durable="telegram",
                    job=Wake,
                    do=self._wake,
                )
            )

    async def _wake(self, _: Wake, delivery: Delivery) -> None:
        self._lanes.give(delivery.subject.rsplit(".", 1)[-1], None)

    async def _sweep(self) -> None:
        """On start, and for wake-ups that were lost with nats-server."""
        while True:
            try:
                found = await self._bus.ask(ListWaitingChats())
                self.waiting = found.deliveries
                for chat in found.chats:
                    self._lanes.give(chat, None)
            except ParleyError as error:
                logger.warning("could not look what waits", extra={"reason": str(error)})
            await asyncio.sleep(SWEEP)

    def tell_soon(self, chat: str, saying: Saying) -> None:
        """Returns at once; lost if the service dies before it is said."""
        self._lanes.give(chat, saying)

    async def tell(self, chat: str, saying: Saying) -> None:
        """Returns when it is said, or nothing can be said there."""
        try:
            try:
                await self._sender.say(chat, saying)
            except TopicGone:
                await self._sender.say(Target.read(chat).root, saying)
        except (ChatGone, ChatMoved, NotTaken) as gone:
            logger.warning("a chat takes nothing", extra={"chat": chat, "reason": str(gone)})

    async def _empty(self, chat: str, given: list[Saying | None]) -> None:
        """Sends all that waits for the chat."""
        for saying in given:
            if saying is not None:
                await self.tell(chat, saying)
        while (await self._deliver_next(chat)) is not None:
            pass

    async def _deliver_next(self, chat: str) -> OutDelivery | None:
        delivery = (await insist(self._bus, GetNextDelivery(chat=chat))).delivery
        if delivery is None:
            return None
        if not delivery.settings.allowed:
            await self._end(delivery, "failed", NOT_ALLOWED)
            return delivery
        try:
            if failpoints.reach("deliver.before"):
                return delivery
            outcome = await self._try(delivery)
            if failpoints.reach("deliver.after"):
                return delivery
            await self._end(delivery, outcome)
            await self._show_ended(delivery)
        except ChatMoved as moved:
            await insist(self._bus, MoveChat(chat=chat, to=str(moved.chat_id)))
            self._lanes.give(str(moved.chat_id), None)
        except ChatGone as gone:
            logger.warning("a chat takes nothing", extra={"chat": chat, "reason": str(gone)})
            await self._pause(chat, str(gone) or "gone")
            await self._end(delivery, "failed", str(gone))
        except NotTaken as refusal:
            logger.warning("a message is not taken", extra={"chat": chat, "reason": str(refusal)})
            await self._end(delivery, "failed", str(refusal))
        return delivery

    async def _try(self, delivery: OutDelivery) -> Outcome | Literal["failed"]:
        """What fails again and again must not keep a chat waiting for ever."""
        try:
            return await self._deliver(delivery)
        except (ChatGone, ChatMoved, NotTaken):
            raise
        except Exception:
            faults = self._faults.get(delivery.delivery_id, 0) + 1
            self._faults[delivery.delivery_id] = faults
            if faults < FAULTS:
                raise
            logger.exception("gave up a delivery", extra={"delivery_id": delivery.delivery_id})
            return "failed"

    async def _deliver(self, delivery: OutDelivery) -> Outcome:
        if isinstance(delivery.event, TitleChanged):
            await self._sender.name_topic(delivery.chat, delivery.event.title)
        written = write_reply(delivery, self._manner)
        if written is None:
            return "sent"
        how, saying = written
        chat, delayed = delivery.chat, partial(self._tell_delay, delivery)
        if how == "replace":
            await self._sender.replace(chat, saying, "sent", delayed)
            return "sent"
        if how == "replace_or_say" or isinstance(delivery.event, MessageReady):
            await self._close_live(chat, saying.key)
        if how == "replace_or_say":
            # The preview stays marked as one, so that a second try finds it again.
            if await self._sender.replace(chat, saying, "preview", delayed):
                return "sent"
            saying = replace(saying, key=f"ended:{saying.key}")
        try:
            return await self._sender.say(chat, saying, delayed)
        except TopicGone as gone:
            await self._pause(chat, f"its topic is gone: {gone}")
            titled = saying if delivery.elsewhere else with_title(saying, delivery.title)
            return await self._sender.say(Target.read(chat).root, titled, delayed)

    async def _pause(self, chat: str, reason: str) -> None:
        """Until somebody writes there, nothing more is told in it than what was asked there."""
        await insist(self._bus, ChangeChat(chat=chat, change=ChatChange(paused=reason[:200])))

    async def _show_ended(self, delivery: OutDelivery) -> None:
        """At the message that was answered, where it was sent."""
        ended = isinstance(delivery.event, MessageReady | TurnCancelled | TurnFailed)
        if ended and delivery.reply_to is not None:
            failed = isinstance(delivery.event, TurnFailed)
            await self._reactions.show_ended(delivery.chat, delivery.reply_to, failed=failed)

    async def _tell_delay(self, delivery: OutDelivery, reason: str) -> None:
        try:
            question = TellDelay(
                delivery_id=delivery.delivery_id, reason=reason, fact=fact_of(reason)
            )
            await self._bus.ask(question)
        except ParleyError as error:
            logger.warning("could not tell of a delay", extra={"reason": str(error)})

    async def _end(self, delivery: OutDelivery, state: Outcome | str, reason: str = "") -> None:
        ended = {"delivery_id": delivery.delivery_id, "state": state}
        question = EndDelivery.model_validate(
            {**ended, "reason": reason[:200], "fact": fact_of(reason)}
        )
        await insist(self._bus, question)
