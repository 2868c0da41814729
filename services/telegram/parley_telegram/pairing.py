"""Makes the link that pairs whoever opens it first."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from parley_shared.bus import Bus
from parley_shared.telegram import KeepCode, ListPeople, Pairing, TelegramState

LIVES = timedelta(minutes=15)


async def make_pairing(bus: Bus, state: TelegramState) -> Pairing:
    """Only while Telegram knows the bot; the code itself is kept nowhere."""
    people = (await bus.ask(ListPeople())).people
    paired = sum(person.role == "paired" for person in people)
    if state.username is None:
        return Pairing(state=state, people=paired)
    code = secrets.token_urlsafe(18)  # 24 characters
    await bus.ask(KeepCode(code_hash=hashlib.sha256(code.encode()).hexdigest()))
    link = f"https://t.me/{state.username}?start={code}"
    return Pairing(state=state, people=paired, link=link, expires_at=datetime.now(UTC) + LIVES)
