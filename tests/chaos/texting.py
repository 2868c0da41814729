"""People on Telegram: each texts the bot until the answer is in the chat, and texts again."""

import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from parley_telegram.data import write_retry

from tests.chaos.model import write_answer, write_message
from tests.chaos.plan import PATIENCE, Kind
from tests.chaos.verdict import Verdict
from tests.fakes.telegram_api import TelegramApi

FIRST_CHAT = 7001
RETRY = write_retry("")  # begins what the button below a failed answer says
PRESSED_EVERY = 5.0  # seconds: a provider that is left alone after faults is so for 30
AGAIN = "\n\n↻ sent again"  # ends what may be there twice
KINDS: tuple[Kind, ...] = ("short", "effect", "long", "idempotent", "short", "chain")


@dataclass
class Texting:
    """One person and the bot. `missing` are answers that never came.

    An answer that failed is told with a button, which the person presses until there is one.
    """

    api: TelegramApi
    chat: int
    kinds: tuple[Kind, ...] = KINDS
    patience: float = PATIENCE
    sent: list[str] = field(default_factory=list)  # answers that are due, in order
    missing: list[str] = field(default_factory=list)
    retried: set[int] = field(default_factory=set)  # messages whose button was pressed
    heard_at: float = 0.0  # when the newest answer came, on the monotonic clock

    async def play(self) -> None:
        world = self.api.world
        for number, kind in enumerate(self.kinds):
            tag = f"c{self.chat}-{number}"
            due = write_answer(tag, kind)
            self.sent.append(due)
            world.say(write_message(tag, kind), chat=self.chat, sender=self.chat)
            began = time.monotonic()
            while not await self._comes(due):
                waited = time.monotonic() - began
                if waited > self.patience:
                    self.missing.append(f"{tag} was not answered on Telegram in {waited:.0f} s")
                    break
                self._retry()
            self.heard_at = time.monotonic()

    async def _comes(self, due: str) -> bool:
        """Within a few seconds."""
        try:
            await self.api.world.until(partial(self._find, due), PRESSED_EVERY)
        except AssertionError:
            return False
        return True

    def _retry(self) -> None:
        for message in self.api.world.from_bot(self.chat):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            said = [each.get("callback_data", "") for row in rows for each in row]
            data = next((each for each in said if each.startswith(RETRY)), None)
            if data is not None and message["message_id"] not in self.retried:
                self.retried.add(message["message_id"])
                self.api.world.press(message, data, sender=self.chat)

    def _find(self, due: str) -> list[int]:
        """Where an answer stands in the chat: once, and again if it may have been lost."""
        texts = self.api.world.texts(self.chat)
        return [at for at, text in enumerate(texts) if text in (due, f"{due}{AGAIN}")]

    def find_order(self) -> list[int]:
        """Where the answers stand in the chat, each where it is first."""
        return [found[0] for due in self.sent if (found := self._find(due))]

    def count_repeats(self) -> int:
        """Telegram knows no key of ours: a send whose answer was lost may be there twice."""
        return sum(len(found) - 1 for due in self.sent if (found := self._find(due)))

    def list_unmarked(self) -> list[str]:
        """Answers that are there more than once as if each were the only one."""
        times = Counter(self.api.world.texts(self.chat))
        return [due for due in self.sent if times[due] > 1]


def judge_texting(people: list[Texting], verdict: Verdict) -> None:
    for each in people:
        for sentence in each.missing:
            verdict.say("lost", sentence)
        for due in each.list_unmarked():
            verdict.say("doubled", f"{due[:40]!r} in Telegram's chat {each.chat}, without a mark")
        order = each.find_order()
        if order != sorted(order):
            verdict.say("out of order", f"the answers in Telegram's chat {each.chat}")
        verdict.counted["answers on Telegram"] += len(order)
        verdict.counted["of them twice there"] += each.count_repeats()


def list_people(turns: int) -> list[int]:
    """One for each fifty turns."""
    return [FIRST_CHAT + number for number in range(max(1, turns // 50))]


def settings_for(api: TelegramApi, people: list[int]) -> dict[str, str]:
    """What the Telegram service is told by its environment."""
    return {
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_API_BASE_URL": api.url,
        "TELEGRAM_PACE": "0",
        "TELEGRAM_ALLOWED_USERS": " ".join(map(str, people)),
    }
