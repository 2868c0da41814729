"""Pictures of pages that tests look at, for human eyes: in `shots`, or where PARLEY_SHOTS says."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.launcher import PROJECT

SHOTS = Path(os.environ.get("PARLEY_SHOTS") or PROJECT / "shots")


def keep_shot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name.replace('/', ' ')}.png")
