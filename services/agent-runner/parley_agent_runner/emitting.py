"""Lets tools and hooks tell events of their own, to whoever watches the thread of their turn."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from pydantic import JsonValue

LARGEST = 64_000  # characters of JSON
NAME = re.compile(r"[a-z][a-z0-9_.-]{0,59}")

Tell = Callable[[str, JsonValue], Awaitable[None]]


@dataclass(frozen=True)
class Emitters:
    """Of the turn that runs."""

    custom: Tell
    debug: Tell


_current: ContextVar[Emitters | None] = ContextVar("emitters", default=None)


@contextmanager
def emitting(emitters: Emitters) -> Iterator[None]:
    token = _current.set(emitters)
    try:
        yield
    finally:
        _current.reset(token)


async def emit_custom(name: str, data: JsonValue = None) -> None:
    """Tell `data` to everybody who watches the thread. Outside of a turn it goes nowhere.

    Raises ValueError for a name that is none, or for too much.
    """
    _check(name, data)
    emitters = _current.get()
    if emitters is not None:
        await emitters.custom(name, data)


async def emit_debug(name: str, data: JsonValue = None) -> None:
    """As `emit_custom`, on the debug channel."""
    _check(name, data)
    emitters = _current.get()
    if emitters is not None:
        await emitters.debug(name, data)


def _check(name: str, data: JsonValue) -> None:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an event")
    if len(json.dumps(data)) > LARGEST:
        raise ValueError(f"an event has at most {LARGEST} characters")
