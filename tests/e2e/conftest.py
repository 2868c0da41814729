"""One Parley and one browser for all end-to-end tests, and what a test does with them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from parley_cli.browser import find_chromium
from playwright.sync_api import Browser, Page, expect

from tests.e2e.looks import look_of
from tests.e2e.people import Person, call_api
from tests.launcher import PROJECT, LaunchedParley
from tests.ports import free_port
from tests.waiting import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)
QUIET = ["--disable-quic", "--disable-background-networking", "--no-sandbox"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """An installed Chromium, or the one Playwright downloaded."""
    return {**browser_type_launch_args, "executable_path": str(find_chromium()), "args": QUIET}


@dataclass(frozen=True)
class TelegramPlace:
    """Where Parley looks for a bot: there is none until the file holds a token."""

    port: int
    token_file: Path


@pytest.fixture(scope="session")
def telegram_place(tmp_path_factory: pytest.TempPathFactory) -> TelegramPlace:
    return TelegramPlace(free_port(), tmp_path_factory.mktemp("bot") / "token")


@pytest.fixture(scope="session")
def parley(
    tmp_path_factory: pytest.TempPathFactory, telegram_place: TelegramPlace
) -> Iterator[LaunchedParley]:
    """Started once; a test that hurts it leaves it whole."""
    environment = {
        "TELEGRAM_BOT_TOKEN_FILE": str(telegram_place.token_file),
        "TELEGRAM_API_BASE_URL": f"http://127.0.0.1:{telegram_place.port}",
        "TELEGRAM_PACE": "0",
    }
    parley = LaunchedParley(tmp_path_factory.mktemp("e2e") / "p", environment)
    parley.up()
    yield parley
    parley.down()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """A tab in a browser of its own; whatever it complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_one(**settings: object) -> Page:
        context = browser.new_context(**settings)  # type: ignore[arg-type]  # Playwright's own names
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    unexpected = [text for text in complaints if "Failed to load resource" not in text]
    assert not [text for text in unexpected if "WebSocket connection" not in text]


@pytest.fixture
def person(
    parley: LaunchedParley, open_page: OpenPage, slow_agent: str, request: pytest.FixtureRequest
) -> Person:
    """Signed in, on the start page, in one of the looks; every agent of the tests is there."""
    wide = request.node.get_closest_marker("wide") is not None
    return Person.sign_in(open_page(**look_of(request.node.name, wide=wide)), parley)


@pytest.fixture(scope="session")
def axe() -> str:
    frontend = Path(__file__).parents[2] / "services" / "web" / "frontend"
    return (frontend / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def slow_agent(parley: LaunchedParley) -> str:
    """The name of an agent that says ten words a second."""
    change = {"name": "Slowcoach", "model": "demo/slow"}
    call_api(parley, "POST", "/agents", {"id": "slowcoach", "change": change})
    return "Slowcoach"


@pytest.fixture(scope="session")
def model_server() -> Iterator[str]:
    """The address of a scripted server."""
    command = [sys.executable, "-m", "tests.fakes.openai_server"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.kill()
