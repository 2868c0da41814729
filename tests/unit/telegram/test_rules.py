"""Who may write where, and how a new chat is set, by the settings."""

from typing import Any

from parley_shared.telegram import ChatChange
from parley_telegram.access import Seen, read_update
from parley_telegram.rules import Rules
from parley_telegram.settings import TelegramSettings

ALICE, GROUP = 4242, -100123


def seen(chat: int) -> Seen:
    kind = "private" if chat > 0 else "supergroup"
    message = {
        "message_id": 1,
        "from": {"id": ALICE, "first_name": "Alice"},
        "chat": {"id": chat, "type": kind},
        "text": "/status",
    }
    read = read_update({"update_id": 1, "message": message})
    assert read is not None
    return read


def rules(**settings: Any) -> Rules:
    return Rules(TelegramSettings.model_validate(settings))


def test_private_chats_and_groups_are_switched_off_each_alone() -> None:
    everything, no_direct = rules(), rules(telegram_dm_policy="disabled")
    no_groups = rules(telegram_groups="off")

    taken = [
        (each.takes(seen(ALICE), "bot"), each.takes(seen(GROUP), "bot"))
        for each in (everything, no_direct, no_groups)
    ]

    assert taken == [(True, True), (False, True), (True, False)]


def test_a_code_lets_people_in_only_where_they_are_paired() -> None:
    policies = ("pairing", "allowlist", "disabled")

    assert [rules(telegram_dm_policy=each).pairs for each in policies] == [True, False, False]


def test_the_settings_say_how_a_new_chat_is_set() -> None:
    told = rules(
        telegram_allowed_groups=f"{GROUP}, -5",
        telegram_mirror="off",
        telegram_show_tools="log",
        telegram_show_reasoning="blockquote",
    )

    assert told.first_values(seen(GROUP)) == ChatChange(
        allowed=True, mirror=False, tools="log", reasoning=True
    )
    assert told.first_values(seen(-100)).allowed is None
    assert told.first_values(seen(ALICE)).allowed is None
