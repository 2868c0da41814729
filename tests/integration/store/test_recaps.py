"""A chat that comes to a thread is told what was said there last, and nothing that it has seen."""

from parley_shared.commands import CreateThread, ForkThread
from parley_shared.ids import telegram_message
from parley_shared.store import PointChat
from parley_shared.telegram import (
    ChangeChat,
    ChatChange,
    EndDelivery,
    GetNextDelivery,
    MarkSending,
    Recap,
    Sending,
    recap_key,
)

from tests.integration.store.keeper import Keeper

CHAT = "7"


async def look_at(keeper: Keeper, thread_id: str, chat: str = CHAT) -> Recap | None:
    await keeper.ask(PointChat(channel="telegram", chat=chat, thread_id=thread_id))
    return await take(keeper, chat)


async def take(keeper: Keeper, chat: str = CHAT) -> Recap | None:
    """The chat's next delivery, as if it were sent."""
    delivery = (await keeper.ask(GetNextDelivery(chat=chat))).delivery
    if delivery is None:
        return None
    await keeper.ask(EndDelivery(delivery_id=delivery.delivery_id, state="sent"))
    assert isinstance(delivery.event, Recap)
    return delivery.event


async def mark_sent(keeper: Keeper, key: str) -> None:
    sending = Sending(part=0, state="sent", external_id=1)
    await keeper.ask(MarkSending(chat=CHAT, key=key, thread_id="T", sending=sending))


async def test_the_last_twenty_messages_are_told_in_order_and_who_said_them(
    keeper: Keeper,
) -> None:
    for number in range(12):
        await keeper.say(f"Question {number}", sender="Ann")
        await keeper.finish(await keeper.claim(), f"Answer {number}")

    recap = await look_at(keeper, "T")

    assert recap is not None
    assert [(each.who, each.text) for each in recap.said] == [
        said
        for number in range(2, 12)
        for said in (("Ann", f"Question {number}"), ("Parley", f"Answer {number}"))
    ]
    assert keeper.mail.count("OUTBOUND") == 1


async def test_pointing_again_at_the_same_thread_tells_nothing_more(keeper: Keeper) -> None:
    await keeper.talk("Hello")
    await look_at(keeper, "T")

    assert await look_at(keeper, "T") is None


async def test_an_empty_thread_has_nothing_to_tell(keeper: Keeper) -> None:
    await keeper.ask(CreateThread(thread_id="T"))

    assert await look_at(keeper, "T") is None


async def test_only_what_came_after_the_newest_that_the_chat_has_is_told(keeper: Keeper) -> None:
    seen = await keeper.talk("Hello", "Seen here")
    await mark_sent(keeper, seen.id)
    await keeper.talk("On the web", "Not seen here")

    recap = await look_at(keeper, "T")

    assert recap is not None
    assert [each.text for each in recap.said] == ["On the web", "Not seen here"]


async def test_what_a_recap_told_is_not_told_again(keeper: Keeper) -> None:
    await keeper.ask(CreateThread(thread_id="other"))
    answer = await keeper.talk("Hello")
    await look_at(keeper, "T")
    await mark_sent(keeper, recap_key(answer.id))
    await look_at(keeper, "other")

    assert await look_at(keeper, "T") is None


async def test_what_was_written_in_the_chat_is_not_told_to_it_but_to_others(
    keeper: Keeper,
) -> None:
    await keeper.say("From here", message_id=telegram_message(1, CHAT, 5))

    mine, other = await look_at(keeper, "T"), await look_at(keeper, "T", "8")

    assert mine is None
    assert other is not None
    assert [each.text for each in other.said] == ["From here"]


async def test_who_goes_on_in_a_copy_is_not_told_what_they_copied(keeper: Keeper) -> None:
    await keeper.talk("Hello")
    await look_at(keeper, "T")
    fork = await keeper.ask(ForkThread(thread_id="T", new_thread_id="F"))

    assert await look_at(keeper, fork.id) is None


async def test_a_chat_in_which_nothing_may_be_told_is_told_nothing(keeper: Keeper) -> None:
    await keeper.talk("Hello")
    await keeper.ask(ChangeChat(chat=CHAT, change=ChatChange(allowed=False)))

    assert await look_at(keeper, "T") is None


async def test_long_messages_are_kept_shortened(keeper: Keeper) -> None:
    await keeper.talk("x" * 200_000, "y" * 200_000)

    recap = await look_at(keeper, "T")

    assert recap is not None
    assert [len(each.text) for each in recap.said] == [3_000, 3_000]
