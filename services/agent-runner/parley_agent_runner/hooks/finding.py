"""Finds hooks: of other packages by their entry points, and commands by hooks.json."""

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from parley_agent_runner.hooks.commands import CommandHook, make_hook
from parley_agent_runner.hooks.hook import Hook, HookFailed, Payload, Verdict

logger = logging.getLogger(__name__)

GROUP = "parley.hooks"
FILE = "hooks.json"  # in the runner's own folder: nothing else can write it

_written: TypeAdapter[tuple[CommandHook, ...]] = TypeAdapter(tuple[CommandHook, ...])


def find_hooks(folder: Path) -> tuple[Hook, ...]:
    """Those of packages first, by name; then the commands, as they are written."""
    hooks = (*load_hooks(entry_points(group=GROUP)), *read_hooks(folder / FILE))
    logger.info("hooks found", extra={"count": len(hooks), "file": str(folder / FILE)})
    return hooks


def load_hooks(entries: Iterable[EntryPoint]) -> Iterator[Hook]:
    for entry in sorted(entries, key=lambda entry: entry.name):
        try:
            found = entry.load()
        except Exception:  # whatever another package does must not keep the runner from starting
            logger.exception("a hook could not be loaded", extra={"hook": entry.name})
            found = None
        yield found if isinstance(found, Hook) else make_broken(entry.name)


def read_hooks(file: Path) -> tuple[Hook, ...]:
    try:
        written = _written.validate_json(file.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError) as error:
        logger.error("hooks.json can't be read", extra={"reason": str(error)})
        return (make_broken(FILE),)
    return tuple(make_hook(each) for each in written)


def make_broken(name: str) -> Hook:
    """It was meant to guard something, so no tool runs until it is mended."""

    async def run(payload: Payload) -> Verdict:
        raise HookFailed("it could not be loaded")

    return Hook(name, ("before_tool",), run)
