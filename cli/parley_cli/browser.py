"""Finds the Chromium that the end-to-end tests drive."""

import os
import shutil
import sys
from pathlib import Path

from parley_cli.failures import LauncherFailure

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DOWNLOADS = {"darwin": "Library/Caches/ms-playwright", "linux": ".cache/ms-playwright"}


class NoChromium(LauncherFailure):
    def __init__(self) -> None:
        super().__init__(
            "The end-to-end tests need Chromium: install it (on Debian: apt install chromium), "
            "or run .venv/bin/playwright install chromium"
        )


def find_chromium() -> Path:
    """An installed one, else Playwright's own download. Raises NoChromium."""
    for name in (os.environ.get("PARLEY_CHROMIUM", ""), *NAMES):
        if found := shutil.which(name):
            return Path(found)
    for found_path in sorted(_downloads().glob("chromium-*/chrome-*/*"), reverse=True):
        if found_path.name in ("chrome", "Chromium.app"):
            inside = found_path / "Contents" / "MacOS" / "Chromium"
            return inside if inside.exists() else found_path
    raise NoChromium


def _downloads() -> Path:
    told = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    return Path(told) if told else Path.home() / DOWNLOADS.get(sys.platform, ".cache/ms-playwright")
