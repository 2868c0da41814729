"""Changes what was said as its person has changed it on Telegram."""

from parley_shared import ids
from parley_shared.bus import Bus
from parley_shared.commands import EditMessage
from parley_shared.models import Message
from parley_shared.store import GetMessage, MessageState
from parley_shared.telegram import Together

from parley_telegram.access import Seen
from parley_telegram.asking import insist
from parley_telegram.chunks import LIMIT
from parley_telegram.data import write_retry
from parley_telegram.joining import find_together, keep_joined, read_joined
from parley_telegram.normalise import Said, is_open, read_said
from parley_telegram.saying import Button, Saying
from parley_telegram.styled import Styled, units
from parley_telegram.talking import Me, Tell

JOINED = Styled(
    "✏️ This was taken together with other messages, and stays as it was: change it in the browser."
)


async def correct(bus: Bus, me: Me, tell: Tell, seen: Seen) -> None:
    """The text of an edited message is replaced; was it answered, answering again is offered.

    A place that somebody shares while they move is edited every few seconds; the first one counts.
    """
    if "location" in seen.content:
        return
    together = await find_together(bus, me.bot_id, seen.chat, seen.content["message_id"])
    if together.message_id is None:
        await _correct_whole(bus, me, tell, seen)
    else:
        await _correct_one(bus, me, tell, seen, together.message_id, together)


async def _correct_whole(bus: Bus, me: Me, tell: Tell, seen: Seen) -> None:
    said = read_said([seen.content], me.username, me.fetches)
    if said is None:
        return
    message_id = ids.telegram_message(me.bot_id, seen.chat, said.number)
    before = await insist(bus, GetMessage(message_id=message_id))
    if before.message is None or before.message.text == said.text:
        return
    if not said.text and not _is_emptied(seen, said, before.message):
        return
    if _is_joined(seen, said, before.message):
        return await tell(seen.chat, _answer(seen, JOINED))
    await _replace(bus, me, tell, seen, before, said.text)


async def _correct_one(
    bus: Bus, me: Me, tell: Tell, seen: Seen, message_id: str, together: Together
) -> None:
    """Those that it was taken together with stay as they are."""
    joined = read_joined(together)
    was = read_said(list(joined.values()), me.username, me.fetches)
    joined[seen.content["message_id"]] = seen.content
    now = read_said(list(joined.values()), me.username, me.fetches)
    before = await insist(bus, GetMessage(message_id=message_id))
    if was is None or now is None or was.text == now.text or before.message is None:
        return
    is_emptied = not now.text and not before.message.attachments
    if is_emptied or before.message.text not in (was.text, now.text):
        return await tell(seen.chat, _answer(seen, JOINED))
    await _replace(bus, me, tell, seen, before, now.text)
    await keep_joined(bus, me.bot_id, message_id, [seen])


async def _replace(
    bus: Bus, me: Me, tell: Tell, seen: Seen, before: MessageState, text: str
) -> None:
    """Again it changes nothing more."""
    assert before.message is not None  # or there would be nothing to replace
    message_id = before.message.id
    edit_id = f"tg{me.bot_id}.{seen.update_id}"
    question = EditMessage(message_id=message_id, text=text, edit_id=edit_id)
    await insist(bus, question, service="gateway")
    if before.turn is None or before.turn.state == "queued":
        return
    again = ((Button("🔁 Answer again", write_retry(message_id)),),)
    edited = Styled("✏️ Edited. The answer was to the old text.")
    await tell(seen.chat, _answer(seen, edited, again))


def _is_joined(seen: Seen, said: Said, before: Message) -> bool:
    """Whether the kept text is longer than one message of Telegram's, beside what it answers: it is
    not remembered any longer of what it was made."""
    beside = units(said.text) - units(str(seen.content.get("text") or ""))
    return units(before.text) - max(0, beside) > LIMIT


def _is_emptied(seen: Seen, said: Said, before: Message) -> bool:
    """Whether a file's caption was taken away, and no words of others stand with the file.

    Those are of another message that it was joined with, or what a machine heard of it.
    """
    has_others = is_open(seen.content) or any(file.is_spoken for file in said.files)
    return bool(before.attachments) and not has_others


def _answer(seen: Seen, text: Styled, buttons: tuple[tuple[Button, ...], ...] = ()) -> Saying:
    key, number = f"edited:{seen.update_id}", seen.content.get("message_id")
    return Saying(key, (text,), buttons, reply_to=number)
