"""These need a Docker engine with compose, a Chromium, and many minutes: they run when named."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from parley_cli.browser import find_chromium
from playwright.sync_api import Browser, Page

from tests.compose.stack import Stack
from tests.compose.telegram_chat import TelegramChat
from tests.e2e.conftest import QUIET


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    return {**browser_type_launch_args, "executable_path": str(find_chromium()), "args": QUIET}


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Built and started once; a test that hurts it leaves it whole."""
    stack = Stack(tmp_path_factory.mktemp("compose") / "parley")
    stack.clone()
    try:
        stack.up()
        agent = {"id": "slow", "change": {"name": "Slowcoach", "model": "demo/slow"}}
        stack.until_taken("/api/agents", agent)
        yield stack
    finally:
        stack.down()


@pytest.fixture(scope="session")
def telegram(stack: Stack) -> Iterator[TelegramChat]:
    """Paired, and answered by the slow agent."""
    with closing(TelegramChat(stack.people_port)) as chat:
        link = stack.client.get("/api/pairing").json()["link"]
        chat.say(f"/start {link.rsplit('=', 1)[1]}")
        chat.until(lambda texts: any("You are paired" in text for text in texts))
        chat.say("/new")
        chat.until(lambda texts: any("New thread" in text for text in texts))
        chat.say("/agent slow")
        chat.until(lambda texts: any("Slowcoach" in text for text in texts))
        yield chat


@pytest.fixture(scope="module")
def tabs(stack: Stack, browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two of one browser."""
    context = browser.new_context()
    yield context.new_page(), context.new_page()
    context.close()
