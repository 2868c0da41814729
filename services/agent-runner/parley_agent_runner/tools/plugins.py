"""Finds the tools of other packages, by their entry points."""

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points

from parley_agent_runner.tools.declaration import AnyTool, Tool

logger = logging.getLogger(__name__)

GROUP = "parley.tools"


def find_tools(taken: Iterable[str]) -> tuple[AnyTool, ...]:
    """Those of installed packages; none may have a name that is `taken`."""
    return tuple(load_tools(entry_points(group=GROUP), taken))


def load_tools(entries: Iterable[EntryPoint], taken: Iterable[str]) -> Iterator[AnyTool]:
    names = set(taken)
    for entry in sorted(entries, key=lambda entry: entry.name):
        tool = _load(entry)
        if tool is None:
            continue
        if tool.name in names:
            logger.warning("a tool's name is taken", extra={"tool": tool.name})
            continue
        names.add(tool.name)
        yield tool


def _load(entry: EntryPoint) -> AnyTool | None:
    try:
        found = entry.load()
    except Exception:  # whatever another package does must not keep the runner from starting
        logger.exception("a tool could not be loaded", extra={"tool": entry.name})
        return None
    if isinstance(found, Tool):
        return found
    logger.warning("an entry point is no tool", extra={"tool": entry.name})
    return None
