"""Shows one growing answer in one chat: a message edited in place, or a draft; typing before it."""

import asyncio
import logging
import zlib
from dataclasses import dataclass, field
from functools import partial

from parley_shared import failpoints
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.ids import answer_id
from parley_shared.telegram import ChatSettings, GetNextDelivery, MarkSending, Sending
from telegram import Bot, LinkPreviewOptions
from telegram.error import TelegramError

from parley_telegram.faults import read_fault
from parley_telegram.gate import Gates
from parley_telegram.records import StoreRecords
from parley_telegram.saying import Saying, write_buttons, write_entities
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

NO_LINKS = LinkPreviewOptions(is_disabled=True)  # as they would come and go
DRAFT_LIVES = 20.0  # seconds after which a draft is sent anew; Telegram drops it after 30


@dataclass
class Preview:
    """A turn's answer in one chat. `number` is Telegram's of the message, once there is one.

    With a `draft_id` it is a draft, which Telegram shows while it grows and keeps nowhere.
    """

    settings: ChatSettings
    number: int | None = None
    draft_id: int | None = None
    shown: Saying | None = None
    shown_at: float = 0.0
    began: bool = False
    closed: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def chat(self) -> str:
        return self.settings.chat

    @property
    def target(self) -> Target:
        return Target.read(self.settings.chat)


class Screen:
    """`drafts`: in chats with one person answers grow as drafts."""

    def __init__(
        self, bus: Bus, bot: Bot, gates: Gates, records: StoreRecords, *, drafts: bool
    ) -> None:
        self._bus = bus
        self._bot = bot
        self._gates = gates
        self._records = records
        self._drafts = drafts
        self._takes_none: set[str] = set()  # chats for which a draft was refused

    async def open(self, settings: ChatSettings, turn_id: str) -> Preview:
        """A preview that was sent before a restart goes on; one that may have been is left."""
        known = (await self._records.read(settings.chat, answer_id(turn_id))).get(0)
        preview = Preview(settings)
        if known is not None:
            preview.number = known.external_id
            preview.began = True
            preview.closed = known.state != "preview"
        elif self._drafts and preview.target.chat_id > 0 and preview.chat not in self._takes_none:
            preview.draft_id = zlib.crc32(turn_id.encode()) or 1
        return preview

    async def show(self, preview: Preview, saying: Saying | None, *, types: bool) -> None:
        """Losing it is harmless: the answer itself comes another way."""
        if preview.closed:
            return
        try:
            async with preview.lock:
                if types:
                    await self._type(preview)
                if saying is not None and not preview.closed and self._is_due(preview, saying):
                    await self._put(preview, saying)
        except TelegramError as error:
            self._note_refusal(preview, error)
        except ParleyError as error:
            logger.info("a preview was not kept", extra={"reason": str(error)})

    def _is_due(self, preview: Preview, saying: Saying) -> bool:
        fades = preview.draft_id is not None and _now() - preview.shown_at >= DRAFT_LIVES
        return saying != preview.shown or fades

    def _note_refusal(self, preview: Preview, error: TelegramError) -> None:
        logger.info("a preview was not shown", extra={"reason": error.message})
        if preview.draft_id is not None and read_fault(error).meaning == "refused":
            self._takes_none.add(preview.chat)
            preview.draft_id = None  # a message from now on

    async def _put(self, preview: Preview, saying: Saying) -> None:
        if preview.draft_id is not None:
            put = self._draft
        elif preview.number is not None:
            put = self._edit
        elif preview.began or await self._is_owed(preview.chat):
            # One may be there whose number nobody knows, or it would stand before what is earlier.
            return
        else:
            put = self._send
        if await self._gates.of(preview.chat).offer(partial(put, preview, saying)):
            preview.shown, preview.shown_at = saying, _now()

    async def _is_owed(self, chat: str) -> bool:
        """Whether something waits to be sent there."""
        return (await self._bus.ask(GetNextDelivery(chat=chat))).delivery is not None

    async def _send(self, preview: Preview, saying: Saying) -> bool:
        await self._mark(preview, saying, Sending(part=0, state="previewing"))
        preview.began = True
        failpoints.reach("preview.before")
        message = await self._bot.send_message(
            preview.target.chat_id,
            saying.texts[0].text,
            entities=write_entities(saying.texts[0]),
            message_thread_id=preview.target.topic_id,
            reply_markup=write_buttons(saying.buttons),
            link_preview_options=NO_LINKS,
        )
        failpoints.reach("preview.after")
        preview.number = message.message_id
        known = Sending(part=0, state="preview", external_id=message.message_id)
        await self._mark(preview, saying, known)
        return True

    async def _edit(self, preview: Preview, saying: Saying) -> bool:
        await self._bot.edit_message_text(
            saying.texts[0].text,
            preview.target.chat_id,
            preview.number,
            entities=write_entities(saying.texts[0]),
            reply_markup=write_buttons(saying.buttons),
            link_preview_options=NO_LINKS,
        )
        return True

    async def _draft(self, preview: Preview, saying: Saying) -> bool:
        """With Telegram's own button to stop it, which is newer than the library."""
        assert preview.draft_id is not None  # or it would be a message
        return await self._bot.send_message_draft(
            preview.target.chat_id,
            preview.draft_id,
            saying.texts[0].text,
            message_thread_id=preview.target.topic_id,
            entities=write_entities(saying.texts[0]),
            api_kwargs={"can_stop": True},
        )

    async def _mark(self, preview: Preview, saying: Saying, sending: Sending) -> None:
        question = MarkSending(
            chat=preview.chat, key=saying.key, thread_id=saying.thread_id, sending=sending
        )
        await self._bus.ask(question)

    async def _type(self, preview: Preview) -> None:
        typing = partial(
            self._bot.send_chat_action,
            preview.target.chat_id,
            "typing",
            message_thread_id=preview.target.topic_id,
        )
        await self._gates.of(preview.chat).beside(typing)


def _now() -> float:
    return asyncio.get_running_loop().time()
