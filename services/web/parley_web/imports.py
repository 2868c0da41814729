"""Threads that were exported come back: read, set in order, and asked to be kept slice by slice."""

from collections.abc import Iterator, Sequence

from parley_shared import ids
from parley_shared.commands import ImportMessages
from parley_shared.errors import BadInput, TooLong
from parley_shared.facts import phrase
from parley_shared.frames import Id
from parley_shared.models import TEXT_LIMIT, Message, Thread
from parley_shared.shortening import MESSAGE_LIMIT
from parley_shared.wire import encode

from parley_web.exports import ThreadExport
from parley_web.web import Here, make_router

router = make_router("/api/threads", "threads")

SLICE = 400 * 1024  # bytes of messages in one question


@router.post("/import", status_code=201)
async def import_thread(exported: ThreadExport, web: Here, id: Id | None = None) -> Thread:
    """What `export?format=json` gave, as a new thread. The same `id` again changes nothing.

    All of it or nothing is taken. Raises BadInput, TooLong.
    """
    check(exported.messages)
    thread_id = id or ids.uuid7()
    for messages in cut(set_in_order(exported.messages)):
        thread = await web.change(
            ImportMessages(
                thread_id=thread_id,
                title=exported.thread.title,
                agent_id=exported.thread.agent_id,
                messages=messages,
            )
        )
    return thread


def check(messages: Sequence[Message]) -> None:
    if len({message.id for message in messages}) < len(messages):
        raise BadInput(phrase("import_same_id", "two messages have the same id"))
    for place, message in enumerate(messages, 1):
        if len(message.text.encode()) > TEXT_LIMIT or len(encode(message)) > MESSAGE_LIMIT:
            raise TooLong(
                phrase(
                    "import_too_long",
                    "message {place} has more text than a message may have",
                    place=place,
                )
            )


def set_in_order(messages: Sequence[Message]) -> list[Message]:
    """As they stand in the file, whatever places they claim: answers below what they answer."""
    places = {message.id: place for place, message in enumerate(messages, 1)}
    return [
        message.model_copy(
            update={"position": place, "anchor": places.get(message.reply_to or "", place)}
        )
        for place, message in enumerate(messages, 1)
    ]


def cut(messages: Sequence[Message]) -> Iterator[tuple[Message, ...]]:
    """Slices that fit into a question each; one without a message makes at least the thread."""
    slice_: list[Message] = []
    size = 0
    for message in messages:
        length = len(encode(message))
        if slice_ and size + length > SLICE:
            yield tuple(slice_)
            slice_, size = [], 0
        slice_.append(message)
        size += length
    yield tuple(slice_)
