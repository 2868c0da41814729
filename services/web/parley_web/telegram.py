"""Telegram for the admin page: how the bot is, who may write to it, how its chats are set."""

from typing import Annotated, Literal

from fastapi import Path
from parley_shared.frames import Said
from parley_shared.models import Model
from parley_shared.telegram import (
    AllowPerson,
    ChangeChat,
    ChatChange,
    ChatList,
    ChatSettings,
    ForgetPerson,
    GetPairing,
    GetTelegramState,
    ListChats,
    ListPeople,
    Pairing,
    Person,
    ShowTools,
    TelegramState,
)

from parley_web.web import Here, Id, Owner, make_router

router = make_router("/api", "telegram")

LOOK_WITHIN = 3.0  # seconds; the page asks again

Number = Annotated[str, Path(pattern=r"^\d{1,20}$")]
Chat = Annotated[str, Path(pattern=r"^-?\d{1,20}(_\d{1,20})?$")]


class Telegram(Model):
    state: TelegramState
    people: tuple[Person, ...]  # strangers too, so that they can be allowed
    chats: tuple[ChatSettings, ...]


class NewRole(Said):
    role: Literal["paired"]


class NewChatSettings(Said):
    """Only what is given changes."""

    allowed: bool | None = None
    mirror: bool | None = None
    tools: ShowTools | None = None
    reasoning: bool | None = None


@router.get("/telegram")
async def get_telegram(web: Here) -> Telegram:
    return Telegram(
        state=await web.bus.ask(GetTelegramState(), timeout=LOOK_WITHIN),
        people=(await web.bus.ask(ListPeople())).people,
        chats=(await web.bus.ask(ListChats())).chats,
    )


@router.get("/threads/{thread_id}/chats")
async def list_chats(thread_id: Id, web: Here) -> ChatList:
    """The Telegram chats that look at this thread now."""
    return await web.bus.ask(ListChats(thread_id=thread_id))


@router.get("/pairing", dependencies=[Owner])
async def get_pairing(web: Here) -> Pairing:
    """Each time a new link, which pairs whoever opens it first within 15 minutes."""
    return await web.bus.ask(GetPairing())


@router.put("/telegram/people/{person_id}", dependencies=[Owner])
async def allow_person(person_id: Number, new: NewRole, web: Here) -> Person:
    """Somebody who has written may write from now on."""
    return await web.bus.ask(AllowPerson(person_id=person_id))


@router.delete("/telegram/people/{person_id}", status_code=204, dependencies=[Owner])
async def forget_person(person_id: Number, web: Here) -> None:
    await web.bus.ask(ForgetPerson(person_id=person_id))


@router.patch("/telegram/chats/{chat}")
async def change_chat(chat: Chat, new: NewChatSettings, web: Here) -> ChatSettings:
    change = ChatChange.model_validate(new.model_dump(exclude_unset=True))
    return await web.bus.ask(ChangeChat(chat=chat, change=change))
