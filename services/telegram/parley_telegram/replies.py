"""From what happened to what is said about it in a chat. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from parley_shared import events as ev
from parley_shared.ids import answer_id
from parley_shared.models import Approval, FileRef, Message, Query, ToolPart
from parley_shared.telegram import OutDelivery, Recap, recap_key

from parley_telegram.attaching import choose_files
from parley_telegram.chunks import render, split_plain, split_styled
from parley_telegram.data import write_approval, write_choice, write_retry
from parley_telegram.recapping import write_recap
from parley_telegram.rich import gains_by_rich
from parley_telegram.saying import AGAIN, Button, Saying, write_title
from parley_telegram.styled import Styled, joined

ROOM = 4096 - 20  # UTF-16 units of a message, with room for the mark of one that is sent again
SHOWN_ARGUMENTS = 1_500  # characters of what a tool is called with
QUOTED = 3_000  # characters of a mirrored message
REASONING = 3_500  # UTF-16 units
LONGEST_HEAD = ROOM // 2  # UTF-16 units above an answer; more is said in a message of its own

# How what is said goes out: as a message, or in the place of one that is there.
How = Literal["say", "replace", "replace_or_say"]

assert AGAIN.size <= 20


@dataclass(frozen=True)
class Manner:
    """How much of an answer is told, and where the rest of it is."""

    page: str = ""  # address of the web page
    most_texts: int = 5  # of more of them the first, and a document with the whole
    largest_file: int = 50 * 2**20  # bytes


def write_reply(delivery: OutDelivery, manner: Manner) -> tuple[How, Saying] | None:
    """None: nothing is to be said about it."""
    match delivery.event:
        case ev.MessageReady() as ready:
            return "say", _write_answer(delivery, ready.message, manner)
        case ev.MessageCreated() as created:
            return "say", _write_mirrored(delivery, created.message)
        case ev.MessageRejected() as rejected:
            text = Styled("⚠️ This was not taken: ") + Styled(rejected.reason)
            return "say", _say(delivery, text, f"rejected:{rejected.message_id}")
        case ev.TurnFailed() as failed:
            return "replace_or_say", _write_failure(delivery, failed)
        case ev.TurnCancelled():
            return "replace_or_say", _say(delivery, Styled("⏹ Stopped."), _key_of_turn(delivery))
        case Recap() as recap:
            return None if delivery.elsewhere else ("say", _write_recap(delivery, recap))
    return _write_request(delivery)


def _write_request(delivery: OutDelivery) -> tuple[How, Saying] | None:
    """What a human is asked, and what became of it."""
    match delivery.event:
        case ev.ApprovalRequested() as requested:
            return "say", _write_approval(delivery, requested.approval)
        case ev.ApprovalDecided() as decided:
            return "replace", _write_decided(delivery, decided)
        case ev.QuestionAsked() as asked:
            return "say", _write_question(delivery, asked.question)
        case ev.QuestionAnswered() as answered:
            return "replace", _write_answered(delivery, answered)
    return None


def place_of(delivery: OutDelivery) -> Styled:
    """The thread's name, where the chat looks at another one."""
    return write_title(delivery.title) if delivery.elsewhere else Styled("")


def _write_answer(delivery: OutDelivery, message: Message, manner: Manner) -> Saying:
    whole = message.text.strip() or _why_empty(message)
    head = place_of(delivery) + _write_reasoning(delivery, message) + _write_log(delivery, message)
    alone = split_styled(head, ROOM) if head.size > LONGEST_HEAD else []
    head = Styled("") if alone else head
    texts = render(whole, ROOM - head.size, 100 - len(head.entities)) if head.text else None
    texts = texts or render(whole, ROOM) or [Styled(_why_empty(message))]
    document = None
    if len(texts) > manner.most_texts:
        texts = texts[:1]
        document = (f"{delivery.title[:40].strip() or 'answer'}.md", whole.encode())
    files, left_out = choose_files(message.artifacts, manner.largest_file)
    note = _write_note(message, document is not None)
    note = "\n".join(filter(None, (note, _name_left_out(message, left_out, manner.page))))
    texts[0] = head + texts[0]
    if note:
        texts = _add_note(texts, Styled(note).within("italic"))
    return Saying(
        key=message.id,
        texts=(*alone, *texts),
        thread_id=message.thread_id,
        reply_to=delivery.reply_to,
        document=document,
        files=files,
        rich=whole if not alone and not head.text and gains_by_rich(whole) else None,
    )


