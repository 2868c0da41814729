"""What waits to be sent to Telegram chats: listed, hurried, let go."""

from typing import Annotated

from fastapi import Path, Query
from parley_shared.questions import Done
from parley_shared.telegram import DropDelivery, HurryDelivery, ListWaiting, WaitingPage

from parley_web.web import Here, make_router

router = make_router("/api/deliveries", "deliveries")

Number = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("")
async def list_deliveries(
    web: Here, after: str | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> WaitingPage:
    """Oldest first; what failed is among the dead letters."""
    return await web.bus.ask(ListWaiting(after=after, limit=limit))


@router.post("/{delivery_id}/retry")
async def retry_delivery(delivery_id: Number, web: Here) -> Done:
    """Its chat looks at once what waits; each chat keeps its order."""
    return await web.bus.ask(HurryDelivery(delivery_id=delivery_id))


@router.post("/{delivery_id}/discard")
async def discard_delivery(delivery_id: Number, web: Here) -> Done:
    """It is never sent; those behind it are."""
    return await web.bus.ask(DropDelivery(delivery_id=delivery_id))
