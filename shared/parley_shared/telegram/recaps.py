"""What was said last in a thread, told to a chat that begins to look at it."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from parley_shared.events import Durable, DurableEvent
from parley_shared.models import Model, Role


class Said(Model):
    message_id: str
    role: Role
    who: str = ""  # name of the agent or of the person, if told
    text: str = ""  # its beginning
    files: tuple[str, ...] = ()  # names


class Recap(Durable):
    """Delivered as an event is, but it is about one chat: the thread does not tell it."""

    kind: Literal["recap"] = "recap"
    said: tuple[Said, ...]  # oldest first


Deliverable = Annotated[DurableEvent | Recap, Field(discriminator="kind")]

deliverable_adapter: TypeAdapter[DurableEvent | Recap] = TypeAdapter(Deliverable)


def recap_key(newest_id: str) -> str:
    """Names a recap by the newest message in it."""
    return f"recap:{newest_id}"
