"""What was said last fits into a few messages and says who said what."""

from datetime import UTC, datetime

from parley_shared.telegram import Recap, Said
from parley_telegram.recapping import write_recap

ROOM = 4_076


def recap(*said: Said) -> Recap:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Recap(id="r", thread_id="T", seq=0, at=at, said=said)


def test_it_says_who_said_what() -> None:
    said = recap(
        Said(message_id="1", role="user", text="What now?", files=("plan.pdf",)),
        Said(message_id="2", role="assistant", who="Parley", text="Plant the beans."),
    )

    (text,) = write_recap(said, "Garden", ROOM)

    assert text.text == (
        "🧵 Said last in “Garden”:\n\nYou: What now?\n📎 plan.pdf\n\nParley: Plant the beans."
    )
    assert [(each.style, each.offset, each.length) for each in text.entities] == [
        ("bold", 0, 25),
        ("bold", 27, 4),
        ("bold", 55, 7),
    ]


def test_twenty_long_messages_are_cut_to_a_few_of_telegrams() -> None:
    said = [
        Said(message_id=str(n), role="user", who="Ann", text="🌱 word " * 400) for n in range(20)
    ]

    texts = write_recap(recap(*said), "", ROOM)

    assert len(texts) <= 4
    assert all(each.size <= ROOM for each in texts)
    assert "\n".join(each.text for each in texts).count("Ann: 🌱 word") == 20
    assert "\n".join(each.text for each in texts).count("…") == 20


def test_a_single_long_message_is_told_at_more_length_than_one_of_many() -> None:
    text = "word " * 600

    (alone,) = write_recap(recap(Said(message_id="1", role="user", text=text)), "", ROOM)

    assert alone.size > 1_500
