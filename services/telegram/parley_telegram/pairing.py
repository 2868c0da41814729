"""Makes the link that pairs whoever opens it first."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from parley_shared.bus import Bus
from parley_shared.telegram import KeepCode, ListPeople, Pairing, TelegramState

LIVES = timedelta(minutes=15)
NO_PAIRING = "Nobody is paired by a link, for TELEGRAM_DM_POLICY is not “pairing”."


async def make_pairing(bus: Bus, state: TelegramState, *, pairs: bool) -> Pairing:
    """Only while Telegram knows the bot, and a code lets people in; it is kept nowhere."""
    people = (await bus.ask(ListPeople())).people
    paired = sum(person.role == "paired" for person in people)
    if not pairs:
        state = state.model_copy(update={"text": f"{state.text} {NO_PAIRING}"})
    if state.username is None or not pairs:
        return Pairing(state=state, people=paired)
    code = secrets.token_urlsafe(18)  # 24 characters
    await bus.ask(KeepCode(code_hash=hashlib.sha256(code.encode()).hexdigest()))
    link = f"https://t.me/{state.username}?start={code}"
    return Pairing(state=state, people=paired, link=link, expires_at=datetime.now(UTC) + LIVES)
