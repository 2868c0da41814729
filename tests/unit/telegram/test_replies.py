"""What is said in a chat about what happened."""

from datetime import UTC, datetime
from typing import Any

import pytest
from parley_shared.events import MessageCreated, MessageReady
from parley_shared.models import FileRef, Message, ToolPart
from parley_shared.telegram import ChatSettings, OutDelivery
from parley_telegram.replies import Manner, write_reply
from parley_telegram.saying import Saying

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SECRETLY = "I think of four, and of nothing else."


def message(**more: Any) -> Message:
    known = {"id": "a1", "thread_id": "t1", "role": "assistant", "text": "It is four."}
    return Message.model_validate({**known, "created_at": AT, **more})


def deliver(
    event: MessageReady | MessageCreated, *, most_texts: int = 5, **settings: Any
) -> Saying:
    delivery = OutDelivery(
        delivery_id=1, chat="7", settings=ChatSettings(chat="7", **settings), event=event
    )
    written = write_reply(delivery, Manner(page="https://parley.example/", most_texts=most_texts))
    assert written is not None
    return written[1]


def answer(said: Message, **settings: Any) -> Saying:
    event = MessageReady(id="e1", thread_id="t1", seq=1, at=AT, turn_id="u1", message=said)
    return deliver(event, **settings)


def file(name: str, size: int = 10) -> FileRef:
    return FileRef(id=name, name=name, media_type="text/csv", size=size, sha256="0" * 64)


def test_what_the_agent_thought_is_folded_and_only_shown_where_that_is_wanted() -> None:
    said = message(reasoning=SECRETLY)

    (silent,), (open_,) = answer(said).texts, answer(said, reasoning=True).texts

    assert silent.text == "It is four."
    assert open_.text == f"Thinking…\n{SECRETLY}\nIt is four."
    (quote,) = open_.entities
    assert (quote.style, quote.length) == ("expandable_blockquote", len(f"Thinking…\n{SECRETLY}"))


@pytest.mark.parametrize("letter", ["a", "\U0001d465"])
def test_much_that_was_thought_and_done_is_told_before_the_answer_and_leaves_it_whole(
    letter: str,
) -> None:
    title = "A server of somebody: look it up"
    parts = tuple(
        ToolPart(step=n, call_id=f"c{n}", name="look", title=title, state="done") for n in range(20)
    )
    said = message(reasoning=letter * 4_000, parts=parts)

    texts = answer(said, reasoning=True, tools="log").texts

    assert texts[0].text.startswith(f"Thinking…\n{letter}")
    assert sum(each.text.count(f"🔧 {title}: done") for each in texts) == 20
    assert texts[-1].text == "It is four."
    assert max(each.size for each in texts) <= 4096


def test_what_tools_did_is_folded_in_the_log_and_nowhere_else() -> None:
    part = ToolPart(step=0, call_id="c1", name="sum", title="Sum", state="done")
    said = message(parts=(part,))

    assert answer(said).texts[0].text == "It is four."
    (log,) = answer(said, tools="log").texts
    assert log.text == "🔧 Sum: done\nIt is four."
    assert log.entities[0].style == "expandable_blockquote"


def test_files_go_with_the_answer_and_those_too_large_are_named() -> None:
    said = message(artifacts=(file("small.csv"), file("huge.csv", 50 * 2**20 + 1)))

    saying = answer(said)

    assert [each.name for each in saying.files] == ["small.csv"]
    assert saying.texts[0].text == (
        "It is four.\n\n📎 huge.csv: too much for Telegram, but in the browser: "
        "https://parley.example/chat/t1"
    )


def test_what_is_mirrored_names_who_said_it_and_what_was_attached() -> None:
    said = message(role="user", text="Look", sender="Owner", attachments=(file("a.csv"),))
    event = MessageCreated(id="e1", thread_id="t1", seq=1, at=AT, message=said)

    saying = deliver(event)

    assert saying.texts[0].text == "🌐 Owner: Look\n📎 a.csv"
    assert saying.silent


def test_an_answer_with_a_table_can_be_rich_unless_something_stands_above_it() -> None:
    said = message(text="| a | b |\n|---|---|\n| 1 | 2 |", reasoning=SECRETLY)

    assert answer(said).rich == said.text
    assert answer(said, reasoning=True).rich is None


def test_an_answer_of_more_messages_than_wanted_is_the_first_and_a_file() -> None:
    said = message(text="word " * 3_000)

    whole, cut = answer(said), answer(said, most_texts=3)

    assert (len(whole.texts), whole.document) == (4, None)
    assert [each.text for each in cut.texts[1:]] == ["The whole answer is in the file."]
    assert cut.document is not None
    assert cut.document[1].decode().split() == ["word"] * 3_000
