"""Threads and turns as the store keeps them: what everybody sees and what only it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from parley_shared.models import Message, Model, Thread, Turn
from sqlalchemy import Row

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class KeptThread:
    thread: Thread
    seq: int  # of the newest event
    last_position: int
    last_turn: int
    fence: int
    deleted_at: datetime | None


@dataclass(frozen=True)
class KeptTurn:
    turn: Turn
    first_seq: int
    started_at: datetime | None
    reason: str | None
    claim_id: str | None  # of the newest claim
    resumed: bool
    progressed: bool
    steers: int
    woken_at: datetime | None
    wakes: int


def read_thread(row: Row[Any]) -> KeptThread:
    return KeptThread(
        thread=Thread.model_validate(row),
        seq=row.seq,
        last_position=row.last_position,
        last_turn=row.last_turn,
        fence=row.fence,
        deleted_at=row.deleted_at,
    )


def read_turn(row: Row[Any]) -> KeptTurn:
    return KeptTurn(
        turn=Turn.model_validate(row),
        first_seq=row.first_seq,
        started_at=row.started_at,
        reason=row.reason,
        claim_id=row.claim_id,
        resumed=row.resumed,
        progressed=row.progressed,
        steers=row.steers,
        woken_at=row.woken_at,
        wakes=row.wakes,
    )


def thread_columns(thread: Thread) -> dict[str, object]:
    return {name: getattr(thread, name) for name in Thread.model_fields}


def message_columns(message: Message) -> dict[str, object]:
    body = message.model_dump_json()
    return {
        "id": message.id,
        "thread_id": message.thread_id,
        "position": message.position,
        "anchor": message.anchor,
        "role": message.role,
        "text": message.text,
        "deleted": message.deleted,
        "size": len(body.encode()),
        "body": body,
    }


def bytes_of(model: Model) -> int:
    """As it travels."""
    return len(model.model_dump_json().encode())


def first_that_fit(models: Sequence[M], limit: int, *, at_least: int = 1) -> list[M]:
    """As many of the first as have at most `limit` bytes together."""
    fitting: list[M] = []
    size = 0
    for model in models:
        size += bytes_of(model)
        if len(fitting) >= at_least and size > limit:
            break
        fitting.append(model)
    return fitting
