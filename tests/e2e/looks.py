"""How a page is looked at: on a desk or in a pocket, in light or dark."""

from typing import Any
from zlib import crc32

Look = dict[str, Any]  # Playwright's own names

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
BY_NAME: dict[str, Look] = {
    f"{name}-{scheme}": {"viewport": size, "color_scheme": scheme}
    for name, size in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
}


def look_of(test: str, *, wide: bool = False) -> Look:
    """The same for a test each time, and another for others: together they see all of them."""
    looks = [each for each in BY_NAME.values() if not wide or each["viewport"] == DESKTOP]
    return looks[crc32(test.encode()) % len(looks)]
