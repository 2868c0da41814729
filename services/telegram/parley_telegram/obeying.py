"""Carries out commands: those about the chat here, all others by the gateway."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from parley_shared.bus import Bus
from parley_shared.commands import Decide
from parley_shared.errors import ParleyError
from parley_shared.gateway import RunCommand
from parley_shared.ids import telegram_message
from parley_shared.models import Approval, Option
from parley_shared.store import GetOpenRequests
from parley_shared.telegram import ChangeChat, ChatChange, FindSent, GetChatSettings

from parley_telegram.access import Seen
from parley_telegram.asking import insist
from parley_telegram.commands import MENU, Typed
from parley_telegram.data import write_command
from parley_telegram.joining import find_together
from parley_telegram.saying import Button, Saying
from parley_telegram.styled import Styled
from parley_telegram.talking import Me, find_current
from parley_telegram.target import Target

ROW = 2  # buttons side by side where the labels are short
SHORT = 18  # characters
LISTED = 8  # of what waits to be decided
TURNING = ("◀", "▶")  # labels of what leads to another page
PRIVACY = (
    "\nHere I hear commands and answers to me alone: BotFather's privacy mode is on. Switch it off "
    "with /setprivacy and add me again, if I am to hear more."
)

Rows = tuple[tuple[Button, ...], ...]
Do = Callable[[Bus, Me, Seen, Typed], Awaitable[Saying]]


async def obey(bus: Bus, me: Me, seen: Seen, typed: Typed, text: str) -> Saying | None:
    """What is answered; None if it is no command but a message for the agent."""
    try:
        if typed.name in _DOES:
            return await _DOES[typed.name](bus, me, seen, typed)
        return await _ask_gateway(bus, me, seen, text)
    except ParleyError as error:
        return answer(seen, f"⚠️ {error}")


def answer(seen: Seen, text: str, buttons: Rows = ()) -> Saying:
    return Saying(
        key=f"answer:{seen.update_id}",
        texts=(Styled(text[:3_500]),),
        buttons=buttons,
        reply_to=seen.content.get("message_id") if seen.is_group else None,
    )


async def _ask_gateway(bus: Bus, me: Me, seen: Seen, text: str) -> Saying | None:
    question = RunCommand(
        command_id=f"tg{me.bot_id}.{seen.update_id}",
        channel="telegram",
        chat=seen.chat,
        text=text,
        message_id=await _find_answered(bus, me, seen),
        by=seen.name,
    )
    said = await insist(bus, question, service="gateway")
    return answer(seen, said.text, _lay_out(said.options)) if said.known else None


async def _find_answered(bus: Bus, me: Me, seen: Seen) -> str | None:
    """The message that is answered, ours or the person's own; under a button there is none."""
    answered = seen.content.get("reply_to_message")
    if seen.kind != "message" or not isinstance(answered, dict):
        return None
    number = answered.get("message_id")
    if not isinstance(number, int) or "forum_topic_created" in answered:
        return None
    sent = await insist(bus, FindSent(chat=seen.chat, external_id=number))
    if sent.key is not None:
        return sent.key
    together = await find_together(bus, me.bot_id, seen.chat, number)
    return together.message_id or telegram_message(me.bot_id, seen.chat, number)


def _lay_out(options: Sequence[Option]) -> Rows:
    """Side by side where the labels are short; what leads to another page is the last row."""
    buttons = [Button(each.label, write_command(each.value)) for each in options]
    turning = tuple(each for each in buttons if each.label in TURNING)
    choices = [each for each in buttons if each not in turning]
    width = ROW if all(len(each.label) <= SHORT for each in choices) else 1
    rows = tuple(tuple(choices[at : at + width]) for at in range(0, len(choices), width))
    return (*rows, turning) if turning else rows


def _choices(name: str, now: str, *words: str) -> Rows:
    """Of a setting: what it is now is marked."""
    return (
        tuple(
            Button(f"✅ {word}" if word == now else word, write_command(f"/{name} {word}"))
            for word in words
        ),
    )


