"""What in a chat is a command, and what is a message for the agent."""

from typing import get_args

import pytest
from parley_gateway.commands import MEANINGS, ChatCommand, Name, parse_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/new", ChatCommand("new")),
        ("/new Garden plan", ChatCommand("new", "Garden plan")),
        ("  /title  two  words ", ChatCommand("title", "two  words")),
        ("/HELP", ChatCommand("help")),
        ("/agent@parley_bot Ada Lovelace", ChatCommand("agent", "Ada Lovelace")),
        ("/title first line\nsecond line", ChatCommand("title", "first line\nsecond line")),
        ("/threads", ChatCommand("threads")),
        ("/thread 2", ChatCommand("thread", "2")),
    ],
)
def test_a_known_word_after_a_slash_is_a_command(text: str, command: ChatCommand) -> None:
    assert parse_command(text) == command


@pytest.mark.parametrize(
    "text",
    ["", "/", "hello", "/nothing", "/newspaper", "/etc/hosts", "/new/er", "// new", "see /help"],
)
def test_anything_else_is_a_message(text: str) -> None:
    assert parse_command(text) is None


def test_every_command_says_what_it_means() -> None:
    assert tuple(MEANINGS) == get_args(Name)
    assert all(meaning.startswith(f"/{name}") for name, meaning in MEANINGS.items())
