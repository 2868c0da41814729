"""Carries out commands: those about the chat here, all others by the gateway."""

from collections.abc import Awaitable, Callable

from parley_shared.bus import Bus
from parley_shared.commands import Decide
from parley_shared.errors import ParleyError
from parley_shared.gateway import RunCommand
from parley_shared.models import Approval
from parley_shared.store import GetOpenRequests
from parley_shared.telegram import ChangeChat, ChatChange, GetChatSettings

from parley_telegram.access import Seen
from parley_telegram.asking import insist
from parley_telegram.commands import MENU, Typed
from parley_telegram.data import write_command
from parley_telegram.saying import Button, Saying
from parley_telegram.styled import Styled
from parley_telegram.talking import Me, find_current

ROW = 2  # buttons side by side where the labels are short
SHORT = 18  # characters

Do = Callable[[Bus, Me, Seen, Typed], Awaitable[Saying]]


async def obey(bus: Bus, me: Me, seen: Seen, typed: Typed, text: str) -> Saying | None:
    """What is answered; None if it is no command but a message for the agent."""
    try:
        if typed.name in _DOES:
            return await _DOES[typed.name](bus, me, seen, typed)
        return await _ask_gateway(bus, me, seen, text)
    except ParleyError as error:
        return answer(seen, f"⚠️ {error}")


def answer(seen: Seen, text: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Saying:
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
        by=seen.name,
    )
    said = await insist(bus, question, service="gateway")
    if not said.known:
        return None
    buttons = [Button(each.label, write_command(each.value)) for each in said.options]
    short = all(len(each.label) <= SHORT for each in buttons)
    width = ROW if short else 1
    rows = tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
    return answer(seen, said.text, rows)


async def _start(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    thread_id = await find_current(bus, me, seen)
    del thread_id  # there is one now, and that is enough
    return answer(
        seen,
        f"👋 Hello {seen.name}! Write, and an agent answers. "
        "/threads shows what there is, /agent who answers, /help everything else.",
    )


async def _whoami(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    return answer(seen, f"You are {seen.name} ({seen.sender}), paired; this chat is {seen.chat}.")


async def _mirror(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    if typed.rest not in ("on", "off"):
        now = (await insist(bus, GetChatSettings(chat=seen.chat))).mirror
        return answer(seen, f"Mirroring is {'on' if now else 'off'}: /mirror on or /mirror off.")
    await _change(bus, seen, ChatChange(mirror=typed.rest == "on"))
    told = "is told" if typed.rest == "on" else "is not told"
    return answer(seen, f"What is said in the browser {told} here from now on.")


async def _tools(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    if typed.rest not in ("status", "log", "off"):
        now = (await insist(bus, GetChatSettings(chat=seen.chat))).tools
        return answer(seen, f"Tools are shown as {now!r}: /tools status, /tools log or /tools off.")
    await _change(bus, seen, ChatChange.model_validate({"tools": typed.rest}))
    return answer(seen, f"Tools are shown as {typed.rest!r} from now on.")


async def _reasoning(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    if typed.rest not in ("on", "off"):
        now = (await insist(bus, GetChatSettings(chat=seen.chat))).reasoning
        return answer(seen, f"Reasoning is {'on' if now else 'off'}: /reasoning on or off.")
    await _change(bus, seen, ChatChange(reasoning=typed.rest == "on"))
    told = "is shown" if typed.rest == "on" else "is not shown"
    return answer(seen, f"What the agent thought {told} from now on.")


async def _approve(bus: Bus, me: Me, seen: Seen, typed: Typed) -> Saying:
    """Without an id the only one that waits, else they are listed."""
    waiting = (await insist(bus, GetOpenRequests())).approvals
    wanted = [each for each in waiting if each.id == typed.rest] if typed.rest else waiting
    if not wanted:
        return answer(seen, "Nothing waits to be decided.")
    if len(wanted) > 1:
        lines = "\n".join(f"/{typed.name} {each.id}: {each.tool}" for each in wanted)
        return answer(seen, f"Several things wait to be decided:\n{lines}")
    decided = await _decide(bus, seen, typed.name == "approve", wanted[0].id)
    word = "Approved" if typed.name == "approve" else "Rejected"
    return answer(seen, f"{word}: {decided.tool}.")


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


async def _change(bus: Bus, seen: Seen, change: ChatChange) -> None:
    await insist(bus, ChangeChat(chat=seen.chat, change=change))


_DOES: dict[str, Do] = {
    "start": _start,
    "whoami": _whoami,
    "mirror": _mirror,
    "tools": _tools,
    "reasoning": _reasoning,
    "approve": _approve,
    "reject": _approve,
    "help": _help,
}
