"""The service while it has a token: everything put together, until the token is refused."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from functools import partial

from parley_shared.bus import Bus
from parley_shared.carrying import read_file
from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from parley_telegram.announcing import keep_webhook
from parley_telegram.api import Opened
from parley_telegram.asking import insist
from parley_telegram.commands import GROUP_MENU, MENU
from parley_telegram.desk import Desk
from parley_telegram.faults import read_fault
from parley_telegram.gate import Gates
from parley_telegram.health import AWAY, WRONG_TOKEN, Health
from parley_telegram.inbound import Inbound
from parley_telegram.intake import Intake
from parley_telegram.listening import fetch
from parley_telegram.live import Live
from parley_telegram.outbound import Outbound
from parley_telegram.poll import TokenRefused, poll
from parley_telegram.posting import Poster
from parley_telegram.pressing import Presses
from parley_telegram.reacting import Reactions
from parley_telegram.records import StoreRecords
from parley_telegram.replies import Manner
from parley_telegram.rules import Rules
from parley_telegram.screen import Screen
from parley_telegram.sending import Sender
from parley_telegram.settings import TelegramSettings
from parley_telegram.strangers import Strangers
from parley_telegram.talking import Me

logger = logging.getLogger(__name__)

LOCAL = 64 * 2**20  # bytes of a file, with a server of one's own: as much as the store takes
PAUSES = (1.0, 30.0)  # seconds between two tries to reach Telegram, first and longest


class Connected:
    def __init__(
        self, settings: TelegramSettings, bus: Bus, opened: Opened, health: Health
    ) -> None:
        bot = opened.bot
        self._settings = settings
        self._bus = bus
        self._bot = bot
        self._renew = opened.renew
        self._health = health
        self.gates = Gates(settings.telegram_pace, settings.telegram_preview_interval)
        self._records = StoreRecords(bus)
        drafts = settings.telegram_streaming == "draft"
        screen = Screen(bus, bot, self.gates, self._records, drafts=drafts)
        self.live = Live(bus, screen)
        resend = settings.telegram_ambiguous == "resend"
        previews = settings.telegram_link_previews
        read = partial(read_file, partial(insist, bus))
        poster = Poster(bot, read, previews=previews)
        rich = settings.telegram_rich
        sender = Sender(poster, self.gates, self._records, resend=resend, rich=rich)
        self._reactions = Reactions(bot, self.gates, settings.telegram_ack_reaction)
        self.outbound = Outbound(
            bus, sender, self._reactions, self.live.close, _choose_manner(settings)
        )

    async def run(self) -> None:
        """Never returns. Raises TokenRefused."""
        me = await self._introduce()
        tell, tell_soon = self.outbound.tell, self.outbound.tell_soon
        rules = Rules(self._settings)
        presses = Presses(self._bus, self._bot, self.gates, me, tell, self.live.find_draft)
        model = self._settings.telegram_transcribe_model
        fetching = partial(fetch, self._bus, self._bot, model)
        desk = Desk(self._bus, me, tell, fetching, presses, self._reactions)
        inbound = Inbound(self._bus, me.bot_id, me.username, desk.do, tell_soon)
        is_polling = self._settings.telegram_mode == "polling"
        intake = Intake(
            self._bus,
            me,
            rules,
            Strangers(self._bus, self._bot, self.gates, tell_soon, pairs=rules.pairs),
            inbound.give,
            tell_soon,
            patient=is_polling,
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.outbound.run())
                if self._settings.telegram_streaming != "off":
                    tasks.create_task(self.live.run())
                tasks.create_task(self._set_menus())
                await inbound.take_up()
                tasks.create_task(inbound.run())
                await (self._poll(intake) if is_polling else self._hear_webhook(intake))
        except* TokenRefused as refused:
            raise TokenRefused from refused

    async def _introduce(self) -> Me:
        """Returns when Telegram knows the bot. Raises TokenRefused."""
        tries = 0
        while True:
            try:
                user = await self._bot.get_me()
                break
            except TelegramError as error:
                fault = read_fault(error)
            if fault.meaning == "token":
                self._health.set("failed", WRONG_TOKEN)
                raise TokenRefused
            self._health.set("connecting", AWAY)
            logger.warning("Telegram was not reached", extra={"reason": fault.text})
            await asyncio.sleep(min(PAUSES[0] * 2.0**tries, PAUSES[1]))
            tries += 1
        self._health.username = user.username
        self._health.reads_groups = bool(user.can_read_all_group_messages)
        self._health.heard()
        me = Me(user.id, user.username or "", self._health.reads_groups)
        return replace(me, fetches=LOCAL) if self._settings.telegram_local_mode else me

    async def _poll(self, intake: Intake) -> None:
        with suppress(TelegramError):  # if it failed, the poll says why
            await self._bot.delete_webhook(drop_pending_updates=False)
        seconds = self._settings.telegram_poll_timeout
        await poll(self._bot, self._health, intake.take, self._renew, seconds=seconds)

    async def _hear_webhook(self, intake: Intake) -> None:
        # Only this mode needs a web server, and importing one takes a second of each start.
        from parley_telegram.webhook import create_app, make_secret, serve_webhook

        secret = make_secret()
        address = f"{(self._settings.telegram_webhook_url or '').rstrip('/')}/telegram"
        app = create_app(secret, self._health, intake.take)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(serve_webhook(app, self._settings.telegram_webhook_port))
            tasks.create_task(keep_webhook(self._bot, self._health, address, secret))

    async def _set_menus(self) -> None:
        """Set anew and never deleted first: a menu must not be empty in between."""
        menus = (
            (MENU, BotCommandScopeAllPrivateChats()),
            (GROUP_MENU, BotCommandScopeAllGroupChats()),
        )
        for commands, scope in menus:
            try:
                await self._bot.set_my_commands(
                    [BotCommand(name, meaning) for name, meaning in commands], scope=scope
                )
            except TelegramError as error:
                logger.warning("a menu was not set", extra={"reason": error.message})


def _choose_manner(settings: TelegramSettings) -> Manner:
    manner = Manner(settings.telegram_public_url, settings.telegram_max_chunks)
    return replace(manner, largest_file=LOCAL) if settings.telegram_local_mode else manner
