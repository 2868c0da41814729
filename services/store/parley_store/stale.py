"""What waits long to be sent: said to be delayed, given up after a day, sent again if asked."""

from datetime import timedelta

from parley_shared.dead_letters import DeadDelivery, SendAgain
from parley_shared.errors import BadInput
from parley_shared.facts import phrase
from parley_shared.questions import Done
from parley_shared.telegram import EndDelivery, TellDelay, deliverable_adapter
from sqlalchemy import or_, select

from parley_store.addressing import keep_delivery
from parley_store.database import Session
from parley_store.dead_letters import need_letter
from parley_store.deliveries import end_delivery, tell_delay
from parley_store.outbox import call
from parley_store.tables import telegram_deliveries
from parley_store.telling_deliveries import tell_delivery
from parley_store.undelivered import bury_delivery

DELAYED = timedelta(minutes=10)
EXPIRED = timedelta(hours=24)
AT_ONCE = 100
WAITS = phrase(
    "delivery_waits",
    "Telegram has not taken it for {minutes} minutes; it is sent as soon as it can be.",
    minutes=round(DELAYED.total_seconds() / 60),
)
GIVEN_UP = phrase(
    "delivery_given_up",
    "Telegram did not take it within {hours} hours.",
    hours=round(EXPIRED.total_seconds() / 3600),
)


async def list_stale(session: Session) -> list[int]:
    """Deliveries about which something is due, the oldest first."""
    c = telegram_deliveries.c
    late = (c.state == "pending") & (c.at <= session.now - DELAYED)
    here = select(c.id).where(c.body.is_not(None), or_(late, c.at <= session.now - EXPIRED))
    return list(await session.values(here.order_by(c.id).limit(AT_ONCE)))


async def tend_delivery(session: Session, delivery_id: int) -> None:
    row = await session.find(telegram_deliveries, id=delivery_id)
    if row is None or row.body is None:
        return
    if row.at > session.now - EXPIRED:
        await tell_delay(session, TellDelay(delivery_id=row.id, reason=WAITS, fact=WAITS.fact))
        return
    await bury_delivery(session, row, "expired", GIVEN_UP)
    ended = EndDelivery(delivery_id=row.id, state="failed", reason=GIVEN_UP, fact=GIVEN_UP.fact)
    await end_delivery(session, ended)


async def send_again(session: Session, question: SendAgain) -> Done:
    """Again it changes nothing while it waits. Raises DeadLetterNotFound."""
    about = (await need_letter(session, question.letter_id)).about
    if not isinstance(about, DeadDelivery):
        raise BadInput(f"letter {question.letter_id!r} is about no delivery")
    row = await session.find(telegram_deliveries, id=about.delivery_id)
    event = deliverable_adapter.validate_json(about.event)
    if row is None or row.body is None:
        await tell_delivery(session, about.chat, event, "pending", "")
    if row is None:
        await keep_delivery(session, about.chat, event, None)
    elif row.body is None:
        new = {"body": about.event, "state": "pending", "at": session.now}
        await session.change(telegram_deliveries, {"id": row.id}, **new)
    await call(session, about.chat)
    return Done()
