"""People on Telegram: each texts the bot, waits for the answer in the chat, and texts again."""

import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from tests.chaos.judge import Verdict
from tests.chaos.model import write_answer, write_message
from tests.chaos.plan import PATIENCE, Kind
from tests.fakes.telegram_api import TelegramApi

FIRST_CHAT = 7001
AGAIN = "\n\n↻ sent again"  # ends what may be there twice
KINDS: tuple[Kind, ...] = ("short", "effect", "long", "idempotent", "short", "chain")


@dataclass
class Texting:
    """One person and the bot. `missing` are answers that never came."""

    api: TelegramApi
    chat: int
    kinds: tuple[Kind, ...] = KINDS
    patience: float = PATIENCE
    sent: list[str] = field(default_factory=list)  # answers that are due, in order
    missing: list[str] = field(default_factory=list)

    async def play(self) -> None:
        world = self.api.world
        for number, kind in enumerate(self.kinds):
            tag = f"c{self.chat}-{number}"
            due = write_answer(tag, kind)
            self.sent.append(due)
            world.say(write_message(tag, kind), chat=self.chat, sender=self.chat)
            began = time.monotonic()
            try:
                await world.until(partial(self._is_there, due), self.patience)
            except AssertionError:
                waited = time.monotonic() - began
                self.missing.append(f"{tag} was not answered on Telegram in {waited:.0f} s")

    def _is_there(self, due: str) -> bool:
        return bool(self._find(due))

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