def _add_note(texts: list[Styled], note: Styled) -> list[Styled]:
    """Below the last text, or alone where there is no room."""
    last = texts[-1] + Styled("\n\n") + note
    return [*texts[:-1], last] if last.size <= ROOM else [*texts, note]


def _why_empty(message: Message) -> str:
    return "⏹ Stopped." if message.stop_reason == "cancelled" else "(no text)"


def _name_left_out(message: Message, files: Sequence[FileRef], page: str) -> str:
    link = f": {page.rstrip('/')}/chat/{message.thread_id}" if page else "."
    names = ", ".join(file.name for file in files)
    return f"📎 {names}: too much for Telegram, but in the browser{link}" if files else ""


def _write_note(message: Message, has_document: bool) -> str:
    notes = {
        "cancelled": "Stopped here.",
        "length": "The model reached its longest answer here.",
        "limit": "A limit ended the answer here.",
        "error": "The answer broke off here.",
        "content_filter": "The provider's filter ended the answer here.",
    }
    said = [notes.get(message.stop_reason or "", "")] if message.text.strip() else []
    said += ["The whole answer is in the file."] if has_document else []
    return "\n".join(filter(None, said))


def _write_reasoning(delivery: OutDelivery, message: Message) -> Styled:
    thought = split_plain(message.reasoning.strip(), REASONING)
    if not delivery.settings.reasoning or not thought:
        return Styled("")
    return Styled(f"Thinking…\n{thought[0].text}").within("expandable_blockquote") + Styled("\n")


def _write_log(delivery: OutDelivery, message: Message) -> Styled:
    if delivery.settings.tools != "log":
        return Styled("")
    tools = [part for part in message.parts if isinstance(part, ToolPart)]
    if not tools:
        return Styled("")
    lines = "\n".join(f"🔧 {part.title}: {part.state}" for part in tools[:20])
    return Styled(lines).within("expandable_blockquote") + Styled("\n")


def _write_mirrored(delivery: OutDelivery, message: Message) -> Saying:
    icon = "🌐" if message.source == "web" else "💬"
    names = [f"📎 {file.name}" for file in message.attachments]
    said = "\n".join(filter(None, (message.text.strip(), *names)))
    cut = said if len(said) <= QUOTED else f"{said[:QUOTED]}…"
    who = f"{message.sender}: " if message.sender else ""
    text = place_of(delivery) + Styled(f"{icon} {who}{cut}").within("blockquote")
    return Saying(message.id, (text,), thread_id=message.thread_id, silent=True)


def _write_recap(delivery: OutDelivery, recap: Recap) -> Saying:
    return Saying(
        key=recap_key(recap.said[-1].message_id),
        texts=write_recap(recap, delivery.title, ROOM),
        thread_id=recap.thread_id,
        silent=True,
    )


def _write_approval(delivery: OutDelivery, approval: Approval) -> Saying:
    whole = json.dumps(approval.arguments, indent=2, ensure_ascii=False)
    shown = whole if len(whole) <= SHOWN_ARGUMENTS else f"{whole[:SHOWN_ARGUMENTS]}\n…"
    text = joined(
        (
            place_of(delivery),
            Styled(f"✋ {_name_asker(delivery)} wants to use "),
            Styled(approval.tool).within("bold"),
            Styled(f"\n{approval.reason}\n" if approval.reason else "\n"),
            Styled(shown).within("pre", "json"),
        )
    )
    document = None if shown == whole else ("arguments.json", whole.encode())
    return Saying(
        key=approval.id,
        texts=(text,),
        buttons=_approval_buttons(approval),
        thread_id=delivery.thread_id,
        document=document,
    )


