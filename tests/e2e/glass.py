"""Looks at a page in light and in dark: no accessibility fault, nothing cut off, a picture each."""

from collections.abc import Iterator
from typing import Any, Literal

from playwright.sync_api import Page

from tests.shots import keep_shot
from tests.waiting import PATIENCE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The guards at both ends of an open menu or dialog: who gets there is led back in at once.
GUARDS = "[data-base-ui-focus-guard]"
THEME = "document.documentElement.dataset.theme"
WEARS = f"""
scheme =>
  {THEME} === scheme &&
  !document.querySelector("[data-starting-style], [data-ending-style]") &&
  !document.getAnimations().some(it => it instanceof CSSTransition)
"""
FITS = "() => document.documentElement.scrollWidth <= innerWidth"
FIND_FAULTS = """
async ([where, options]) =>
  (await axe.run(where, options)).violations.map(({ id, nodes }) => ({
    rule: id,
    where: nodes.map(({ target }) => target),
  }))
"""


def look_at(page: Page, axe: str, name: str, *, but: str | None = None) -> None:
    """In the colours that it has, then in the others, which it keeps; without the rule `but`."""
    for scheme in _both_schemes(page):
        faults = _find_faults(page, axe, but)
        assert faults == [], f"{name} in {scheme}: {faults}"
        keep_shot(page, f"{name}-{scheme}")
    until_it_fits(page)


def until_it_fits(page: Page) -> None:
    """Nothing reaches over the page's side."""
    page.wait_for_function(FITS, timeout=PATIENCE * 1000)


def _both_schemes(page: Page) -> Iterator[str]:
    """Each once the page wears it: what it shows is the same, and need not be loaded again."""
    first = page.evaluate(THEME)
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme in sorted(schemes, key=lambda each: each != first):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(WEARS, arg=scheme)
        yield scheme


def _find_faults(page: Page, axe: str, but: str | None) -> list[dict[str, Any]]:
    """What axe reports, in its own words."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    rules = {but: {"enabled": False}} if but else {}
    # What is well is not told: to say it of every element takes longer than to look.
    options = {"runOnly": RULES, "rules": rules, "resultTypes": ["violations"]}
    where = {"include": ["html"], "exclude": [GUARDS]}
    found: list[dict[str, Any]] = page.evaluate(FIND_FAULTS, [where, options])
    return found
