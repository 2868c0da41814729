"""Brings what a person said into a thread, as it was when it was said."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from parley_shared import ids
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.gateway import RunCommand
from parley_shared.inbound import Inbound
from parley_shared.models import BusyMode, Message
from parley_shared.store import GetChat
from parley_shared.telegram import FindSent

from parley_telegram.access import Seen
from parley_telegram.asking import insist
from parley_telegram.files import NotFetched
from parley_telegram.handing_over import hand_over
from parley_telegram.joining import keep_joined
from parley_telegram.listening import Fetched
from parley_telegram.normalise import SentFile, count_taken, read_said
from parley_telegram.saying import Saying
from parley_telegram.styled import Styled

Tell = Callable[[str, Saying], Awaitable[None]]
Fetch = Callable[[SentFile], Awaitable[Fetched]]


@dataclass(frozen=True)
class Me:
    """The bot, as Telegram knows it."""

    bot_id: int
    username: str
    reads_groups: bool = False  # BotFather's privacy mode is off
    fetches: int = 20 * 2**20  # bytes of a file that it hands to the bot


async def bring_in(
    bus: Bus,
    me: Me,
    fetch: Fetch,
    tell: Tell,
    seen: Sequence[Seen],
    mode: BusyMode | None = None,
) -> None:
    """One message, of all that belongs together; returns when the store has it.

    Again it is the same message.
    `mode` is what becomes of it while an answer runs, if not as the thread has it.
    """
    first = seen[0]
    said = read_said([each.content for each in seen], me.username, me.fetches)
    if said is None:
        return
    thread_id = await _find_thread(bus, me, first, said.answers)
    fetched, troubles = await _fetch_all(fetch, said.files)
    files = tuple(each.file for each in fetched)
    troubles += _name_too_large(said.too_large, me)
    if troubles:
        notes = Styled("📎 " + "\n".join(troubles))
        await tell(first.chat, _answer(first, notes, "files"))
    text = "\n".join(filter(None, (said.text, *(each.words for each in fetched))))
    text = text or ("" if files else "\n".join(troubles))
    inbound = Inbound(
        message_id=ids.telegram_message(me.bot_id, first.chat, said.number),
        channel="telegram",
        chat=first.chat,
        text=text,
        thread_id=thread_id,
        sender=first.name,
        attachments=files,
        mode=mode,
        client_time=_time_of(first),
    )
    message = await hand_over(bus, inbound)
    if message is None:
        return
    is_whole = (message.text, message.attachments) == (text, files)
    rest = [] if is_whole else _find_rest(me, seen, message)
    taken = seen[: len(seen) - len(rest)]
    if len(taken) > 1:
        await keep_joined(bus, me.bot_id, message.id, taken)
    if rest:
        await bring_in(bus, me, fetch, tell, rest, mode)


def _find_rest(me: Me, seen: Sequence[Seen], message: Message) -> Sequence[Seen]:
    """What was heard since it was taken, before a restart of ours."""
    contents = [each.content for each in seen]
    files = len(message.attachments)
    return seen[count_taken(contents, me.username, me.fetches, message.text, files) :]


async def _fetch_all(
    fetch: Fetch, sent: Sequence[SentFile]
) -> tuple[tuple[Fetched, ...], list[str]]:
    """And what went wrong, in sentences."""
    fetched, troubles = [], []
    for file in sent:
        try:
            fetched.append(await fetch(file))
        except NotFetched as error:
            troubles.append(str(error))
    troubles += [each.trouble for each in fetched if each.trouble]
    return tuple(fetched), troubles


def _name_too_large(names: Sequence[str], me: Me) -> list[str]:
    most = me.fetches // 2**20
    return [f"{name}: Telegram hands files of at most {most} MB to a bot." for name in names]


async def find_current(bus: Bus, me: Me, seen: Seen) -> str:
    """The thread the chat looks at; a new one if there is none."""
    pointer = await insist(bus, GetChat(channel="telegram", chat=seen.chat))
    if pointer.thread_id is not None:
        return pointer.thread_id
    question = RunCommand(
        command_id=f"tg{me.bot_id}.{seen.update_id}.new",
        channel="telegram",
        chat=seen.chat,
        text="/new",
        by=seen.name,
    )
    answer = await insist(bus, question, service="gateway")
    if answer.thread_id is None:
        raise ParleyError(f"the gateway made no thread for chat {seen.chat!r}")
    return answer.thread_id


async def _find_thread(bus: Bus, me: Me, seen: Seen, answers: int | None) -> str:
    """An answer to something of another thread belongs there; what the chat looks at stays."""
    if answers is not None:
        sent = await insist(bus, FindSent(chat=seen.chat, external_id=answers))
        if sent.thread_id is not None:
            return sent.thread_id
    return await find_current(bus, me, seen)


def _answer(seen: Seen, text: Styled, what: str) -> Saying:
    key = f"{what}:{seen.update_id}"
    return Saying(key, (text,), reply_to=seen.content.get("message_id"))


def _time_of(seen: Seen) -> datetime | None:
    date = seen.content.get("date")
    return datetime.fromtimestamp(date, UTC) if isinstance(date, int) else None
