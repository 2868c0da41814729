"""Messages: sent, read, edited, deleted, answered again; and the turns that wait."""

from typing import Annotated

from fastapi import Query, Response
from parley_shared.commands import DeleteMessage, EditMessage, RetryMessage, WithdrawTurn
from parley_shared.errors import MessageNotFound
from parley_shared.frames import Accepted, NewEdit, NewMessage, NewRetry
from parley_shared.models import Message, Turn
from parley_shared.store import GetMessage, GetMessages, MessagePage, MessageState

from parley_web.sending import send_message
from parley_web.web import Here, Id, Who, make_router, surface_of

router = make_router("/api", "messages")


@router.get("/threads/{thread_id}/messages")
async def list_messages(
    thread_id: Id,
    web: Here,
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> MessagePage:
    """Newest last; `next` asks for the page before it."""
    return await web.bus.ask(GetMessages(thread_id=thread_id, before=before, limit=limit))


@router.post("/threads/{thread_id}/messages", status_code=202)
async def post_message(
    thread_id: Id, new: NewMessage, response: Response, web: Here, who: Who
) -> Accepted | MessageState:
    """202 once the message will survive anything; 200 with its state if the id is known."""
    sent = await send_message(web.bus, thread_id, new, surface_of(who))
    if isinstance(sent, MessageState):
        response.status_code = 200
    return sent


@router.get("/messages/{message_id}")
async def get_message(message_id: Id, web: Here) -> MessageState:
    """404 while it is not seen yet: it may still be on its way."""
    state = await web.bus.ask(GetMessage(message_id=message_id))
    if state.message is None and state.refusal is None:
        raise MessageNotFound(f"message {message_id!r} is not known")
    return state


@router.patch("/messages/{message_id}")
async def edit_message(message_id: Id, new: NewEdit, web: Here) -> Message:
    question = EditMessage(
        message_id=message_id, text=new.text, run_again=new.run_again, edit_id=new.id
    )
    return await web.change(question)


@router.delete("/messages/{message_id}")
async def delete_message(message_id: Id, web: Here) -> Message:
    return await web.change(DeleteMessage(message_id=message_id))


@router.post("/messages/{message_id}/retry")
async def retry_message(message_id: Id, new: NewRetry, web: Here) -> Turn:
    """Answers again; the old answer is kept."""
    question = RetryMessage(message_id=message_id, agent_id=new.agent_id, retry_id=new.id)
    return await web.change(question)


@router.delete("/turns/{turn_id}")
async def withdraw_turn(turn_id: Id, web: Here) -> Turn:
    """Takes a waiting turn and its message back."""
    return await web.change(WithdrawTurn(turn_id=turn_id))
