"""Who sent an update, and whether it is meant for the bot; what Telegram sends is not trusted."""

from typing import Any

import pytest
from parley_telegram.access import is_addressed, read_code, read_update

ME = "parley_bot"


def message(text: str = "Hi", chat: int = 7, **more: Any) -> dict[str, Any]:
    kind = "private" if chat > 0 else "supergroup"
    return {
        "message_id": 1,
        "from": {"id": 7, "first_name": "Ann"},
        "chat": {"id": chat, "type": kind},
        "text": text,
        **more,
    }


def update(kind: str = "message", **content: Any) -> dict[str, Any]:
    return {"update_id": 5, kind: content}


def test_a_message_says_who_and_where() -> None:
    seen = read_update(update(**message()))

    assert seen is not None
    assert (seen.kind, seen.chat, seen.sender, seen.name) == ("message", "7", "7", "Ann")


def test_a_topic_of_a_group_is_a_chat_of_its_own_but_not_the_general_one() -> None:
    topic = read_update(update(**message(chat=-9, is_topic_message=True, message_thread_id=4)))
    general = read_update(update(**message(chat=-9, is_topic_message=True, message_thread_id=1)))

    assert topic is not None and topic.chat == "-9_4"
    assert general is not None and general.chat == "-9"


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": 1},
        {"update_id": "x", "message": message()},
        {"update_id": 1, "message": "text"},
        {"update_id": 1, "message": {"chat": {"id": 1}}},
        {"update_id": 1, "message": {**message(), "from": {"id": "7"}}},
        {"update_id": 1, "message": {**message(), "from": {"id": 7, "is_bot": True}}},
        {"update_id": 1, "message": {**message(), "chat": {"id": -5, "type": "channel"}}},
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 7}, "data": "x"}},
        {"update_id": 1, "something_new": message()},
    ],
)
def test_what_is_of_no_use_is_let_pass(raw: dict[str, Any]) -> None:
    assert read_update(raw) is None


@pytest.mark.parametrize(
    ("text", "addressed"),
    [
        ("just talking", False),
        ("hello @parley_bot", True),
        ("hello @parley_bot2", False),
        ("/new", True),
        ("/new@Parley_Bot", True),
        ("/new@another_bot", False),
    ],
)
def test_in_a_group_only_what_is_meant_for_the_bot_counts(text: str, addressed: bool) -> None:
    seen = read_update(update(**message(text, chat=-9)))

    assert seen is not None
    assert is_addressed(seen, ME, require_mention=True) is addressed


def test_an_answer_to_the_bot_is_meant_for_it() -> None:
    answered = {"from": {"id": 1, "username": "Parley_bot"}}
    seen = read_update(update(**message(chat=-9, reply_to_message=answered)))

    assert seen is not None
    assert is_addressed(seen, ME, require_mention=True)


def test_a_code_counts_only_where_nobody_else_reads_it() -> None:
    private, group = (
        read_update(update(**message("/start Ab_c-1", chat=chat))) for chat in (7, -9)
    )

    assert private is not None and read_code(private) == "Ab_c-1"
    assert group is not None and read_code(group) is None