async def _start(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    thread_id = await find_current(bus, me, seen)
    del thread_id  # there is one now, and that is enough
    return answer(
        seen,
        f"👋 Hello {seen.name}! Write, and an agent answers. "
        "/threads shows what there is, /agent who answers, /help everything else.",
    )


async def _whoami(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    target = Target.read(seen.chat)
    place = f"topic {target.topic_id} of chat" if target.topic_id else "this chat is"
    text = f"You are {seen.name} ({seen.sender}), paired; {place} {target.chat_id}."
    return answer(seen, text)


async def _status(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    said = await _ask_gateway(bus, me, seen, "/status")
    assert said is not None  # the gateway knows this one
    if not seen.is_group or me.reads_groups:
        return said
    return replace(said, texts=(said.texts[0] + Styled(PRIVACY),))


async def _mirror(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    if typed.rest not in ("on", "off"):
        now = _word((await insist(bus, GetChatSettings(chat=seen.chat))).mirror)
        rows = _choices("mirror", now, "on", "off")
        return answer(seen, f"Telling here what is said in the browser is {now}.", rows)
    await _change(bus, seen, ChatChange(mirror=typed.rest == "on"))
    told = "is told" if typed.rest == "on" else "is not told"
    return answer(seen, f"What is said in the browser {told} here from now on.")


async def _tools(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    if typed.rest not in ("status", "log", "off"):
        now = (await insist(bus, GetChatSettings(chat=seen.chat))).tools
        rows = _choices("tools", now, "status", "log", "off")
        return answer(seen, f"Tools are shown as {now!r}.", rows)
    await _change(bus, seen, ChatChange.model_validate({"tools": typed.rest}))
    return answer(seen, f"Tools are shown as {typed.rest!r} from now on.")


async def _reasoning(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    if typed.rest not in ("on", "off"):
        now = _word((await insist(bus, GetChatSettings(chat=seen.chat))).reasoning)
        return answer(seen, f"Reasoning is {now}.", _choices("reasoning", now, "on", "off"))
    await _change(bus, seen, ChatChange(reasoning=typed.rest == "on"))
    told = "is shown" if typed.rest == "on" else "is not shown"
    return answer(seen, f"What the agent thought {told} from now on.")


async def _approve(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    """Without an id the only one that waits, else they are listed.

    What the agent asked since is not meant: obeyed once more after a restart, this must not approve
    what nobody has seen.
    """
    question = GetOpenRequests(request_id=typed.rest or None)
    found = (await insist(bus, question)).approvals
    waiting = [each for each in found if seen.at is None or each.created_at <= seen.at]
    wanted = [each for each in waiting if each.id == typed.rest] if typed.rest else waiting
    if not wanted:
        return answer(seen, "Nothing waits to be decided.")
    if len(wanted) > 1:
        rows = tuple(
            (Button(each.tool, write_command(f"/{typed.name} {each.id}")),)
            for each in wanted[:LISTED]
        )
        return answer(seen, f"{_count(wanted)} Which one?", rows)
    decided = await _decide(bus, seen, typed.name == "approve", wanted[0].id)
    word = "Approved" if typed.name == "approve" else "Rejected"
    return answer(seen, f"{word}: {decided.tool}.")


def _count(wanted: Sequence[Approval]) -> str:
    """The store tells of so many at once, so more than are listed are not counted."""
    if len(wanted) <= LISTED:
        return f"{len(wanted)} things wait to be decided."
    return f"More than {LISTED} things wait to be decided; these are the oldest."


async def _decide(bus: Bus, seen: Seen, yes: bool, approval_id: str) -> Approval:
    question = Decide(
        approval_id=approval_id,
        decision="approve" if yes else "deny",
        by=seen.name,
        surface="telegram",
    )
    return await insist(bus, question, service="gateway")


async def _help(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    return answer(seen, "\n".join(f"/{name}: {meaning}" for name, meaning in MENU))


def _word(is_on: bool) -> str:
    return "on" if is_on else "off"


async def _change(bus: Bus, seen: Seen, change: ChatChange) -> None:
    await insist(bus, ChangeChat(chat=seen.chat, change=change))


_DOES: dict[str, Do] = {
    "start": _start,
    "whoami": _whoami,
    "status": _status,
    "mirror": _mirror,
    "tools": _tools,
    "reasoning": _reasoning,
    "approve": _approve,
    "reject": _approve,
    "help": _help,
}
