"""Which browser the end-to-end tests drive."""

import pytest
from parley_cli.browser import find_chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """An installed Chromium, or the one Playwright downloaded."""
    return {**browser_type_launch_args, "executable_path": str(find_chromium())}
