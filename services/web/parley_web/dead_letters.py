"""What could not be done: listed, tried again, let go."""

from typing import Annotated

from fastapi import Query
from parley_shared.dead_letters import (
    DeadLetter,
    DeadLetterPage,
    DiscardDeadLetter,
    ListDeadLetters,
    RetryDeadLetter,
)

from parley_web.web import Here, Id, make_router

router = make_router("/api/dead-letters", "dead letters")


@router.get("")
async def list_dead_letters(
    web: Here, before: str | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> DeadLetterPage:
    """Newest first, only those that wait for a person."""
    return await web.bus.ask(ListDeadLetters(before=before, limit=limit))


@router.post("/{letter_id}/retry")
async def retry_dead_letter(letter_id: Id, web: Here) -> DeadLetter:
    """When it fails again the letter stays, and the error says why."""
    return await web.bus.ask(RetryDeadLetter(letter_id=letter_id))


@router.post("/{letter_id}/discard")
async def discard_dead_letter(letter_id: Id, web: Here) -> DeadLetter:
    return await web.bus.ask(DiscardDeadLetter(letter_id=letter_id))
