"""The webhook is set until Telegram has it, and whether it works is said."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from parley_telegram.announcing import LOOK, keep_webhook
from parley_telegram.health import Health
from telegram.error import BadRequest, NetworkError, TelegramError

from tests.fakes.hasty_loop import run_hasty

ADDRESS = "https://parley.example/telegram"


@dataclass
class Info:
    url: str
    last_error_date: datetime | None = None
    last_error_message: str = ""


class Wire:
    """Telegram, which does not take the webhook at first, for the reasons in `refuses`."""

    def __init__(self, *refuses: TelegramError) -> None:
        self.refuses = list(refuses)
        self.info = Info("")
        self.secrets: list[str] = []

    async def set_webhook(self, url: str, secret_token: str, **_: object) -> None:
        if self.refuses:
            raise self.refuses.pop(0)
        self.info = Info(url)
        self.secrets.append(secret_token)

    async def get_webhook_info(self) -> Info:
        return self.info


async def keep_for(wire: Wire, seconds: float, change: Info | None = None) -> Health:
    """`change` is how Telegram has it after that time, before one more look."""
    health = Health(username="parley_bot")
    keeping = asyncio.create_task(
        keep_webhook(wire, health, ADDRESS, "s")  # type: ignore[arg-type]  # all that it calls
    )
    await asyncio.sleep(seconds)
    if change is not None:
        wire.info = change
        await asyncio.sleep(LOOK + 5)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    return health


def test_a_webhook_that_is_not_taken_is_said_and_set_again_until_it_is() -> None:
    def reasons() -> tuple[TelegramError, ...]:
        return BadRequest("Bad webhook: https url must be provided"), NetworkError("no way")

    before = run_hasty(keep_for(Wire(*reasons()), 0.5))
    taken = Wire(*reasons())
    after = run_hasty(keep_for(taken, 10))

    assert before.text == (
        "Telegram does not take TELEGRAM_WEBHOOK_URL (Bad webhook: https url must be provided); "
        "Parley goes on trying."
    )
    assert (after.state, taken.secrets) == ("running", ["s"])


def test_what_keeps_telegram_from_bringing_updates_is_said() -> None:
    wire = Wire()
    trouble = Info(ADDRESS, datetime.now(UTC), "Connection refused")

    health = run_hasty(keep_for(wire, 10, trouble))

    assert (health.state, health.text) == (
        "degraded",
        "Telegram can't bring what people write: Connection refused.",
    )


def test_a_webhook_that_another_program_took_away_is_set_again() -> None:
    wire = Wire()

    health = run_hasty(keep_for(wire, 10, Info("")))

    assert (health.state, wire.secrets, wire.info.url) == ("running", ["s", "s"], ADDRESS)