def _name_asker(delivery: OutDelivery) -> str:
    who = delivery.who or "The agent"
    return f"{who}, who works for {delivery.works_for}," if delivery.works_for else who


def _approval_buttons(approval: Approval) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [
        (
            Button("✅ Approve", write_approval(approval.id, "y"), "success"),
            Button("❌ Reject", write_approval(approval.id, "n"), "danger"),
        )
    ]
    if "approve_edited" in approval.allowed:
        rows.append((Button("✏️ Edit", write_approval(approval.id, "e")),))
    if approval.remember_as is not None:
        always = Button("♾ Always in this thread", write_approval(approval.id, "t"))
        rows.append((always,))
    return tuple(rows)


def _write_decided(delivery: OutDelivery, decided: ev.ApprovalDecided) -> Saying:
    words = {
        "approve": "✅ Approved",
        "approve_edited": "✏️ Approved with changes",
        "deny": "❌ Rejected",
        "expired": "⌛ Nobody decided in time",
    }
    text = Styled(words[decided.decision] + _by(decided.by, decided.surface, delivery))
    return Saying(decided.approval_id, (text,), thread_id=decided.thread_id)


def _by(by: str | None, surface: str | None, delivery: OutDelivery) -> str:
    where = {"web": " in the browser", "telegram": " on Telegram"}.get(surface or "", "")
    who = f" by {by}" if by else ""
    return f"{who}{where} at {delivery.event.at:%H:%M} UTC" if surface else ""


def _write_question(delivery: OutDelivery, query: Query) -> Saying:
    asked = render(query.text, ROOM - 400)[:1] or [Styled("?")]
    who = f"{_name_asker(delivery)} asks: " if delivery.works_for else ""
    text = place_of(delivery) + Styled(f"❓ {who}") + asked[0]
    choices = query.options[:50]
    if query.kind == "free" or not choices:
        # What is just written goes to the agent of the thread, which is not the one that asks.
        how = "Answer this message." if delivery.works_for else "Write your answer."
        text += Styled("\n\n") + Styled(how).within("italic")
        return Saying(query.id, (text,), thread_id=query.thread_id)
    many = query.kind == "multi"
    rows = [
        (Button(("☐ " if many else "") + option.label, write_choice(query.id, number, many)),)
        for number, option in enumerate(choices)
    ]
    if many:
        rows.append((Button("Done", write_choice(query.id, None, many), "success"),))
    return Saying(query.id, (text,), tuple(rows), thread_id=delivery.thread_id)


def _write_answered(delivery: OutDelivery, answered: ev.QuestionAnswered) -> Saying:
    said = ", ".join(answered.answer) or "nothing, in time"
    text = Styled("✅ Answered: ") + split_plain(said, QUOTED)[0]
    text += Styled(_by(answered.by, answered.surface, delivery))
    return Saying(answered.question_id, (text,), thread_id=answered.thread_id)


def _write_failure(delivery: OutDelivery, failed: ev.TurnFailed) -> Saying:
    text = Styled("😕 That did not work: ") + split_plain(failed.text or failed.code, QUOTED)[0]
    retry = ((Button("🔁 Try again", write_retry(failed.message_id)),),) if failed.retryable else ()
    return _say(delivery, text, _key_of_turn(delivery), retry)


def _key_of_turn(delivery: OutDelivery) -> str:
    return answer_id(delivery.event.turn_id or "")


def _say(
    delivery: OutDelivery,
    text: Styled,
    key: str,
    buttons: tuple[tuple[Button, ...], ...] = (),
) -> Saying:
    return Saying(
        key=key,
        texts=(place_of(delivery) + text,),
        buttons=buttons,
        thread_id=delivery.event.thread_id,
        reply_to=delivery.reply_to,
    )
